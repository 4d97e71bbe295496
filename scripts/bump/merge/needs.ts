// What the merge carries: both documents, and the list of what a person should still describe.
import type { JsonObject } from '../../contract/json.ts';

export interface NeedsProse {
  readonly where: string;
  /** The line that stands there now. */
  readonly line: string;
}

export interface Merging {
  readonly ours: JsonObject;
  readonly theirs: JsonObject;
  readonly needs: NeedsProse[];
}

/** Notes that `line` stands at `where` until somebody writes a better one. */
export function plain(merging: Merging, where: string, line: string): string {
  merging.needs.push({ where, line });
  return line;
}
