// Where something that stood at a place of the old document seems to have gone in the new one.
import { factsText } from '../../contract/facts.ts';
import { canonicalText, isObject, type Json, type JsonObject } from '../../contract/json.ts';
import { contentOf } from '../../contract/openapi.ts';
import { parseNormalizedPath } from '../../contract/overlay.ts';
import { kindAt, visit } from '../../contract/walk.ts';

export type Place = readonly (string | number)[];

export const at = (document: Json, place: Place): Json | undefined =>
  place.reduce<Json | undefined>(
    (node, key) =>
      Array.isArray(node) ? node[Number(key)] : isObject(node) && Object.hasOwn(node, key) ? node[key] : undefined,
    document,
  );

/** One text per set of facts at a place; inside data, the data itself. */
export function factsAt(document: JsonObject, place: Place): string | undefined {
  const node = at(document, place);
  const kind = kindAt(place);
  return isObject(node) && kind !== undefined
    ? factsText(node, kind)
    : node === undefined
      ? undefined
      : canonicalText(node);
}

/** Places of the new document that hold the same facts under the same or a new key, most alike first. */
export function homesOf(before: JsonObject, after: JsonObject, place: string): string[] {
  const path = parseNormalizedPath(place);
  const wanted = at(before, path);
  const wantedKind = kindAt(path);
  // Too little to recognise anything by: half of all fields are nothing but texts.
  if (!isObject(wanted) || wantedKind === undefined) return parentHome(before, after, path);
  if (Object.keys(wanted).filter((key) => !contentOf(wantedKind, key).text).length < 2)
    return parentHome(before, after, path);
  const facts = factsText(wanted, wantedKind);
  const homes: [Place, number][] = [];
  visit(after, 'document', (node, kind, pointer) => {
    if (kind !== wantedKind) return;
    const { operationId } = wanted;
    const isSame = operationId === undefined ? factsText(node, kind) === facts : node.operationId === operationId;
    if (!isSame) return;
    const trail = toPlace(after, pointer);
    if (at(before, trail) === undefined) homes.push([trail, trail.filter((key, index) => key === path[index]).length]);
  });
  if (homes.length === 0) return parentHome(before, after, path);
  return homes.sort((a, b) => b[1] - a[1]).map(([trail]) => pathText(trail));
}

/** Indexes of lists as numbers. */
const toPlace = (document: JsonObject, pointer: readonly string[]): Place =>
  pointer.map((key, index) => (Array.isArray(at(document, pointer.slice(0, index))) ? Number(key) : key));

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
