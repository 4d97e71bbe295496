// The effective contract -> the operation table: what the runtime has to know of each operation, as typed data.
import { entries, isObject, items, type Json, type JsonObject, own } from '../json.ts';
import { contentsOf, groupName, methodName, type OperationPlace, operationsOf, parametersOf } from '../operations.ts';
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
  for (const tag of items(document.tags)) groups.set(groupName(String(own(tag, 'name'))), []);
  for (const place of operationsOf(document)) {
    const group = groupName(String(items(place.operation.tags)[0] ?? 'default'));
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
  const { 'x-idempotency': key, 'x-pagination': page, security = document.security } = operation;
  const requirements = items(security).filter(isObject);
  const isPublic = Array.isArray(security) && requirements.length === 0;
  const response = expectedResponse(document, operation);
  const read = own(key, 'read');
  const facts: { [Fact in keyof OperationFacts]: OperationFacts[Fact] | undefined } = {
    method: method.toUpperCase(),
    path,
    response,
    commaSeparated: someOf(
      parametersOf(document, place)
        .filter(isCommaSeparated)
        .map(({ name }) => String(name)),
    ),
    idempotency: isObject(key) ? (key.header ? { header: String(key.header) } : { body: String(key.body) }) : undefined,
    readBack: isObject(read)
      ? {
          operation: methodName(String(read.operation)),
          ...(isObject(read.path) ? { path: read.path } : { query: read.query ?? {} }),
        }
      : undefined,
    pagination: isObject(page)
      ? {
          parameter: String(page.parameter),
          next: String(page.next),
          items: String(page.items),
          ...(isOptional(document, operation, String(page.items)) && { itemsOptional: true }),
        }
      : undefined,
    items: !isObject(page) && response === 'object' ? unpagedItems(document, place) : undefined,
    rateLimit: rateLimitOf(operation),
    retry: operation['x-retry'] === 'never' ? false : undefined,
    sandboxOnly: group.startsWith('sandbox') || undefined,
    public: isPublic || undefined,
    scopes: someOf(scopesOf(requirements)),
    credentials: !isPublic && takesDifferentCredentials(document) ? schemesOf(document, operation) : undefined,
  };
  return Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined)) as OperationFacts;
}

const someOf = <T>(list: T[]): T[] | undefined => (list.length > 0 ? list : undefined);

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
  const lists = items(operation.security ?? document.security).map((one) => entries(one).map(([name]) => name));
  return [...new Map(lists.map((list) => [list.join(' '), list])).values()];
}

/** Whether operations that take credentials take different ones, so that each has to say which. */
function takesDifferentCredentials(document: JsonObject): boolean {
  const all = operationsOf(document).map(({ operation }) => JSON.stringify(schemesOf(document, operation)));
  return new Set(all.filter((one) => one !== '[]')).size > 1;
}

/** `explode: false` arrays in the query. The default of `form` is to repeat the key. */
function isCommaSeparated(parameter: JsonObject): boolean {
  const isArray = [own(parameter.schema, 'type')].flat().includes('array');
  return parameter.in === 'query' && isArray && parameter.explode === false;
}

const KINDS: ReadonlySet<unknown> = new Set(['object', 'array', 'string', 'number', 'boolean']);

/** The kind of body that every success has. `any` where the contract leaves it open, or the successes differ. */
function expectedResponse(document: JsonObject, operation: JsonObject): string {
  const successes = entries(operation.responses).filter(([status]) => status.startsWith('2'));
  const kinds = new Set(successes.map(([, response]) => kindOf(document, deref(document, response)?.content)));
  return kinds.size === 1 ? ([...kinds][0] ?? 'any') : 'any';
}

function kindOf(document: JsonObject, content: Json | undefined): string {
  const [first] = entries(content);
  if (first === undefined) return 'none';
  const json = entries(content).find(([type]) => /[/+]json\b/.test(type));
  if (json === undefined) return first[0].startsWith('text/') ? 'text' : 'any';
  const type = own(deref(document, own(json[1], 'schema')), 'type');
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
  // Whether every value is an array, so null is none.
  const isArray = (value: Json): boolean => own(deref(document, value), 'type') === 'array';
  const [items, ...others] = entries(schema?.properties).filter(([, value]) => isArray(value));
  if (items === undefined || others.length > 0 || own(schema?.properties, 'id') !== undefined) return undefined;
  return isOptional(document, operation, items[0]) ? undefined : items[0];
}

/** Whether a success may come without this property. */
const isOptional = (document: JsonObject, operation: JsonObject, property: string): boolean =>
  successSchemasOf(document, operation).some((schema) => !items(schema?.required).includes(property));

/** The schemas of all bodies that a success can have. */
const successSchemasOf = (document: JsonObject, operation: JsonObject): (JsonObject | undefined)[] =>
  contentsOf(document, operation)
    .filter(({ status }) => status?.startsWith('2'))
    .map(({ media }) => deref(document, media.schema));

/** The text of `generated/scopes.ts`; undefined for a provider without OAuth. */
export function emitScopes(document: JsonObject, provider: Provider): string | undefined {
  const flows = entries(own(document.components, 'securitySchemes')).flatMap(([, scheme]) =>
    entries(own(scheme, 'flows')),
  );
  const scopes = flows.flatMap(([, flow]) => entries(own(flow, 'scopes')));
  if (scopes.length === 0) return undefined;
  const members = scopes
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([scope, text]) => `${comment(docText({ description: text }), { indent: '  ' })}  | ${literal(scope)}`);
  return `${header(provider)}/** Every scope that an operation of the contract asks for or the provider declares. */\nexport type ${identifier(provider.pascal)}Scope =\n${members.join('\n')};\n`;
}
