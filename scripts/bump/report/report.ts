// The report of a bump, as data; `terminal.ts` and `markdown.ts` write it out.
import type { Diagnostic } from '../../contract/diagnostic.ts';
import type { Json } from '../../contract/json.ts';
import { printableJson } from '../../contract/printable.ts';
import type { Finding } from '../diff/change.ts';
import type { Proposal } from '../names.ts';
import type { ProposedHint } from '../overlays/hints.ts';
import type { OverlayTrouble } from '../overlays/moved.ts';
import type { Bump } from './version.ts';

export interface Report {
  readonly provider: string;
  readonly address: string;
  readonly before: { readonly version: string; readonly operations: number };
  readonly after: { readonly version: string; readonly operations: number };
  readonly findings: readonly Finding[];
  readonly bump: Bump;
  readonly release: { readonly from: string; readonly to: string };
  /** What a person has to write or move: texts that lost their place, places without a text, examples that do not fit. */
  readonly texts: readonly Diagnostic[];
  readonly names: readonly Proposal[];
  /** Hints that what is new may want, for a person to decide on. */
  readonly hints: readonly ProposedHint[];
  readonly overlays: readonly OverlayTrouble[];
  /** Files that differ, from the root of the repository. */
  readonly files: readonly string[];
  /** Type tests of ours that a break asks to be fixed. */
  readonly typeTests: readonly { readonly file: string; readonly line: number; readonly detail: string }[];
  /** What the compiler said of hand-written code that `--keep` left to be fixed; empty where everything type-checks. */
  readonly typeErrors: string;
}

/** What `--json` prints: stable names, and nothing that depends on the terminal. */
export function asJson(report: Report): string {
  const { findings, bump, texts, overlays, ...rest } = report;
  return printableJson({ findings, bump, texts, overlays, ...rest } satisfies Report);
}

export interface Group {
  /** An operation, a shared schema with all that it reaches, or what belongs to neither. */
  readonly title: string;
  readonly call: string;
  readonly reaches: readonly string[];
  readonly findings: readonly Finding[];
}

/** By operation; a shared schema once, with the operations it reaches. */
export function grouped(findings: readonly Finding[]): Group[] {
  const groups = new Map<string, Group & { findings: Finding[] }>();
  for (const finding of findings) {
    const shared = finding.schema !== undefined && finding.reaches.length !== 1;
    const title = shared ? (finding.schema ?? '') : finding.operation || 'The whole API';
    const group = groups.get(title) ?? {
      title,
      call: shared ? '' : finding.call,
      reaches: shared
        ? finding.reaches.map(({ operation, call }) => (call ? `${operation} (${call})` : operation))
        : [],
      findings: [],
    };
    group.findings.push(finding);
    groups.set(title, group);
  }
  return [...groups.values()];
}

/** `a -> b`, or the one there is. */
export function changeText(before: Json, after: Json, show: (value: Json) => string): string {
  const [left, right] = [show(before), show(after)];
  if (left && right) return `${left} → ${right}`;
  return left ? `was ${left}` : right;
}
