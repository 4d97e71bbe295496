// The effective contract -> the operation table of the named door: one readable row per call (grammar: sdk-core, operation.ts).
import { header, literal, propertyName } from './emit/code.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { groupName, methodName } from './names.ts';
import { type OperationPlace, operationsOf, parametersOf } from './operations.ts';
import type { Provider } from './providers.ts';

export interface Call {
  readonly group: string;
  readonly name: string;
  readonly place: OperationPlace;
}

/** Every call of a contract: by group in the order of the tags, within a group in the order of the paths. */
export function callsOf(document: JsonObject): Map<string, Call[]> {
  const groups = new Map<string, Call[]>();
  for (const tag of Array.isArray(document.tags) ? document.tags : []) {
    if (isObject(tag)) groups.set(groupName(String(tag.name)), []);
  }
  for (const place of operationsOf(document)) {
    const tag = Array.isArray(place.operation.tags) ? String(place.operation.tags[0]) : 'default';
    const group = groupName(tag);
    const call: Call = { group, name: methodName(String(place.operation.operationId)), place };
    groups.set(group, [...(groups.get(group) ?? []), call]);
  }
  for (const [group, calls] of groups) if (calls.length === 0) groups.delete(group);
  return groups;
}

export function emitTable(document: JsonObject, provider: Provider): string {
  const groups = [...callsOf(document)].map(([group, calls]) => {
    const rows = calls.map(
      ({ name, place }) => `    ${propertyName(name)}: ${literal(rowOf(document, group, place))},`,
    );
    return `  ${propertyName(group)}: {\n${rows.join('\n')}\n  },`;
  });
  return (
    `${header(provider)}import type { OperationTable } from '@org/sdk-core/internal';\n\n` +
    `/** One row per call; the words behind the path are explained in sdk-core's operation.ts. */\n` +
    `export const operations: OperationTable = {\n${groups.join('\n')}\n};\n`
  );
}

/**
 * The table of the path door alone, which is told method and path by its caller: only rows that say more than those two,
 * and of them only what matters there. Rows have no names: here an operation is called by method and path, as its caller does.
 */
export function emitPathTable(document: JsonObject, provider: Provider): string {
  const rows = [...callsOf(document)].flatMap(([group, calls]) =>
    calls.map(({ place }) => {
      const [method, path, ...words] = rowOf(document, group, place).split(' ');
      return { at: `${method} ${path}`, words: words.filter((word) => !/^(page|read)=/.test(word)) };
    }),
  );
  const lines = rows
    .filter(({ words }) => words.length > 0)
    .map(({ at, words }) => `    ${literal([at, ...words].join(' '))},`);
  return (
    `${header(provider)}import type { OperationTable } from '@org/sdk-core/internal';\n\n` +
    `/** Rows as in operations.ts, of the operations that are more than their method and path. */\n` +
    `export const pathOperations: OperationTable = {\n  paths: [\n${lines.join('\n')}\n  ],\n};\n`
  );
}

function rowOf(document: JsonObject, group: string, place: OperationPlace): string {
  const { operation, path, method } = place;
  const words = [method.toUpperCase(), path];
  const csv = parametersOf(document, place)
    .filter(isCommaSeparated)
    .map((parameter) => String(parameter.name));
  if (csv.length > 0) words.push(`csv=${csv.join(',')}`);

  const key = operation['x-idempotency'];
  if (isObject(key)) {
    words.push(key.header ? `key=header:${key.header}` : `key=body:${key.body}`);
    const read = isObject(key.read) ? key.read : undefined;
    // By its id in the path, or in the query of a list, whose first item is then the record.
    const [[parameter, from] = []] = Object.entries((read?.path ?? read?.query ?? {}) as JsonObject);
    if (read && parameter) words.push(`read=${methodName(String(read.operation))}:${parameter}=${from}`);
  }
  const page = operation['x-pagination'];
  if (isObject(page)) words.push(`page=${page.parameter}:${page.next}:${page.items}`);
  const rate = operation['x-rate-limit'];
  if (isObject(rate)) words.push(`rate=${rate.class}:${rate.perSecond}`);
  if (operation['x-retry'] === 'never') words.push('retry=never');
  if (group.startsWith('sandbox')) words.push('sandbox');

  const security = operation.security ?? document.security;
  const requirements = Array.isArray(security) ? security.filter(isObject) : [];
  if (Array.isArray(security) && requirements.length === 0) words.push('public');
  const scopes = scopeWord(requirements);
  if (scopes) words.push(`scopes=${scopes}`);
  const broken = words.find((word) => /\s/.test(word) || word === '');
  if (broken !== undefined) {
    throw new Error(`${words[0]} ${path}: a row cannot carry ${literal(broken)}, white space parts its words`);
  }
  return words.join(' ');
}

/** Alternatives with `|`; all of a group with `,`. The contracts have alternatives of one scope each, or one group. */
function scopeWord(requirements: readonly JsonObject[]): string {
  const groups = requirements
    .map((requirement) => Object.values(requirement).flat().map(String))
    .filter((group) => group.length > 0);
  if (groups.length > 1 && groups.some((group) => group.length > 1))
    throw new Error(`alternatives of several scopes each have no row: ${literal(groups)}`);
  return groups.length > 1 ? groups.flat().join('|') : (groups[0] ?? []).join(',');
}

/** `explode: false` arrays in the query. The default of `form` is to repeat the key. */
function isCommaSeparated(parameter: JsonObject): boolean {
  const { schema } = parameter;
  const isArray = isObject(schema) && [schema.type].flat().includes('array' as Json);
  return parameter.in === 'query' && isArray && parameter.explode === false;
}
