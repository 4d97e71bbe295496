// The report of a bump, as data: what changed, which release that asks for and by whose judgement, what a person has to do.
import type { Diagnostic } from '../../contract/diagnostic.ts';
import { printableJson } from '../../contract/printable.ts';
import type { TypeBreak } from '../api/gate.ts';
import type { Finding } from '../diff/change.ts';
import type { Severity } from '../diff/kinds.ts';
import type { Proposal } from '../names.ts';

/** A release type. */
export type Bump = 'major' | 'minor' | 'patch' | 'none';

export interface Report {
  readonly provider: string;
  readonly address: string;
  readonly before: { readonly version: string; readonly operations: number };
  readonly after: { readonly version: string; readonly operations: number };
  readonly findings: readonly Finding[];
  /** The larger of the two judgements. */
  readonly bump: Bump;
  /** What changes on the wire, and whether programs written against the last release still compile. */
  readonly judgement: { readonly contract: Bump; readonly compiler: Bump; readonly breaks: readonly TypeBreak[] };
  /** A person's verdicts, from accepted.yaml: the id of a finding, and what it counts as. */
  readonly accepted: readonly { readonly finding: string; readonly severity: Severity; readonly reason: string }[];
  readonly release: { readonly from: string; readonly to: string };
  /** What a person has to write or move: texts that lost their place, places without a text, examples that do not fit. */
  readonly texts: readonly Diagnostic[];
  readonly names: readonly Proposal[];
  /** Actions that the new facts touch: `where` is the file and the action. */
  readonly overlays: readonly Diagnostic[];
  /** Files that differ, from the root of the repository. */
  readonly files: readonly string[];
  /** Type tests of ours that a break asks to be fixed. */
  readonly typeTests: readonly { readonly file: string; readonly line: number; readonly detail: string }[];
  /** What the compiler reports of hand-written code that `--keep` left to be fixed; empty where everything type-checks. */
  readonly typeErrors: string;
}

/** What `--json` prints: stable names, and nothing that depends on the terminal. */
export function asJson(report: Report): string {
  const { findings, bump, texts, overlays, ...rest } = report;
  return printableJson({ findings, bump, texts, overlays, ...rest } satisfies Report);
}

/**
 * The release that findings ask for. Below 1.0.0 a breaking change is a minor release and everything else a patch, as npm's
 * `^0.1.2` takes new patches by itself and nothing more.
 */
export function bumpFor(findings: readonly Pick<Finding, 'severity'>[], version: string): Bump {
  if (findings.length === 0) return 'none';
  const early = version.startsWith('0.');
  const has = (severity: Severity): boolean => findings.some((finding) => finding.severity === severity);
  if (has('breaking')) return early ? 'minor' : 'major';
  if (has('behavior') || has('additive')) return early ? 'patch' : 'minor';
  return 'patch';
}

/** The release after `version`. */
export function nextVersion(version: string, bump: Bump): string {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  if (bump === 'major') return `${major + 1}.0.0`;
  if (bump === 'minor') return `${major}.${minor + 1}.0`;
  return bump === 'patch' ? `${major}.${minor}.${patch + 1}` : version;
}
