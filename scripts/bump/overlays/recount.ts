// Overlay actions that are rules over many places, with `x-matches` as their count ("every operation": 69). A provider that adds
// an operation must not stop the bump by that: the rule holds there too, so only its count is written anew.
import { isScalar, parseDocument } from 'yaml';
import type { OverlayFile } from '../../contract/contract.ts';
import { isObject, type Json } from '../../contract/json.ts';
import { parseNormalizedPath } from '../../contract/overlay.ts';
import type { OverlayTrouble } from './moved.ts';

/**
 * Whether the places of a rule changed only with the spec: no operation or component that still has some has fewer of them. One
 * that has fewer was mended in part, about which a person decides.
 */
export function followsTheSpec(before: readonly string[], after: readonly string[], document: Json): boolean {
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

type Counts = ReadonlyMap<number, number>;

/** Index of the action -> its new count. */
const countsOf = (file: string, troubles: readonly OverlayTrouble[]): Counts =>
  new Map(
    troubles
      .filter((trouble) => trouble.verdict === 'recounted' && trouble.file === `overlays/${file}`)
      .map(({ action, matches }) => [action - 1, matches]),
  );

/** The overlays with the counts that the troubles give. */
export function recount(overlays: readonly OverlayFile[], troubles: readonly OverlayTrouble[]): OverlayFile[] {
  return overlays.map(([file, overlay]) => {
    const counts = countsOf(file, troubles);
    const actions = overlay.actions.map((action, index) => {
      const matches = counts.get(index);
      return matches === undefined ? action : { ...action, 'x-matches': matches };
    });
    return [file, { ...overlay, actions }];
  });
}

/** The text of an overlay file in which nothing but the counts changed. */
export function recountedText(text: string, file: string, troubles: readonly OverlayTrouble[]): string {
  const document = parseDocument(text);
  return [...countsOf(file, troubles)].reverse().reduce((result, [index, matches]) => {
    const node = document.getIn(['actions', index, 'x-matches'], true);
    if (!isScalar(node) || !node.range) throw new Error(`${file}: action ${index + 1} has no "x-matches" to set.`);
    const [start, end] = node.range;
    return result.slice(0, start) + matches + result.slice(end);
  }, text);
}
