// Where something that stood at a place of the old document seems to have gone in the new one.
import { isObject, type Json, type JsonObject } from '../../contract/json.ts';
import { parseNormalizedPath } from '../../contract/overlay.ts';
import { sameFacts, stripProse } from '../prose.ts';

export type Place = readonly (string | number)[];

export const at = (document: Json, place: Place): Json | undefined =>
  place.reduce<Json | undefined>(
    (node, key) =>
      Array.isArray(node) ? node[Number(key)] : isObject(node) && Object.hasOwn(node, key) ? node[key] : undefined,
    document,
  );

/** Places of the new document that hold the same facts under the same or a new key, most alike first. */
export function homesOf(before: JsonObject, after: JsonObject, place: string): string[] {
  const path = parseNormalizedPath(place);
  const wanted = at(before, path);
  // Too little to recognise anything by: half of all fields are nothing but texts.
  if (!isObject(wanted) || Object.keys(stripProse(wanted) as JsonObject).length < 2)
    return parentHome(before, after, path);
  const id = isObject(wanted) && typeof wanted.operationId === 'string' ? wanted.operationId : undefined;
  const homes: [Place, number][] = [];
  const visit = (node: Json, trail: Place): void => {
    if (typeof node !== 'object' || node === null) return;
    const same =
      id !== undefined ? isObject(node) && node.operationId === id : isObject(node) && sameFacts(node, wanted);
    if (same && at(before, trail) === undefined)
      homes.push([trail, trail.filter((key, index) => key === path[index]).length]);
    for (const [key, child] of Object.entries(node)) visit(child, [...trail, Array.isArray(node) ? Number(key) : key]);
  };
  visit(after, []);
  if (homes.length === 0) return parentHome(before, after, path);
  return homes.sort((a, b) => b[1] - a[1]).map(([trail]) => pathText(trail));
}

/** Where what holds it went, the place within it goes too. */
function parentHome(before: JsonObject, after: JsonObject, path: Place): string[] {
  for (let length = path.length - 1; length >= 2; length--) {
    const [head, tail] = [path.slice(0, length), path.slice(length)];
    if (at(after, head) !== undefined) return [];
    const homes = homesOf(before, after, pathText(head)).filter(
      (home) => at(after, [...parseNormalizedPath(home), ...tail]) !== undefined,
    );
    if (homes.length > 0) return homes.map((home) => home + tail.map(segment).join(''));
  }
  return [];
}

const segment = (key: string | number): string =>
  typeof key === 'number' ? `[${key}]` : `['${key.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}']`;
const pathText = (place: Place): string => `$${place.map(segment).join('')}`;
