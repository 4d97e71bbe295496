// The names with which a contract is first taken in: what cannot name anything in TypeScript gets a name that can, and of two
// things of one name the second is numbered. names.yaml keeps them; a later clash is a diagnostic.
import { readIfThere } from '../../contract/files.ts';
import type { Json, JsonObject } from '../../contract/json.ts';
import {
  capitalise,
  freeName,
  groupName,
  methodName,
  namesOfOperations,
  operationsOf,
  withOperationNames,
} from '../../contract/operations.ts';
import { NameClashError } from '../../contract/request-response.ts';
import { schemasOf } from '../../contract/walk.ts';
import { isTypeName, type Names, readNames, typeName } from '../names.ts';

export interface KeptNames {
  readonly schemas: Names;
  readonly operations: Names;
}

/** What a draft keeps already. */
export const keptNames = (file: string): KeptNames => readNames(readIfThere(file) ?? '');

/** Types that the generator writes besides the contract's, and those of the language that it refers to by name. */
const TAKEN = ['ListOptions', 'NoArguments', 'Unlisted', 'Record', 'Array', 'Omit', 'Readonly'];

export function firstNames(document: JsonObject, kept: KeptNames): KeptNames {
  const methods = namer();
  const operations = { ...namesOfOperations(document, (name) => methods(name, methodName)), ...kept.operations };
  const named = operationsOf(withOperationNames(document, operations));
  const types = namer([
    ...TAKEN,
    ...named.flatMap(({ operation: { operationId: id, tags } }) => {
      const name = capitalise(methodName(String(id)));
      return [`${name}Args`, `${name}Result`, `${capitalise(groupName(String((tags as Json[])[0])))}Operations`];
    }),
    ...Object.values(kept.schemas),
  ]);
  const schemas: Record<string, string> = { ...kept.schemas };
  // Names that need no change come first, so that they keep theirs.
  const theirs = Object.keys(schemasOf(document)).filter((name) => !Object.hasOwn(schemas, name));
  for (const name of [...theirs.filter(isTypeName), ...theirs.filter((name) => !isTypeName(name))]) {
    const ours = types(isTypeName(name) ? name : typeName(name));
    if (ours !== name) schemas[name] = ours;
  }
  return { schemas, operations };
}

/** Numbers the second of two equal names: `createOrder`, `createOrder2`. */
function namer(taken: readonly string[] = []): (name: string, key?: (name: string) => string) => string {
  const used = new Set(taken);
  return (name, key = (text) => text) => {
    const free = freeName(name, (one) => used.has(key(one)));
    used.add(key(free));
    return free;
  };
}

/** The names with another one for the schema that would take the name of a generated type; undefined for other errors. */
export function withoutClash(
  names: KeptNames,
  error: unknown,
  theirName: (ours: string) => string,
): KeptNames | undefined {
  if (!(error instanceof NameClashError)) return undefined;
  const ours = `${error.schema}2`;
  return { ...names, schemas: { ...names.schemas, [theirName(error.schema)]: ours } };
}
