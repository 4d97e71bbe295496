// The report of a bump as data, and the release type: the larger of two independent judgements, of the contract (what changes on the
// wire) and of the compiler (do programs that were written against the last release still compile). A person may overrule the
// contract's, finding by finding.
import { type Diagnostic, printableJson, problem } from '../contract/diagnostic.ts';
import { parseYaml, readIfThere } from '../contract/files.ts';
import { entries, isObject, type JsonObject, own } from '../contract/json.ts';
import type { TypeBreak } from './api/gate.ts';
import type { Finding } from './diff/change.ts';
import type { Severity } from './diff/kinds.ts';
import { textOf } from './fail.ts';
import type { Proposal } from './names.ts';

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

/** An effective contract as it stands in a file. */
export function parseContract(text: string): JsonObject {
  const { 'x-generated': _, ...document } = JSON.parse(text) as JsonObject;
  return document;
}

export interface Judgement {
  readonly contract: Bump;
  readonly compiler: Bump;
  readonly breaks: readonly TypeBreak[];
}

/** @param version the released one: below 1.0.0 everything is one step smaller */
export function judgementOf(findings: readonly Finding[], breaks: readonly TypeBreak[], version: string): Judgement {
  return {
    contract: bumpFor(findings, version),
    compiler: breaks.length === 0 ? 'none' : bumpFor([{ severity: 'breaking' }], version),
    breaks,
  };
}

const ORDER: readonly Bump[] = ['none', 'patch', 'minor', 'major'];

export const larger = ({ contract, compiler }: Judgement): Bump =>
  ORDER.indexOf(contract) > ORDER.indexOf(compiler) ? contract : compiler;

/** A person's verdict on a finding, from specs/<provider>/accepted.yaml. */
export interface Accepted {
  readonly finding: string;
  readonly severity: Severity;
  readonly reason: string;
}

const SEVERITIES: readonly Severity[] = ['breaking', 'behavior', 'additive', 'note'];

/** The findings as a person judged them, the verdicts that were taken, and what is wrong with the others. */
export function withVerdicts(
  folder: string,
  findings: readonly Finding[],
): { findings: Finding[]; accepted: Accepted[]; diagnostics: Diagnostic[] } {
  const { verdicts, diagnostics } = verdictsIn(readIfThere(`${folder}accepted.yaml`) ?? '{}');
  const known = new Set(findings.map(({ id }) => id));
  const byId = new Map(verdicts.map((verdict) => [verdict.finding, verdict]));
  const unknown = verdicts.filter(({ finding }) => !known.has(finding));
  const fix = 'Correct the id (`--json` has those of this bump), or delete the verdict once its bump is done.';
  const message = 'is not a finding of this bump.';
  return {
    findings: findings.map((finding) => ({ ...finding, severity: byId.get(finding.id)?.severity ?? finding.severity })),
    accepted: verdicts.filter(({ finding }) => known.has(finding)),
    diagnostics: [
      ...diagnostics,
      ...unknown.map(({ finding }): Diagnostic => {
        return { severity: 'warning', code: 'accepted-unknown', where: whereOf(finding), message, fix };
      }),
    ],
  };
}

const whereOf = (finding: string): string => `accepted.yaml, ${JSON.stringify(finding)}`;

function verdictsIn(text: string): { verdicts: Accepted[]; diagnostics: Diagnostic[] } {
  const verdicts: Accepted[] = [];
  const diagnostics: Diagnostic[] = [];
  const wrong = (where: string, message: string): void =>
    void diagnostics.push(
      problem('accepted-invalid', where, message, 'Write `<finding id>: { severity: note, reason: … }`.'),
    );
  let map: unknown;
  try {
    map = parseYaml(text, 0) ?? {};
  } catch (error) {
    map = textOf(error).split('\n')[0];
  }
  if (!isObject(map)) wrong('accepted.yaml', `is not a map of verdicts: ${JSON.stringify(map)}.`);
  for (const [finding, verdict] of isObject(map) ? Object.entries(map) : []) {
    const known = SEVERITIES.find((one) => one === own(verdict, 'severity'));
    const reason = String(own(verdict, 'reason') ?? '').trim();
    const others = entries(verdict).filter(([key]) => key !== 'severity' && key !== 'reason');
    if (known === undefined) wrong(whereOf(finding), `needs a severity, one of ${SEVERITIES.join(', ')}.`);
    else if (reason === '') wrong(whereOf(finding), 'needs a reason.');
    else if (others.length > 0) wrong(whereOf(finding), `has no ${others.map(([key]) => key).join(', ')}.`);
    else verdicts.push({ finding, severity: known, reason });
  }
  return { verdicts, diagnostics };
}
