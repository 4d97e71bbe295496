// What changed as sections of a report: each change once, what merely follows folded under its cause, gravest first.
import { groupBy, type Json } from '../../contract/json.ts';
import type { Finding } from '../diff/change.ts';
import { saysOf } from '../diff/kinds.ts';
import { type Example, exampleOf, listed, ours, type Phrase, say } from './text.ts';

export interface Section {
  readonly rank: Rank | 'decision';
  readonly title: string;
  /** What to do with all of it. */
  readonly intro?: string;
  readonly entries: readonly Entry[];
}

export interface Entry {
  /** Entries of one kind can be counted together. */
  readonly kind: string;
  /** The place, the method or the type that it is about. */
  readonly subject: Phrase;
  /** The rest of the sentence. */
  readonly text: Phrase;
  /** As the user writes them: `iron.customer.createCustomer`. */
  readonly methods: readonly string[];
  readonly example?: Example;
  /** What merely follows from it. */
  readonly consequences?: Phrase;
  /** To paste or to read as it is. */
  readonly block?: string;
}

/** Gravest first. */
export const TITLES = {
  removed: 'Removed operations',
  send: 'What must now be sent',
  handle: 'What must now be handled',
  behavior: 'What the same call now does differently',
  limits: 'Tightened limits',
  types: 'Renamed and removed types',
  compiler: 'What no longer compiles',
  decision: '',
  added: 'New',
  notes: 'Notes',
} as const;
export type Rank = Exclude<keyof typeof TITLES, 'decision'>;
/** What is shortened first where there is no room: notes, then limits; decisions by themselves. */
export const CLASS = {
  removed: 'findings',
  send: 'findings',
  handle: 'findings',
  behavior: 'findings',
  limits: 'limits',
  types: 'limits',
  compiler: 'notes',
  decision: 'decisions',
  added: 'notes',
  notes: 'notes',
} as const;
export const ORDER = Object.keys(TITLES) as (keyof typeof TITLES)[];

/** By what a caller has to do about it; kinds that nobody thought of here are about what is sent. */
function rankOf({ kind, severity }: Finding): Rank {
  if (kind === 'operation-removed' || kind === 'webhook-removed') return 'removed';
  if (severity === 'behavior') return 'behavior';
  if (severity !== 'breaking') return severity === 'additive' ? 'added' : 'notes';
  if (/^(type-|request-type-renamed|declarations-)/.test(kind)) return 'types';
  if (/-(limit|pattern|keyword)-/.test(kind)) return 'limits';
  return /^(response-|success-|error-|discriminator-|paging-)/.test(kind) ? 'handle' : 'send';
}

/** Within a section. */
const weightOf = (kind: string): number => {
  const weight = [/required/, /renamed|-moved/, /removed/].findIndex((pattern) => pattern.test(kind));
  return weight < 0 ? 3 : weight;
};

export function sectionsOf(findings: readonly Finding[], provider: string): Section[] {
  const consequences = consequencesOf(findings);
  const folded = new Set([...consequences.values()].flat());
  const own = findings.filter((finding) => !folded.has(finding));
  const entryOfSame = (same: readonly Finding[]): Entry => {
    const follows = same.flatMap((finding) => consequences.get(finding) ?? []);
    return entryOf(same, follows, provider);
  };
  const ranks = groupBy(
    own.sort((a, b) => weightOf(a.kind) - weightOf(b.kind)),
    rankOf,
  );
  return [...ranks].map(([rank, all]) => ({
    rank,
    title: TITLES[rank],
    entries: [...groupBy(all, sameChange).values()].map(entryOfSame),
  }));
}

/** A header that became required on forty operations is one change. */
const sameChange = ({ kind, where, before, after, operation, schema }: Finding): string =>
  JSON.stringify([kind, where, before, after, where === '' ? operation : '', schema ?? '']);

/** By its first cause, unless that is of less weight: nothing is hidden under something lighter. */
function consequencesOf(findings: readonly Finding[]): Map<Finding, Finding[]> {
  const byId = new Map(findings.map((finding) => [finding.id, finding]));
  const found = new Map<Finding, Finding[]>();
  for (const finding of findings) {
    let root = finding;
    for (const seen = new Set<Finding>(); root.cause !== undefined && !seen.has(root); ) {
      seen.add(root);
      root = byId.get(root.cause) ?? root;
    }
    if (root === finding || root.cause !== undefined) continue;
    if (ORDER.indexOf(rankOf(root)) > ORDER.indexOf(rankOf(finding))) continue;
    found.set(root, [...(found.get(root) ?? []), finding]);
  }
  return found;
}

function entryOf(same: readonly Finding[], consequences: readonly Finding[], provider: string): Entry {
  const [finding] = same as readonly [Finding];
  const reaches = new Map(same.flatMap((one) => one.reaches.map((reach) => [reach.operation, reach.call])));
  const methods = [...reaches].map(([operation, call]) => call || operation);
  const change = changeOf(finding);
  const example = exampleOf(finding, provider);
  return {
    kind: saysOf(finding.kind),
    subject: subjectOf(finding),
    text: say`: ${ours(saysOf(finding.kind))}${change ? say` (${change})` : ours('')}. ${ours(finding.action)}`,
    methods: finding.where === '' ? [] : methods,
    ...(example ? { example } : {}),
    ...(consequences.length > 0
      ? { consequences: say`Follows from it: ${byKind(consequences.map(asCounted), 3)}.` }
      : {}),
  };
}

/** The method and its operation, where the change is about no place in it. */
export function subjectOf({ where, operation, call, schema }: Finding): Phrase {
  if (where !== '') return say`${where}`;
  if (call !== '') return say`${call} (${operation})`;
  return operation || schema ? say`${operation || (schema ?? '')}` : ours('the API');
}

/** A status that is the place itself is not repeated. */
function changeOf({ where, before, after }: Finding): Phrase | undefined {
  const [was, is] = [before ?? '', after ?? ''].map((value) => (value === where ? '' : value)) as [Json, Json];
  if (was !== '' && is !== '') return say`${was} → ${is}`;
  if (is !== '') return say`${is}`;
  return was === '' ? undefined : say`was ${was}`;
}

export interface Counted {
  readonly kind: string;
  readonly subject: Phrase;
}

const asCounted = (finding: Finding): Counted => ({ kind: saysOf(finding.kind), subject: subjectOf(finding) });

/**
 * `12 × request field removed (a, b, c, …), 3 × …`
 *
 * @param names how many of each kind are named
 */
export function byKind(all: readonly Counted[], names: number): Phrase {
  const kinds = [...groupBy(all, ({ kind }) => kind)].map(([kind, some]) => {
    const subjects = listed(some.slice(0, names).map(({ subject }) => subject));
    return say`${ours(`${some.length} × ${kind}`)} (${subjects}${ours(some.length > names ? ', …' : '')})`;
  });
  return listed(kinds);
}
