// The effective contract -> the operation table: what the runtime has to know of each operation, as typed data.
import { isObject, items, type Json, type JsonObject } from '../json.ts';
import { groupName, methodName } from '../names.ts';
import { type OperationPlace, operationsOf, parametersOf } from '../operations.ts';
import type { Provider } from '../providers.ts';
import { deref } from '../walk.ts';
import { comment, docText, expression, header, identifier, keyName, literal } from './code.ts';

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

/** The text of `generated/operations.ts`: the operations as typed data, and what an operation of this provider has. */
export function emitTable(document: JsonObject, provider: Provider): string {
  const type = `${provider.pascal}Operation`;
  const groups = [...callsOf(document)].map(([group, calls]) => {
    const rows = calls.map((call) => `    ${keyName(call.name)}: ${expression({ ...factsOf(document, call) })},`);
    return `  ${keyName(group)}: {\n${rows.join('\n')}\n  },`;
  });
  return `${header(provider)}import type { Operation, OperationTable } from '@org/sdk-core/internal';

/** What the contract says of an operation, beyond what the runtime needs to know of any. */
export interface ${type} extends Operation {
  /** It exists in the sandbox environment only. */
  readonly sandboxOnly?: true;
  /** It takes no credentials. */
  readonly public?: true;
  /** Of each list, one scope is needed. */
  readonly scopes?: readonly (readonly string[])[];
  /** It takes all credentials of one of these lists, by the names of their security schemes. */
  readonly credentials?: readonly (readonly string[])[];
  /** The class of limit that it counts against; requests a second, as an average. */
  readonly rateLimit?: { readonly class: string; readonly perSecond: number };
}

export const operations: OperationTable<${type}> = {
${groups.join('\n')}
};
`;
}

/** What the table has of one operation, in the order in which it is written. */
export type OperationFacts = {
  method: string;
  path: string;
  response: string;
  commaSeparated?: string[];
  idempotency?: { header: string } | { body: string };
  readBack?: JsonObject;
  pagination?: { parameter: string; next: string; items: string; itemsOptional?: true };
  items?: string;
  rateLimit?: RateLimit;
  retry?: false;
  sandboxOnly?: true;
  public?: true;
  /** Of each list, one scope is needed. */
  scopes?: string[][];
  /** Names of security schemes, all of one list; only where operations differ in them. */
  credentials?: string[][];
};

/** The value of `x-rate-limit`: of an operation or, for all others, of the document. */
export type RateLimit = { class: string; perSecond: number };

export const rateLimitOf = ({ 'x-rate-limit': limit }: JsonObject): RateLimit | undefined =>
  isObject(limit) ? { class: String(limit.class), perSecond: Number(limit.perSecond) } : undefined;

export function factsOf(document: JsonObject, { group, place }: Call): OperationFacts {
  const { operation, path, method } = place;
  const facts: OperationFacts = { method: method.toUpperCase(), path, response: expectedResponse(document, operation) };
  const commaSeparated = parametersOf(document, place)
    .filter(isCommaSeparated)
    .map(({ name }) => String(name));
  if (commaSeparated.length > 0) facts.commaSeparated = commaSeparated;

  const key = operation['x-idempotency'];
  if (isObject(key)) {
    facts.idempotency = key.header ? { header: String(key.header) } : { body: String(key.body) };
    const read = isObject(key.read) ? key.read : undefined;
    if (read) {
      facts.readBack = {
        operation: methodName(String(read.operation)),
        ...(isObject(read.path) ? { path: read.path } : { query: read.query ?? {} }),
      };
    }
  }
  const page = operation['x-pagination'];
  if (isObject(page)) {
    const { parameter, next, items } = page;
    const optional = isOptional(document, operation, String(items));
    facts.pagination = {
      parameter: String(parameter),
      next: String(next),
      items: String(items),
      ...(optional && { itemsOptional: true }),
    };
  } else {
    const items = unpagedItems(document, place);
    if (items !== undefined && facts.response === 'object') facts.items = items;
  }
  const rate = rateLimitOf(operation);
  if (rate) facts.rateLimit = rate;
  if (operation['x-retry'] === 'never') facts.retry = false;
  if (group.startsWith('sandbox')) facts.sandboxOnly = true;

  const security = operation.security ?? document.security;
  const requirements = Array.isArray(security) ? security.filter(isObject) : [];
  if (Array.isArray(security) && requirements.length === 0) facts.public = true;
  const scopes = scopesOf(requirements);
  if (scopes.length > 0) facts.scopes = scopes;
  if (!facts.public && takesDifferentCredentials(document)) facts.credentials = schemesOf(document, operation);
  return facts;
}

/**
 * All lists have to be satisfied, each by any of its scopes: the alternatives of a contract, multiplied out. None where that
 * would be too much to read.
 */
function scopesOf(requirements: readonly JsonObject[]): string[][] {
  const groups = requirements
    .map((requirement) => Object.values(requirement).flat().map(String))
    .filter((group) => group.length > 0);
  if (groups.length === 0 || groups.reduce((product, group) => product * group.length, 1) > 64) return [];
  const lists = groups.reduce<string[][]>(
    (made, group) => made.flatMap((list) => group.map((scope) => [...new Set([...list, scope])])),
    [[]],
  );
  return [...new Map(lists.map((list) => [list.join(' '), list])).values()];
}

/** The security schemes of the alternatives: all of one list are sent. */
export function schemesOf(document: JsonObject, operation: JsonObject): string[][] {
  const lists = items(operation.security ?? document.security).map((one) => Object.keys(isObject(one) ? one : {}));
  return [...new Map(lists.map((list) => [list.join(' '), list])).values()];
}

/** Whether operations that take credentials take different ones, so that each has to say which. */
function takesDifferentCredentials(document: JsonObject): boolean {
  const all = operationsOf(document).map(({ operation }) => JSON.stringify(schemesOf(document, operation)));
  return new Set(all.filter((one) => one !== '[]')).size > 1;
}

/** `explode: false` arrays in the query. The default of `form` is to repeat the key. */
function isCommaSeparated(parameter: JsonObject): boolean {
  const { schema } = parameter;
  const isArray = isObject(schema) && [schema.type].flat().includes('array' as Json);
  return parameter.in === 'query' && isArray && parameter.explode === false;
}

const KINDS: ReadonlySet<unknown> = new Set(['object', 'array', 'string', 'number', 'boolean']);

/** The kind of body that every success has. `any` where the contract leaves it open, or the successes differ. */
function expectedResponse(document: JsonObject, operation: JsonObject): string {
  const kinds = new Set(successesOf(document, operation).map((response) => kindOf(document, response)));
  return kinds.size === 1 ? ([...kinds][0] ?? 'any') : 'any';
}

function kindOf(document: JsonObject, response: JsonObject): string {
  const content = isObject(response.content) ? response.content : {};
  const [first] = Object.keys(content);
  if (first === undefined) return 'none';
  const json = Object.keys(content).find((type) => /[/+]json\b/.test(type));
  if (json === undefined) return first.startsWith('text/') ? 'text' : 'any';
  const media = content[json];
  const schema = deref(document, isObject(media) ? media.schema : undefined);
  const type = isObject(schema) ? schema.type : undefined;
  // A whole number is a number of JSON.
  const kind = type === 'integer' ? 'number' : type;
  return KINDS.has(kind) ? String(kind) : 'any';
}

/**
 * The array of a list without a cursor: what is read is an object without an id, and its only array is required. Objects
 * with an id are records, and what their arrays hold belongs to them.
 */
function unpagedItems(document: JsonObject, { method, operation }: OperationPlace): string | undefined {
  if (method !== 'get') return undefined;
  const [schema] = successSchemasOf(document, operation);
  const properties = isObject(schema) && isObject(schema.properties) ? schema.properties : {};
  const [items, ...others] = Object.keys(properties).filter((name) => isArray(document, properties[name]));
  if (items === undefined || others.length > 0 || 'id' in properties) return undefined;
  return isOptional(document, operation, items) ? undefined : items;
}

/** Whether every value is an array, so null is none. */
function isArray(document: JsonObject, value: Json | undefined): boolean {
  const schema = deref(document, value);
  return isObject(schema) && schema.type === 'array';
}

/** Whether a success may come without this property. */
function isOptional(document: JsonObject, operation: JsonObject, property: string): boolean {
  return successSchemasOf(document, operation).some(
    (schema) => !(isObject(schema) && Array.isArray(schema.required) && schema.required.includes(property)),
  );
}

/** The schemas of all bodies that a success can have. */
function successSchemasOf(document: JsonObject, operation: JsonObject): (Json | undefined)[] {
  return successesOf(document, operation)
    .flatMap((response) => (isObject(response.content) ? Object.values(response.content) : []))
    .filter(isObject)
    .map((media) => deref(document, media.schema));
}

function successesOf(document: JsonObject, operation: JsonObject): JsonObject[] {
  return Object.entries((operation.responses as JsonObject | undefined) ?? {})
    .filter(([status]) => status.startsWith('2'))
    .map(([, response]) => deref(document, response))
    .filter(isObject);
}

/** The text of `generated/scopes.ts`; undefined for a provider without OAuth. */
export function emitScopes(document: JsonObject, provider: Provider): string | undefined {
  const schemes = Object.values(((document.components as JsonObject)?.securitySchemes ?? {}) as JsonObject).filter(
    isObject,
  );
  const scopes = schemes.flatMap(({ flows }) =>
    Object.values(isObject(flows) ? flows : {}).flatMap((flow) =>
      Object.entries(isObject(flow) && isObject(flow.scopes) ? flow.scopes : {}),
    ),
  );
  if (scopes.length === 0) return undefined;
  const members = scopes
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([scope, text]) => `${comment(docText({ description: text }), { indent: '  ' })}  | ${literal(scope)}`);
  return `${header(provider)}/** Every scope that an operation of the contract asks for or the provider declares. */\nexport type ${identifier(provider.pascal)}Scope =\n${members.join('\n')};\n`;
}
