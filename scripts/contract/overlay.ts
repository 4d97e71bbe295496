// Applies OpenAPI Overlays (1.0), strictly: an action that matches nothing, or not as often as `x-matches` requires, is an error.
// Ours rather than a library because every published engine loses matches or stays silent on none (CONTRIBUTING, "Overlays").

import { distance } from 'fastest-levenshtein';
import { paths as findPaths, query } from 'jsonpath-rfc9535';
import { isObject, type Json, type JsonObject, put } from './json.ts';

export interface OverlayAction {
  /** JSONPath (RFC 9535) of the places to change. */
  readonly target: string;
  /** The reason: which fault it fixes, or which document it adds from. */
  readonly description: string;
  /** How many places it must match; 1 when left out. */
  readonly 'x-matches'?: number;
  readonly update?: Json;
  readonly remove?: boolean;
}

export interface Overlay {
  readonly overlay: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly actions: readonly OverlayAction[];
}

/** Thrown with the file, the number and the reason of the action, and what to do about it. */
export class OverlayError extends Error {
  override readonly name = 'OverlayError';
}

/** Changes `document` in place, action by action; returns it for chaining. */
export function applyOverlay(document: JsonObject, overlay: Overlay, file: string): JsonObject {
  if (!isObject(overlay) || !Array.isArray(overlay.actions)) {
    throw new OverlayError(`${file}\n  is not an overlay: it needs a list of "actions".`);
  }
  for (const [index, action] of overlay.actions.entries()) {
    applyAction(document, action, `${file}, action ${index + 1}`);
  }
  return document;
}

function applyAction(document: JsonObject, action: OverlayAction, where: string): void {
  const reason = String(action.description ?? '').trim();
  const named = `${where} (${reason.split('\n')[0] || 'no reason'}): ${action.target}`;
  if (!reason) throw new OverlayError(`${named}\n  has no description: write why it is needed.`);
  if ((action.update === undefined) === !action.remove) {
    throw new OverlayError(`${named}\n  needs either "update" or "remove: true", and not both.`);
  }
  const places = locate(document, action.target, named);
  const expected = action['x-matches'] ?? 1;
  if (places.length !== expected) {
    const hint =
      places.length === 0
        ? `  nearest places: ${nearestPlaces(document, action.target).join(', ') || 'none'}`
        : `  matched: ${places.slice(0, 5).map(pathText).join(', ')}${places.length > 5 ? ', …' : ''}`;
    throw new OverlayError(
      `${named}\n  matches ${places.length} places, expected ${expected}.\n${hint}\n` +
        '  If the provider moved or fixed it, change or delete the action, or correct "x-matches".',
    );
  }
  for (const place of places) {
    if (action.remove) removeAt(document, place, named);
    else updateAt(document, place, action.update as Json, named);
  }
}

type Place = readonly (string | number)[];

/** Each place once, back to front, so that removing an array's item does not shift the ones still to be removed. */
function locate(document: JsonObject, target: string, named: string): Place[] {
  try {
    return [...new Set(findPaths(document, target))].map(parseNormalizedPath).sort(backToFront);
  } catch (error) {
    throw new OverlayError(`${named}\n  is not a JSONPath of RFC 9535: ${(error as Error).message}`);
  }
}

function backToFront(one: Place, other: Place): number {
  const at = one.findIndex((key, index) => key !== other[index]);
  const [a, b] = [one[at], other[at]];
  if (a === undefined || b === undefined) return other.length - one.length;
  return a < b ? 1 : -1;
}

/** Reads a normalized path such as `$['paths']['/a'][0]`. */
export function parseNormalizedPath(path: string): Place {
  const parts: (string | number)[] = [];
  for (const match of path.matchAll(/\['((?:[^'\\]|\\.)*)'\]|\[(\d+)\]/g)) {
    parts.push(match[2] === undefined ? unescapeName(match[1] ?? '') : Number(match[2]));
  }
  return parts;
}

function unescapeName(name: string): string {
  return JSON.parse(`"${name.replaceAll("\\'", "'").replaceAll('"', '\\"')}"`) as string;
}

const pathText = (place: Place): string => `/${place.join('/')}`;

function parentOf(document: Json, place: Place): Json | undefined {
  return place.slice(0, -1).reduce<Json | undefined>((node, key) => (node as JsonObject)?.[key as string], document);
}

function removeAt(document: JsonObject, place: Place, named: string): void {
  const parent = parentOf(document, place);
  const key = place.at(-1);
  if (key === undefined) throw new OverlayError(`${named}\n  would remove the whole document.`);
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else if (isObject(parent)) delete parent[key];
}

/** Objects are merged, arrays appended to; a scalar target is replaced (Overlay 1.0 leaves that open). */
function updateAt(document: JsonObject, place: Place, value: Json, named: string): void {
  const key = place.at(-1);
  if (key === undefined) {
    if (!isObject(value)) throw new OverlayError(`${named}\n  can only merge an object into the document.`);
    merge(document, value);
    return;
  }
  const parent = parentOf(document, place) as JsonObject;
  const target = parent[key];
  if (Array.isArray(target)) target.push(...(Array.isArray(value) ? structuredClone(value) : [structuredClone(value)]));
  else if (isObject(target) && isObject(value)) merge(target, value);
  else parent[key] = structuredClone(value);
}

function merge(target: JsonObject, source: JsonObject): void {
  for (const [key, value] of Object.entries(source)) {
    const present = Object.hasOwn(target, key) ? target[key] : undefined;
    if (isObject(present) && isObject(value)) merge(present, value);
    else if (Array.isArray(present) && Array.isArray(value)) present.push(...structuredClone(value));
    else put(target, key, structuredClone(value));
  }
}

/** Up to three keys that exist where the path breaks off, most similar first, each behind the part that still matches. */
export function nearestPlaces(document: JsonObject, target: string): string[] {
  const segments = splitSegments(target);
  for (let length = segments.length - 1; length >= 0; length--) {
    const prefix = `$${segments.slice(0, length).join('')}`;
    const nodes = tryQuery(document, prefix);
    if (nodes.length === 0) continue;
    const wanted = (segments[length] ?? '').replace(/^[.[\]'"?]+|[\]'"]+$/g, '');
    const keys = new Set(nodes.filter(isObject).flatMap((node) => Object.keys(node)));
    return [...keys]
      .sort((a, b) => unlikeness(a, wanted) - unlikeness(b, wanted) || (a < b ? -1 : 1))
      .slice(0, 3)
      .map((key) => `${prefix}['${key}']`);
  }
  return [];
}

function tryQuery(document: JsonObject, path: string): Json[] {
  try {
    return query(document, path) as Json[];
  } catch {
    return [];
  }
}

/** Splits `$.a['b'][?@.c]` into `.a`, `['b']`, `[?@.c]`. */
const splitSegments = (target: string): string[] =>
  target.match(/\.{0,2}\[(?:'[^']*'|"[^"]*"|\[[^\]]*\]|[^\]'"])*\]|\.{1,2}[^.[]+/g) ?? [];

const unlikeness = (a: string, b: string): number => distance(a.toLowerCase(), b.toLowerCase());
