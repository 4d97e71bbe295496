// The operations of a contract, their parameters and bodies, and every place of a schema; and how operations get the names of their
// methods: group = tag in camelCase, method = operationId with a lower first letter. An operationId or tag that cannot name anything
// in TypeScript gets a name that can; names.yaml overrides it.
import { entries, isObject, items, type Json, type JsonObject, own } from './json.ts';
import type { Kind } from './openapi.ts';
import { deref, type Pointer, rebuild, visit } from './walk.ts';

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const;
export type Method = (typeof METHODS)[number];

export interface OperationPlace {
  readonly path: string;
  readonly method: Method;
  readonly operation: JsonObject;
}

/** Every operation below `paths` (or `webhooks`), in the document's order. */
export function operationsOf(document: JsonObject, section: 'paths' | 'webhooks' = 'paths'): OperationPlace[] {
  return entries(document[section]).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = isObject(item) ? item[method] : undefined;
      return isObject(operation) ? [{ path, method, operation }] : [];
    }),
  );
}

/** Parameters of an operation, `$ref`s followed: its path item's first, without those that it declares itself. */
export function parametersOf(document: JsonObject, { path, operation }: OperationPlace): JsonObject[] {
  const shared = items(own(own(document.paths, path), 'parameters'));
  const all = [...shared, ...items(operation.parameters)].map((entry) => deref(document, entry)).filter(isObject);
  return [...new Map(all.map((parameter) => [`${parameter.in} ${parameter.name}`, parameter])).values()];
}

/**
 * Whether the SDK fills a parameter, so that a caller may leave it out: the header for the idempotency key, and one that an
 * option of the client sends (`x-from-option`).
 */
export function isFilled(operation: JsonObject, parameter: JsonObject): boolean {
  if (parameter.in !== 'header') return false;
  const key = operation['x-idempotency'];
  return (isObject(key) && key.header === parameter.name) || typeof parameter['x-from-option'] === 'string';
}

/** Whether a value goes to the provider or comes from it. */
export type Direction = 'request' | 'response';

/** Every media type object of an operation: of its body, its responses, or both. */
export function contentsOf(
  document: JsonObject,
  operation: JsonObject,
): { direction: Direction; status?: string; mediaType: string; media: JsonObject }[] {
  const contents = (direction: Direction, node: Json | undefined, status?: string) =>
    entries(deref(document, node)?.content).flatMap(([mediaType, media]) =>
      isObject(media) ? [{ direction, mediaType, media, ...(status === undefined ? {} : { status }) }] : [],
    );
  return [
    ...contents('request', operation.requestBody),
    ...entries(operation.responses).flatMap(([status, response]) => contents('response', response, status)),
  ];
}

export interface SchemaPlace {
  /** As diagnostics name it, see {@link placeName}. */
  readonly where: string;
  readonly direction: Direction;
  /** The parameter, header or media type object: its `schema` is the schema, its examples are examples of that. */
  readonly holder: JsonObject;
}

/** Every holder of a schema outside `components.schemas`, each once: what is shared by `$ref` is under `components`. */
export function schemaPlaces(document: JsonObject): SchemaPlace[] {
  const found: SchemaPlace[] = [];
  visit(document, 'document', (holder, kind, pointer, kinds) => {
    if (!HOLDERS.has(kind) || !isObject(holder.schema)) return;
    found.push({ where: placeName(document, pointer), direction: directionOf(pointer, kinds), holder });
  });
  return found;
}

const HOLDERS: ReadonlySet<Kind> = new Set(['parameter', 'header', 'mediaType']);

/** The provider sends the requests of webhooks and callbacks: their bodies come from it, their responses go to it. */
function directionOf(pointer: Pointer, kinds: readonly Kind[]): Direction {
  const fromResponse = kinds.includes('response') || (pointer[0] === 'components' && pointer[1] === 'headers');
  const byProvider = (pointer[0] === 'webhooks') !== kinds.includes('callback');
  return fromResponse === byProvider ? 'request' : 'response';
}

/**
 * A place as diagnostics name it: `GET /a query limit`, `POST /a body application/json`, `webhook b 200`,
 * `#/components/schemas/C/properties/d`.
 */
export function placeName(document: JsonObject, pointer: Pointer): string {
  const [section, name = '', inner = '', ...rest] = pointer;
  const item = own(document[section ?? ''], name);
  if (section === 'paths' && METHODS.some((method) => method === inner))
    return nameBelow(`${inner.toUpperCase()} ${name}`, own(item, inner), rest);
  if (section === 'paths') return nameBelow(name, item, pointer.slice(2));
  if (section === 'webhooks') return nameBelow(`webhook ${name}`, own(item, inner), rest);
  const text = `#/${pointer.slice(0, 3).join('/')}`;
  return name === 'schemas' ? [text, ...rest].join('/') : nameBelow(text, own(item, inner), rest);
}

function nameBelow(text: string, node: Json | undefined, keys: Pointer): string {
  const [key, name, ...rest] = keys;
  if (key === undefined) return text;
  if (key === 'schema') return [text, ...keys.slice(1)].join('/');
  if (key === 'requestBody') return nameBelow(`${text} body`, own(node, key), keys.slice(1));
  if (name === undefined) return `${text}/${key}`;
  const below = Array.isArray(own(node, key)) ? items(own(node, key))[Number(name)] : own(own(node, key), name);
  if (key === 'parameters') return nameBelow(`${text} ${own(below, 'in')} ${own(below, 'name')}`, below, rest);
  if (key === 'responses' || key === 'content') return nameBelow(`${text} ${name}`, below, rest);
  if (key === 'headers') return nameBelow(`${text} header ${name}`, below, rest);
  if (key === 'callbacks') {
    const [address = '', method = ''] = rest;
    return nameBelow(`${text} callback ${name}`, own(own(below, address), method), rest.slice(2));
  }
  return [text, ...keys].join('/');
}

/** `API Credentials` -> `apiCredentials`, `TravelRulePublic` -> `travelRulePublic`, `3DS` -> `_3Ds`. */
export function groupName(tag: string): string {
  const words = wordsOf(tag.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2'));
  const name = words.map((word, index) => (index === 0 ? word.toLowerCase() : capitalise(word.toLowerCase()))).join('');
  return /^\d/.test(name) ? `_${name}` : name;
}

export const methodName = (operationId: string): string => operationId.charAt(0).toLowerCase() + operationId.slice(1);
export const capitalise = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Whether an operationId is used as it is. */
export const isOperationName = (id: Json | undefined): id is string =>
  typeof id === 'string' && /^[A-Za-z][A-Za-z0-9_]*$/.test(id) && methodName(id) !== 'then';

/** How names.yaml refers to an operation that has no operationId, or one that others have too: `GET /stations`. */
export const operationKey = ({ method, path }: OperationPlace): string => `${method.toUpperCase()} ${path}`;

/** The provider's operationId, else one made of it: `get-stations` -> `getStations`; without one, of method and path. */
export function derivedName(place: OperationPlace): string {
  const { method, path, operation } = place;
  if (isOperationName(operation.operationId)) return operation.operationId;
  const id = typeof operation.operationId === 'string' ? camelCase(operation.operationId) : '';
  if (isOperationName(id)) return id;
  return method + capitalise(id || camelCase(path.replaceAll(/\{([^}]*)\}/g, 'by $1')) || 'root');
}

/** `get-stations` -> get, stations. */
export const wordsOf = (text: string): string[] => text.split(/[^A-Za-z0-9]+/).filter(Boolean);

const camelCase = (text: string): string =>
  wordsOf(text)
    .map((word, index) => (index === 0 ? word : capitalise(word)))
    .join('');

/** The name itself, or the first of `name2`, `name3`, … that is not taken. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  let free = name;
  for (let count = 2; isTaken(free); count++) free = `${name}${count}`;
  return free;
}

/** `METHOD /path` or operationId of the provider -> operationId here: `operations` of names.yaml. */
export type OperationNames = Readonly<Record<string, Json>>;

/** A copy in which every operation has an id that can name a method, and a first tag that can name a group. */
export function withOperationNames(document: JsonObject, names: OperationNames = {}): JsonObject {
  const copy = structuredClone(document);
  const renamed = new Map<string, string>();
  const tags = new Map<string, string>();
  for (const place of operationsOf(copy)) {
    const { operation } = place;
    const id = String(operation.operationId);
    const given = own(names as JsonObject, operationKey(place)) ?? own(names as JsonObject, id);
    const name = typeof given === 'string' ? given : derivedName(place);
    if (name !== id) renamed.set(id, name);
    operation.operationId = name;
    const group = tagOf(place, tags);
    // The first one is the group; the others stay facts.
    operation.tags = [group, ...items(operation.tags).slice(1)];
  }
  return renamed.size === 0 ? copy : withRenamedLinks(copy, renamed);
}

const withRenamedLinks = (document: JsonObject, renamed: ReadonlyMap<string, string>): JsonObject =>
  rebuild(document, 'document', (node, kind) => {
    const name = kind === 'link' ? renamed.get(String(node.operationId)) : undefined;
    return name === undefined ? node : { ...node, operationId: name };
  });

/** Properties that the client has besides its groups, and names that mean something to every object. */
const TAKEN: ReadonlySet<string> = new Set(['use', 'eject', 'request', 'then', 'constructor', 'toString', 'valueOf']);

/** The first tag that can name a group, else the first segment of the path that is no version. Tags of one group name are one group. */
function tagOf({ path, operation }: OperationPlace, tags: Map<string, string>): string {
  const segments = path.split(/[/?]/).filter((part) => !/[{}]|^(v\d+|api)$/i.test(part));
  const candidates = [...items(operation.tags).map(String), ...segments];
  const tag = candidates.find((candidate) => groupName(candidate) !== '') ?? 'default';
  const free = TAKEN.has(groupName(tag)) ? `${tag} operations` : tag;
  const known = tags.get(groupName(free)) ?? free;
  tags.set(groupName(free), known);
  return known;
}

/** What `operations` of names.yaml has to say: each name that is not the provider's own id. */
export function namesOfOperations(document: JsonObject, take: (name: string) => string): Record<string, string> {
  const places = operationsOf(document);
  const ids = places.map(({ operation }) => operation.operationId);
  const names = places.map((place): [string, string] => {
    const { operationId: id } = place.operation;
    const isUnique = typeof id === 'string' && ids.indexOf(id) === ids.lastIndexOf(id);
    const name = take(derivedName(place));
    return name === id ? ['', ''] : [isUnique ? id : operationKey(place), name];
  });
  return Object.fromEntries(names.filter(([key]) => key !== ''));
}

/** `operations` of names.yaml, whatever else that holds. */
export const operationNamesIn = (file: Json): OperationNames => Object.fromEntries(entries(own(file, 'operations')));
