// `src/generated/namespace.ts`: what the SDK exports as `Iron` or `Paxos`. Every type is imported and exported by its name.
// tsdown 0.22.0 drops `export type * as Iron from '@org/iron-types'` from the bundled declarations without an error, and
// `import * as` gives the namespace a name of its own, which errors then show.

import { isObject, type JsonObject } from '../json.ts';
import type { Provider } from '../providers.ts';
import { header, identifier, literal } from './code.ts';
import { argsName, groupTypeName, resultName, takesArgs } from './operations.ts';
import { callsOf } from './table.ts';

export function emitNamespace(document: JsonObject, provider: Provider): string {
  const components = isObject(document.components) ? document.components : {};
  const schemas = Object.keys(isObject(components.schemas) ? components.schemas : {}).map(identifier);
  const groups = callsOf(document);
  const operations = [...groups.values()].flat();
  const declared = [
    ...operations.filter((call) => takesArgs(document, call)).map(argsName),
    ...operations.map(resultName),
    ...[...groups.keys()].map(groupTypeName),
    'ListOptions',
    'NoArguments',
  ].sort();
  const clash = declared.find((name) => schemas.includes(name));
  if (clash) {
    throw new Error(
      `the schema ${clash} has the name of a type that is generated for an operation: rename it in specs/${provider.name}/names.yaml.`,
    );
  }
  const namespace = identifier(provider.pascal);
  // Only the namespace's own name is taken in the module.
  const local = (name: string): string => (name === namespace ? `${name}_` : name);
  const renamed = (name: string): string => (name === local(name) ? name : `${name} as ${local(name)}`);
  const exported = [...schemas, ...declared].map((name) => (name === local(name) ? name : `${local(name)} as ${name}`));
  return [
    header(provider),
    importOf(schemas.map(renamed), `@org/${provider.name}-types`),
    importOf(declared, './groups.ts'),
    `\n/** Schemas of ${namespace}'s API, and the arguments and results of its operations. */\n`,
    `export declare namespace ${namespace} {\n  export {\n${lines(exported, '    ')}  };\n}\n`,
  ].join('');
}

const importOf = (names: readonly string[], module: string): string =>
  names.length > 0 ? `import type {\n${lines(names, '  ')}} from ${literal(module)};\n` : '';

const lines = (names: readonly string[], indent: string): string => names.map((name) => `${indent}${name},\n`).join('');
