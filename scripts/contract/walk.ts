// The walks over a contract, all by the one table of openapi.ts: into every object, and never into data or extensions. References:
// `$ref` wherever OpenAPI has an object, and the values of a discriminator's mapping. An example may hold a field called `$ref`.
import { entries, isObject, type Json, type JsonObject, mapValues, own, put } from './json.ts';
import { contentOf, isExtension, type Kind } from './openapi.ts';

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

/** A copy in which each object directly below is what `change` makes of it. Data and extensions are not looked into. */
export function mapChildren(node: JsonObject, kind: Kind, change: (child: Child) => Json): JsonObject {
  return mapValues(node, (value, key) => {
    const { shape, kind: below, extensible } = contentOf(kind, key);
    if (below === undefined) return value;
    const changed = (item: Json, ...pointer: string[]): Json =>
      isObject(item) ? change({ node: item, kind: below, pointer: [key, ...pointer] }) : item;
    if (shape === 'one') return changed(value);
    if (shape === 'list')
      return Array.isArray(value) ? value.map((item, index) => changed(item, String(index))) : value;
    if (!isObject(value)) return value;
    return mapValues(value, (item, name) => (extensible && isExtension(name) ? item : changed(item, name)));
  });
}

/** The objects directly below one. */
export function childrenOf(node: JsonObject, kind: Kind): Child[] {
  const found: Child[] = [];
  mapChildren(node, kind, (child) => {
    found.push(child);
    return null;
  });
  return found;
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
    const content = contentOf(kind, String(pointer[index]));
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
  const copy = mapChildren(node, kind, (child) =>
    rebuild(child.node, child.kind, change, [...pointer, ...child.pointer]),
  );
  return change(copy, kind, pointer);
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
  return keysOfRef(ref).reduce<Json | undefined>(own, document);
}

/** `#/paths/~1a` -> paths, /a. */
export const keysOfRef = (ref: string): string[] =>
  ref
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

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

/** The references that an object itself makes. */
export const refsOf = (node: JsonObject, kind: Kind): string[] => [
  ...(typeof node.$ref === 'string' ? [node.$ref] : []),
  ...(kind === 'discriminator' ? entries(node.mapping).map(([, ref]) => String(ref)) : []),
];

/** All references in a node and below it. */
export function refsIn(node: Json | undefined, kind: Kind): Set<string> {
  const found = new Set<string>();
  visit(node, kind, (part, at) => {
    for (const ref of refsOf(part, at)) found.add(ref);
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
  (own(document.components, 'schemas') ?? {}) as Record<string, JsonObject>;
