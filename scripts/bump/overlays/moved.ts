// Overlays on a spec that moved. Every action is looked at, not only the first that fails: what it was for, where its target
// seems to have gone, and whether the provider has fixed the fault meanwhile.
import { paths as findPaths } from 'jsonpath-rfc9535';
import type { OverlayFile } from '../../contract/contract.ts';
import { isObject, type Json, type JsonObject } from '../../contract/json.ts';
import { nearestPlaces } from '../../contract/nearest.ts';
import { applyOverlay, type OverlayAction, OverlayError, parseNormalizedPath } from '../../contract/overlay.ts';
import { at, factsAt, homesOf } from './homes.ts';

export type Verdict =
  /** The target is gone, and something like it stands elsewhere. */
  | 'moved'
  /** The provider fixed the fault: delete the action. */
  | 'fixed'
  /** The target is gone, and nothing like it is left. */
  | 'gone'
  /** It matches, but not as often as it says. */
  | 'count'
  /** A rule over many places, of which the provider has added or removed some: the bump writes the new count. */
  | 'recounted'
  /** It matches, and what it would write is there already. */
  | 'redundant';

export interface OverlayTrouble {
  readonly file: string;
  /** From 1. */
  readonly action: number;
  readonly target: string;
  /** What the action was for. */
  readonly purpose: string;
  readonly verdict: Verdict;
  readonly matches: number;
  readonly expected: number;
  readonly advice: string;
}

/** A redundant action may stay, as it changes nothing, and a new count is written by the bump itself. */
export const isFatal = ({ verdict }: OverlayTrouble): boolean => verdict !== 'redundant' && verdict !== 'recounted';

/** Both documents are changed in place, action by action, so that each action is judged on what it would meet. */
export function overlayTroubles(
  before: JsonObject,
  after: JsonObject,
  overlays: readonly OverlayFile[],
): OverlayTrouble[] {
  const troubles: OverlayTrouble[] = [];
  for (const [file, overlay] of overlays) {
    for (const [index, action] of overlay.actions.entries()) {
      const trouble = judge(before, after, action);
      if (trouble)
        troubles.push({
          file: `overlays/${file}`,
          action: index + 1,
          target: action.target,
          purpose: firstLine(action.description),
          ...trouble,
        });
      apply(before, action);
      apply(after, action);
    }
  }
  return troubles;
}

const firstLine = (text: string): string => text.trim().replace(/\s+/g, ' ');

/** Whatever it matches: the strict count was judged already. */
function apply(document: JsonObject, action: OverlayAction): void {
  const matches = new Set(findPaths(document, action.target)).size;
  if (matches === 0) return;
  const overlay = {
    overlay: '1.0.0',
    info: { title: '', version: '' },
    actions: [{ ...action, 'x-matches': matches }],
  };
  try {
    applyOverlay(document, overlay, '');
  } catch (error) {
    // Two actions may now meet what neither expects; the judgement of the first says so.
    if (!(error instanceof OverlayError)) throw error;
  }
}

type Judgement = Omit<OverlayTrouble, 'file' | 'action' | 'target' | 'purpose'>;

function judge(before: JsonObject, after: JsonObject, action: OverlayAction): Judgement | undefined {
  const expected = action['x-matches'] ?? 1;
  const [old, now] = [placesOf(before, action.target), placesOf(after, action.target)];
  const counts = { matches: now.length, expected };
  if (now.length === expected) {
    if (action.remove || !now.every((place) => isThere(at(after, parseNormalizedPath(place)), action.update as Json)))
      return undefined;
    return { ...counts, verdict: 'redundant', advice: 'The provider says the same now. Delete the action.' };
  }
  const lost = old.filter((place) => !now.includes(place));
  const fixed = lost.filter((place) => isFixed(before, after, place, action));
  if (now.length > 0) {
    const some = (places: readonly string[]): string =>
      `${places.slice(0, 3).join(', ')}${places.length > 3 ? ', …' : ''}`;
    const come = now.filter((place) => !old.includes(place));
    const isRule = action['x-matches'] !== undefined && followsTheSpec(old, now, after);
    const parts = [
      !isRule && fixed.length > 0 ? `The provider has fixed ${some(fixed)}.` : '',
      come.length > 0 ? `New: ${some(come)}.` : '',
      isRule && lost.length > 0 ? `Gone: ${some(lost)}.` : '',
      isRule ? `"x-matches" is ${now.length} now.` : `If that is right, set "x-matches" to ${now.length}.`,
    ];
    return { ...counts, verdict: isRule ? 'recounted' : 'count', advice: parts.filter(Boolean).join(' ') };
  }
  if (lost.length > 0 && fixed.length === lost.length)
    return { ...counts, verdict: 'fixed', advice: 'The provider has fixed it. Delete the action.' };
  const homes = [...new Set(lost.flatMap((place) => homesOf(before, after, place)))];
  if (homes.length > 0)
    return {
      ...counts,
      verdict: 'moved',
      advice: `It seems to stand at ${homes.slice(0, 3).join(' or ')} now. Change the target, or delete the action if it is no longer needed.`,
    };
  const near = nearestPlaces(after, action.target);
  return {
    ...counts,
    verdict: 'gone',
    advice: `Nothing like it is left${near.length > 0 ? `; the nearest places are ${near.join(', ')}` : ''}. Delete the action, or point it at what took its place.`,
  };
}

const placesOf = (document: JsonObject, target: string): string[] => [...new Set(findPaths(document, target))];

/** What the action removes is gone from where it stood; what it adds is there. */
function isFixed(before: JsonObject, after: JsonObject, place: string, action: OverlayAction): boolean {
  const path = parseNormalizedPath(place);
  const node = at(after, path);
  if (!action.remove) return node !== undefined && isThere(node, action.update as Json, true);
  const holder = at(after, path.slice(0, -1));
  const stillStands = path.length > 1 && holder !== undefined && sameIdentity(at(before, path.slice(0, -1)), holder);
  return stillStands && (node === undefined || factsAt(after, path) !== factsAt(before, path));
}

/** An item of a list has only its place, so the list must still be of the same length or shorter. */
const sameIdentity = (old: Json | undefined, now: Json): boolean => Array.isArray(old) === Array.isArray(now);

/** Everything that the update says is so already. `loosely`: keys are there with any value, so the fault cannot be. */
function isThere(node: Json | undefined, update: Json, loosely = false): boolean {
  if (isObject(update) && isObject(node))
    return Object.entries(update).every(
      ([key, value]) => Object.hasOwn(node, key) && (loosely || isThere(node[key], value)),
    );
  if (Array.isArray(node))
    return (Array.isArray(update) ? update : [update]).every((item) =>
      node.some((other) => JSON.stringify(other) === JSON.stringify(item)),
    );
  return JSON.stringify(node) === JSON.stringify(update);
}

/**
 * Whether the places of a rule changed only with the spec: no operation or component that still has some has fewer of them. One
 * that has fewer was fixed in part, about which a person decides.
 */
function followsTheSpec(before: readonly string[], after: readonly string[], document: Json): boolean {
  const [old, now] = [perHolder(before), perHolder(after)];
  return [...old].every(([holder, places]) => (now.get(holder) ?? 0) >= places || !stands(document, holder));
}

function perHolder(places: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const place of places) {
    // `paths`, the path and the method; `components`, the kind and the name.
    const holder = JSON.stringify(parseNormalizedPath(place).slice(0, 3));
    counts.set(holder, (counts.get(holder) ?? 0) + 1);
  }
  return counts;
}

const stands = (document: Json, holder: string): boolean =>
  (JSON.parse(holder) as string[]).reduce<Json | undefined>(
    (node, key) => (isObject(node) && Object.hasOwn(node, key) ? node[key] : undefined),
    document,
  ) !== undefined;
