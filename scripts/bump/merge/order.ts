// Where new keys stand among ours.
import type { Json, JsonObject } from '../../contract/json.ts';
import { put } from '../prose.ts';

/** New keys go where the provider has them, behind the one that stands before them there. */
export function inOrder(map: JsonObject, ours: readonly string[], theirs: readonly string[]): JsonObject {
  const order = ours.filter((key) => Object.hasOwn(map, key));
  let previous: string | undefined;
  for (const key of theirs) {
    if (!Object.hasOwn(map, key)) continue;
    if (!order.includes(key)) order.splice(previous === undefined ? 0 : order.indexOf(previous) + 1, 0, key);
    previous = key;
  }
  const sorted: JsonObject = {};
  for (const key of order) put(sorted, key, map[key] as Json);
  return sorted;
}
