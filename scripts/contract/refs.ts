// What refers to what: `$ref`s and discriminator mappings, found and rewritten. Data is left alone: an example may hold a
// field called `$ref`.
import { DATA_KEYS, isObject, type Json, type JsonObject, NAME_MAPS, put } from './json.ts';

/** Rebuilds a node with every reference in it changed. */
export function mapRefs(node: Json, change: (ref: string) => string): Json {
  return mapNode(node, change, false);
}

/** All references below a node. */
export function refsIn(node: Json | undefined): Set<string> {
  const found = new Set<string>();
  mapRefs(node ?? null, (ref) => {
    found.add(ref);
    return ref;
  });
  return found;
}

function mapNode(node: Json, change: (ref: string) => string, keysAreNames: boolean): Json {
  if (Array.isArray(node)) return node.map((item) => mapNode(item, change, false));
  if (!isObject(node)) return node;
  const copy: JsonObject = {};
  for (const [key, value] of Object.entries(node)) {
    put(copy, key, keysAreNames ? mapNode(value, change, false) : mapKeyword(key, value, change));
  }
  return copy;
}

function mapKeyword(key: string, value: Json, change: (ref: string) => string): Json {
  if (key === '$ref' && typeof value === 'string') return change(value);
  if (key === 'mapping' && isObject(value)) {
    return mapValues(value, (ref) => (typeof ref === 'string' ? change(ref) : ref));
  }
  // The named examples of a media type may be references; what they hold is data.
  if (key === 'examples' && isObject(value)) {
    return mapValues(value, (entry) =>
      isObject(entry) && typeof entry.$ref === 'string' ? { ...entry, $ref: change(entry.$ref) } : entry,
    );
  }
  return DATA_KEYS.has(key) ? value : mapNode(value, change, NAME_MAPS.has(key));
}

function mapValues(map: JsonObject, change: (value: Json) => Json): JsonObject {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));
}
