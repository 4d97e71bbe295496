// The operations of a contract, their parameters and bodies, and every place of a schema.
import { entries, isObject, items, type Json, type JsonObject, own } from './json.ts';
import type { Kind } from './openapi.ts';
import { deref, type Pointer, visit } from './walk.ts';

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

/** The header that the SDK fills with an idempotency key, if the operation has one. */
export function filledHeader(operation: JsonObject): string | undefined {
  const key = operation['x-idempotency'];
  return isObject(key) && typeof key.header === 'string' ? key.header : undefined;
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
