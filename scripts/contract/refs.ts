// References: `$ref` wherever OpenAPI has an object, and the values of a discriminator's mapping. Data is left alone: an
// example may hold a field called `$ref`.
import { entries, isObject, type Json, type JsonObject, mapValues, put } from './json.ts';
import { contentOf, isExtension, type Kind } from './openapi.ts';
import { rebuild, visit } from './walk.ts';

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
