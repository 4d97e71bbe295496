// What of a contract is a fact, and the one order in which facts are written: keywords in the order of openapi.ts, maps and
// sets by name, parameters, tags and servers by identity. So a change of one field is a change of one place in spec.yaml.
import {
  byName,
  canonicalText,
  entries,
  fromEntries,
  isObject,
  items,
  type Json,
  type JsonObject,
  mapValues,
  own,
  put,
} from './json.ts';
import { contentOf, isExtension, type Kind, keysOf } from './openapi.ts';
import { operationsOf } from './operations.ts';
import { rebuild } from './walk.ts';

/** The provider's facts alone: valid OpenAPI, with empty descriptions where OpenAPI requires one, in stable order. */
export function factsOf(document: JsonObject): JsonObject {
  return inOrder(withUsedTags(rebuild(document, 'document', withoutTexts)));
}

function withoutTexts(node: JsonObject, kind: Kind): JsonObject {
  const copy: JsonObject = {};
  for (const [key, value] of Object.entries(node)) {
    const { text, extensible } = contentOf(kind, key);
    if (text || isExtension(key)) continue;
    if (extensible && isObject(value)) put(copy, key, withoutExtensions(value));
    else put(copy, key, kind === 'flow' && key === 'scopes' && isObject(value) ? mapValues(value, () => '') : value);
  }
  if (kind === 'response' && copy.$ref === undefined) copy.description = '';
  return copy;
}

const withoutExtensions = (map: JsonObject): JsonObject =>
  fromEntries(Object.entries(map).filter(([name]) => !isExtension(name)));

/** Tags are those declared and those used. */
function withUsedTags(document: JsonObject): JsonObject {
  const declared = items(document.tags).filter(isObject);
  const names = new Set(declared.map(({ name }) => String(name)));
  const used = new Set(operationsOf(document).flatMap(({ operation }) => items(operation.tags).map(String)));
  const tags = [...declared, ...[...used].filter((name) => !names.has(name)).map((name) => ({ name }))];
  return tags.length > 0 ? { ...document, tags } : document;
}

/** The same document in stable order. Texts keep the order in which they were written. */
export function inOrder(document: JsonObject): JsonObject {
  return rebuild(document, 'document', ordered);
}

/** One object in stable order; what is below it is in order already. */
export function ordered(node: JsonObject, kind: Kind): JsonObject {
  const known = keysOf(kind).filter((key) => Object.hasOwn(node, key));
  const unknown = Object.keys(node).filter((key) => !keysOf(kind).includes(key));
  const keys = [...known, ...unknown.sort()];
  return fromEntries(keys.map((key) => [key, orderedContent(node[key] as Json, kind, key)]));
}

function orderedContent(value: Json, kind: Kind, key: string): Json {
  const { shape, text } = contentOf(kind, key);
  if (text || shape === 'one' || isExtension(key)) return value;
  if (shape === 'map') return isObject(value) ? byName(value) : value;
  // Variants and parts keep the provider's order: generators and validators try them in that order.
  if (shape === 'list') return Array.isArray(value) && !VARIANTS.has(key) ? byIdentity(value) : value;
  return SETS.has(key) && Array.isArray(value) ? orderedSet(value, key) : byNameDeep(value);
}

const byIdentity = (list: readonly Json[]): Json[] => identified(list).map(([, item]) => item);

const VARIANTS: ReadonlySet<string> = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);

/** Lists whose order has no meaning. */
const SETS: ReadonlySet<string> = new Set(['required', 'enum', 'type', 'tags', 'security']);

function orderedSet(values: readonly Json[], key: string): Json[] {
  const inner = values.map((value) =>
    key === 'security' && isObject(value) ? byName(mapValues(value, scopes)) : value,
  );
  const unique = new Map(inner.map((value) => [canonicalText(value), value]));
  return [...unique.values()].sort((a, b) => compare(sortText(a), sortText(b)));
}

const scopes = (names: Json): Json => (Array.isArray(names) ? orderedSet(names, 'scopes') : names);

/** `null` comes last: `[string, null]`. */
const sortText = (value: Json): string =>
  value === null || value === 'null' ? '\u{10ffff}' : typeof value === 'string' ? value : canonicalText(value);

const byNameDeep = (value: Json): Json =>
  Array.isArray(value) ? value.map(byNameDeep) : isObject(value) ? byName(mapValues(value, byNameDeep)) : value;

/** The items of a list with their identities, in the order of those; what has the same identity is numbered from 2. */
export function identified(list: readonly Json[]): [identity: string, item: Json][] {
  const counts = new Map<string, number>();
  return list
    .map((item): [string, Json] => [isObject(item) ? identityOf(item) : canonicalText(item), item])
    .sort(([a, one], [b, other]) => compare(a, b) || compare(canonicalText(one), canonicalText(other)))
    .map(([identity, item]) => {
      const count = (counts.get(identity) ?? 0) + 1;
      counts.set(identity, count);
      return [count === 1 ? identity : `${identity} ${count}`, item];
    });
}

/** By code units, the same on every machine. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The key of a list item in texts.yaml: a reference by its target's name, a parameter by `in:name`, a server by its URL, a tag by its
 * name, a variant by the value that tells it apart (`type=Crypto`), else by what it consists of.
 */
function identityOf(item: JsonObject): string {
  if (typeof item.$ref === 'string') return item.$ref.slice(item.$ref.lastIndexOf('/') + 1);
  if (typeof item.in === 'string') return `${item.in}:${item.name}`;
  if (typeof item.url === 'string') return item.url;
  if (typeof item.name === 'string' && item.type === undefined) return item.name;
  const parts = items(item.allOf).filter(isObject);
  const value = [item, ...parts].map(singleValue).find((found) => found !== undefined);
  if (value !== undefined) return value;
  if (parts.length > 0) return parts.map(identityOf).sort().join('+');
  if (isObject(item.properties)) return Object.keys(item.properties).sort().join(',');
  return item.type === undefined ? Object.keys(item).sort().join(',') : items([item.type].flat()).join('|');
}

/** `type=Crypto` where a property takes a single value. */
function singleValue({ properties }: JsonObject): string | undefined {
  for (const [name, property] of entries(properties)) {
    const values = items(own(property, 'enum'));
    const value = own(property, 'const') ?? (values.length === 1 ? values[0] : undefined);
    if (value !== undefined) return `${name}=${value}`;
  }
  return undefined;
}

/** Whether two values of one keyword state the same facts. */
export const sameFacts = (kind: Kind, key: string, left: Json | undefined, right: Json | undefined): boolean =>
  factsText({ [key]: left ?? null }, kind) === factsText({ [key]: right ?? null }, kind);

/** One text per set of facts: order and written-out defaults do not count. */
export const factsText = (node: JsonObject, kind: Kind): string =>
  canonicalText(rebuild(node, kind, (part, at) => ordered(withoutDefaults(withoutTexts(part, at), at), at)));

/** An empty list of these means the same as its absence; an empty `security` does not. */
const EMPTY_IS_ABSENT: ReadonlySet<string> = new Set(['required', 'servers', 'tags', 'parameters', 'webhooks']);

function withoutDefaults(node: JsonObject, kind: Kind): JsonObject {
  const copy: JsonObject = {};
  for (const [key, value] of Object.entries(node)) {
    // The title of the API is kept because OpenAPI requires one; it changes nothing.
    if (kind === 'info' && key === 'title') continue;
    if ((key === 'deprecated' || key === 'required') && value === false) continue;
    if (EMPTY_IS_ABSENT.has(key) && typeof value === 'object' && value !== null && Object.keys(value).length === 0)
      continue;
    const plain = key === 'type' && typeof value === 'string' ? [value] : value;
    put(copy, key, VARIANTS.has(key) && key !== 'prefixItems' && Array.isArray(value) ? byIdentity(value) : plain);
  }
  return copy;
}
