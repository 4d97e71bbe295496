// Where the examples of a contract stand, and how a changed one gets back into the spec that the contract was made of.
import { isDeepStrictEqual } from 'node:util';
import { schemasOf } from '../../contract/compiler.ts';
import { deref, isObject, type Json, type JsonObject, walkSchema } from '../../contract/json.ts';
import { schemaSites } from '../../contract/schema-sites.ts';
import { put } from '../prose.ts';

export interface Found {
  readonly place: string;
  readonly pointer: readonly string[];
  readonly schema: JsonObject;
  readonly value: Json;
}

/** Every example with the place where it stands in the document. */
export function* examplesIn(document: JsonObject): Generator<Found> {
  const pointers = new Map<Json, readonly string[]>();
  const walk = (node: Json, trail: readonly string[]): void => {
    if (typeof node !== 'object' || node === null) return;
    pointers.set(node, trail);
    for (const [key, child] of Object.entries(node)) walk(child, [...trail, key]);
  };
  walk(document, []);
  const seen = new Set<string>();
  const found = function* (
    place: string,
    holder: Json,
    key: readonly string[],
    schema: JsonObject,
    value: Json,
  ): Generator<Found> {
    const pointer = [...(pointers.get(holder) ?? []), ...key];
    if (!seen.has(pointer.join('/'))) yield { place, pointer, schema, value };
    seen.add(pointer.join('/'));
  };
  const inside = function* (place: string, schema: JsonObject): Generator<Found> {
    const parts: [JsonObject, string][] = [];
    walkSchema(schema, (part, at) => void parts.push([part, at]));
    for (const [part, at] of parts) {
      if ('example' in part) yield* found(place + at, part, ['example'], part, part.example as Json);
      for (const [index, value] of (Array.isArray(part.examples) ? part.examples : []).entries())
        yield* found(place + at, part, ['examples', String(index)], part, value);
    }
  };
  for (const { place, holder } of schemaSites(document)) {
    const schema = holder.schema as JsonObject;
    if ('example' in holder) yield* found(place, holder, ['example'], schema, holder.example as Json);
    for (const [name, entry] of Object.entries(isObject(holder.examples) ? holder.examples : {})) {
      const example = deref(document, entry);
      if (isObject(example) && 'value' in example)
        yield* found(`${place} ${name}`, example, ['value'], schema, example.value as Json);
    }
    yield* inside(place, schema);
  }
  for (const [name, schema] of Object.entries(schemasOf(document))) yield* inside(name, schema);
}

/** Undefined removes. False where the example does not stand in the spec but in an overlay, or something else stands there. */
export function writeBack(spec: JsonObject, pointer: readonly string[], old: Json, value: Json | undefined): boolean {
  let node: Json | undefined = spec;
  for (const [index, key] of pointer.slice(0, -1).entries()) {
    const inSchemas = index === 2 && pointer[0] === 'components' && pointer[1] === 'schemas';
    node = stepInto(node, inSchemas && !hasKey(node, key) ? key.replace(/Input$/, '') : key);
  }
  const last = pointer.at(-1) ?? '';
  if (!isDeepStrictEqual(stepInto(node, last), old)) return false;
  if (Array.isArray(node)) {
    if (value === undefined) node.splice(Number(last), 1);
    else node[Number(last)] = value;
  } else if (isObject(node)) {
    if (value === undefined) delete node[last];
    else put(node, last, value);
  }
  return true;
}

const hasKey = (node: Json | undefined, key: string): boolean => isObject(node) && Object.hasOwn(node, key);

/** The effective contract has bare media types, the spec may not. */
function stepInto(node: Json | undefined, key: string): Json | undefined {
  if (Array.isArray(node)) return node[Number(key)];
  if (!isObject(node)) return undefined;
  if (Object.hasOwn(node, key)) return node[key];
  const media = Object.keys(node).find(
    (name) => name.includes(';') && name.split(';')[0]?.trim().toLowerCase() === key,
  );
  return media === undefined ? undefined : node[media];
}
