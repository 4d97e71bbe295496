// Overlay actions that are rules over many places, with `x-matches` as their count ("every operation": 69). A provider that adds
// an operation must not stop the bump by that: the rule holds there too, so only its count is written anew.
import { isScalar, parseDocument } from 'yaml';
import type { OverlayFile } from '../../contract/contract.ts';
import type { OverlayTrouble } from './moved.ts';

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
