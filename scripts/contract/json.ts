// The shape of what a YAML or JSON file holds.
export type Json = string | number | boolean | null | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Sets a key whatever it is called: `__proto__` as a key of a provider's file must stay a key. */
export function put<T>(target: Record<string, T>, key: string, value: T): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}

/** Reads an own key: a schema may be called `toString`. */
export const own = (node: Json | undefined, key: string): Json | undefined =>
  isObject(node) && Object.hasOwn(node, key) ? node[key] : undefined;

/** Names and values of a map; none where there is no map. */
export const entries = (map: Json | undefined): [string, Json][] => (isObject(map) ? Object.entries(map) : []);

/** Items of a list; none where there is no list. */
export const items = (list: Json | undefined): Json[] => (Array.isArray(list) ? list : []);

/** As `Object.fromEntries`, which has a type of its own. */
export const fromEntries = (list: readonly (readonly [string, Json])[]): JsonObject => Object.fromEntries(list);

/** Some, and all that leads on from them, however far. */
export function reachable<Value>(start: Iterable<Value>, next: (from: Value) => Iterable<Value>): Set<Value> {
  const found = new Set(start);
  // What is added to a set while it is walked is walked too.
  for (const one of found) for (const other of next(one)) found.add(other);
  return found;
}

/** Values by what `keyOf` makes of each, in the order in which they come. */
export function groupBy<Key, Value>(values: Iterable<Value>, keyOf: (value: Value) => Key): Map<Key, Value[]> {
  const groups = new Map<Key, Value[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key) ?? [];
    group.push(value);
    groups.set(key, group);
  }
  return groups;
}

/** A copy with every value changed, under the same keys. */
export const mapValues = (map: JsonObject, change: (value: Json, key: string) => Json): JsonObject =>
  fromEntries(Object.entries(map).map(([key, value]) => [key, change(value, key)]));

/** A copy in which the keys are in order. */
export const byName = (map: JsonObject): JsonObject =>
  fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));

/** One text for equal values, whatever the order of their keys. */
export function canonicalText(node: Json): string {
  if (Array.isArray(node)) return `[${node.map(canonicalText).join(',')}]`;
  if (!isObject(node)) return JSON.stringify(node);
  const keys = Object.keys(node).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalText(node[key] as Json)}`).join(',')}}`;
}
