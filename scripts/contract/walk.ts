// The walks over a contract, all by the one table of openapi.ts: into every object, and never into data or extensions. References:
// `$ref` wherever OpenAPI has an object, and the values of a discriminator's mapping. An example may hold a field called `$ref`.
import { entries, isObject, type Json, type JsonObject, mapValues, put } from './json.ts';
import { type Content, contentOf, isExtension, type Kind } from './openapi.ts';

/** Keys and, in lists, indexes from the document to a node. */
export type Pointer = readonly string[];

/** `['paths', '/a']` -> `#/paths/~1a`. */
export const pointerText = (pointer: Pointer): string =>
  `#${pointer.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')}`;

export interface Child {
  readonly pointer: Pointer;
  readonly kind: Kind;
  readonly node: JsonObject;
}

/** The objects directly below one. Data and extensions are not looked into. */
export function childrenOf(node: JsonObject, kind: Kind): Child[] {
  return Object.entries(node).flatMap(([key, value]): Child[] => {
    const { shape, kind: below, extensible } = contentOf(kind, key);
    if (below === undefined) return [];
    if (shape === 'one') return isObject(value) ? [{ pointer: [key], kind: below, node: value }] : [];
    if (shape === 'list' ? !Array.isArray(value) : !isObject(value)) return [];
    return Object.entries(value as JsonObject)
      .filter(([name]) => !(extensible && isExtension(name)))
      .flatMap(([name, item]) => (isObject(item) ? [{ pointer: [key, name], kind: below, node: item }] : []));
  });
}

/** Calls `enter` for a node and every object below it, outermost first; `kinds` are those of the objects on the way. */
export function visit(
  node: Json | undefined,
  kind: Kind,
  enter: (node: JsonObject, kind: Kind, pointer: Pointer, kinds: readonly Kind[]) => void,
  pointer: Pointer = [],
  kinds: readonly Kind[] = [],
): void {
  if (!isObject(node)) return;
  enter(node, kind, pointer, kinds);
  const way = [...kinds, kind];
  for (const child of childrenOf(node, kind)) visit(child.node, child.kind, enter, [...pointer, ...child.pointer], way);
}

/** The kind of the object at a pointer; undefined inside data, texts and extensions. */
export function kindAt(pointer: readonly (string | number)[]): Kind | undefined {
  let kind: Kind | undefined = 'document';
  for (let index = 0; index < pointer.length && kind !== undefined; index++) {
    const content: Content = contentOf(kind, String(pointer[index]));
    kind = content.kind;
    if (content.shape === 'list' || content.shape === 'map') index++;
  }
  return kind;
}

/** A copy made from the leaves up: `change` sees each object with everything below it already changed. */
export function rebuild(
  node: JsonObject,
  kind: Kind,
  change: (node: JsonObject, kind: Kind, pointer: Pointer) => JsonObject,
  pointer: Pointer = [],
): JsonObject {
  const copy: JsonObject = {};
  for (const [key, value] of Object.entries(node))
    put(copy, key, rebuildContent(value, contentOf(kind, key), change, [...pointer, key]));
  return change(copy, kind, pointer);
}

function rebuildContent(
  value: Json,
  { shape, kind, extensible }: Content,
  change: (node: JsonObject, kind: Kind, pointer: Pointer) => JsonObject,
  pointer: Pointer,
): Json {
  if (kind === undefined) return value;
  const item = (node: Json, at: Pointer): Json => (isObject(node) ? rebuild(node, kind, change, at) : node);
  if (shape === 'one') return item(value, pointer);
  if (shape === 'list')
    return Array.isArray(value) ? value.map((node, index) => item(node, [...pointer, String(index)])) : value;
  if (!isObject(value)) return value;
  const copy: JsonObject = {};
  for (const [name, node] of Object.entries(value))
    put(copy, name, extensible && isExtension(name) ? node : item(node, [...pointer, name]));
  return copy;
}

/** A copy of a schema in which `change` has seen every schema, innermost first. */
export const mapSchema = (schema: JsonObject, change: (schema: JsonObject) => JsonObject): JsonObject =>
  rebuild(schema, 'schema', (node, kind) => (kind === 'schema' ? change(node) : node));

/** Visits a schema and every schema inside it, outermost first; `at` is the way there, such as `/properties/id`. */
export const walkSchema = (schema: Json | undefined, enter: (schema: JsonObject, at: string) => void): void =>
  visit(schema, 'schema', (node, kind, pointer) => {
    if (kind === 'schema') enter(node, pointerText(pointer).slice(1));
  });

export const SCHEMAS = '#/components/schemas/';

/** Resolves a local `$ref` such as `#/components/schemas/Customer`; undefined where it leads nowhere. */
export function resolveRef(document: JsonObject, ref: string): Json | undefined {
  if (!ref.startsWith('#/')) return undefined;
  let node: Json | undefined = document;
  for (const part of ref.slice(2).split('/')) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    node = isObject(node) && Object.hasOwn(node, key) ? node[key] : undefined;
  }
  return node;
}

/** Follows `$ref` chains to the first object that is not a reference. */
export function deref<T extends Json = JsonObject>(document: JsonObject, node: Json | undefined): T | undefined {
  let current = node;
  for (let hops = 0; isObject(current) && typeof current.$ref === 'string'; hops++) {
    if (hops > 32) throw new Error(`$ref chain without end at ${current.$ref}`);
    current = resolveRef(document, current.$ref);
  }
  return current as T | undefined;
}

/** A copy of a node with every reference in it changed. */
export function mapRefs(node: Json, kind: Kind, change: (ref: string) => string): Json {
  if (!isObject(node)) return node;
  return rebuild(node, kind, (part, at) => {
    if (at === 'discriminator' && isObject(part.mapping))
      return {
        ...part,
        mapping: mapValues(part.mapping, (ref) => (typeof ref === 'string' ? change(ref) : ref)),
      };
    return typeof part.$ref === 'string' ? { ...part, $ref: change(part.$ref) } : part;
  });
}

/** All references in a node and below it. */
export function refsIn(node: Json | undefined, kind: Kind): Set<string> {
  const found = new Set<string>();
  visit(node, kind, (part, at) => {
    if (typeof part.$ref === 'string') found.add(part.$ref);
    if (at === 'discriminator') for (const [, ref] of entries(part.mapping)) found.add(String(ref));
  });
  return found;
}

/**
 * A copy for libraries that resolve every `$ref` that they find: in data and extensions that key becomes `_$ref`, and `names`
 * renames a property, for example, that is called `$ref`.
 */
export function withoutRefsInData(document: JsonObject, { names = false }: { names?: boolean } = {}): JsonObject {
  return rebuild(document, 'document', (node, kind) =>
    mapValues(node, (value, key) => {
      const { kind: below, data, shape, extensible } = contentOf(kind, key);
      if (below === undefined) return data || isExtension(key) ? withoutRefKeys(value) : structuredClone(value);
      if (shape !== 'map' || !isObject(value)) return value;
      const map = mapValues(value, (item, name) => (extensible && isExtension(name) ? withoutRefKeys(item) : item));
      return names ? plainKeys(map) : map;
    }),
  );
}

function withoutRefKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutRefKeys);
  return isObject(value) ? plainKeys(mapValues(value, withoutRefKeys)) : value;
}

/** `$id` and `$anchor` are names to refer to, and a second one of the same name is an error. */
function plainKeys(map: JsonObject): JsonObject {
  const copy: JsonObject = {};
  for (const [key, value] of Object.entries(map)) put(copy, key.startsWith('$') ? `_${key}` : key, value);
  return copy;
}

/** The names of the schemas that a node refers to. */
export const schemaNamesIn = (node: Json | undefined, kind: Kind): string[] =>
  [...refsIn(node, kind)].filter((ref) => ref.startsWith(SCHEMAS)).map((ref) => ref.slice(SCHEMAS.length));

/** `schemas` of the components; empty where there are none. */
export const schemasOf = (document: JsonObject): Record<string, JsonObject> =>
  (isObject(document.components) && isObject(document.components.schemas) ? document.components.schemas : {}) as Record<
    string,
    JsonObject
  >;
