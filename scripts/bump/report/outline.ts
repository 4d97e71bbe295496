// The report in the order in which a person reads it: at most five facts, then what changed, gravest first, with what is theirs
// to decide. The terminal, Markdown and the changeset all write this out.

import { type Kind, saysOf } from '../diff/kinds.ts';
import type { Bump, Report } from '../judge.ts';
import { type Entry, ORDER, type Rank, type Section, sectionsOf, subjectOf, TITLES } from './sections.ts';
import { count, ours, type Phrase, say } from './text.ts';

export interface Outline {
  readonly title: Phrase;
  readonly facts: readonly Phrase[];
  readonly sections: readonly Section[];
}

export function outlineOf(report: Report): Outline {
  const { provider, before, after, findings } = report;
  const sections = [...sectionsOf(findings, provider), ...compilerSection(report), ...decisionsOf(report)];
  const title =
    before.version === after.version
      ? say`${provider}: version ${after.version}`
      : say`${provider}: version ${before.version} → ${after.version}`;
  return {
    title,
    facts: factsOf(report, sections),
    sections: sections.sort((a, b) => ORDER.indexOf(a.rank) - ORDER.indexOf(b.rank)),
  };
}

function compilerSection({ judgement }: Report): Section[] {
  if (judgement.breaks.length === 0) return [];
  const intro = 'Programs written against the last release, judged by the compiler.';
  const entries = judgement.breaks.map(
    ({ name, what, detail }): Entry => ({
      kind: what,
      subject: say`${name}`,
      text: detail === name ? say`: ${ours(what)}.` : say`: ${ours(what)}. ${detail}`,
      methods: [],
    }),
  );
  return [{ rank: 'compiler', title: TITLES.compiler, intro, entries }];
}

const SIZES: readonly Bump[] = ['none', 'patch', 'minor', 'major'];

function factsOf(report: Report, sections: readonly Section[]): Phrase[] {
  const { bump, release, judgement, findings, before, after } = report;
  if (findings.length === 0 && bump === 'none') return [ours('No change of the contract.'), beforeMerging(sections)];
  const { contract, compiler, breaks } = judgement;
  const higher = SIZES.indexOf(contract) - SIZES.indexOf(compiler);
  const judge =
    higher === 0
      ? 'by the contract and by the compiler'
      : higher > 0
        ? `by the contract; the compiler judges ${compiler}`
        : `by the compiler, which finds ${count(breaks.length, 'break')}; the contract judges ${contract}`;
  const number = (wanted: Kind): number => findings.filter(({ kind }) => kind === wanted).length;
  const size = (rank: Rank): number => sections.find((section) => section.rank === rank)?.entries.length ?? 0;
  const sent = sections.find(({ rank }) => rank === 'send')?.entries ?? [];
  const ofSent = (pattern: RegExp): number => sent.filter(({ kind }) => pattern.test(kind)).length;
  return [
    ours(`Release: ${bump}, ${release.from} → ${release.to}, ${judge}.`),
    ours(
      `Operations: ${before.operations} → ${after.operations}; ${number('operation-removed')} removed, ${number('operation-added')} new.`,
    ),
    ours(
      `Must now be sent: ${count(sent.length, 'change')}, ${ofSent(/required/)} newly required, ${ofSent(/renamed|new name|spelled|another path/)} renamed; ${count(size('limits'), 'limit')} tightened.`,
    ),
    ours(
      `Must now be handled: ${count(size('handle'), 'change')} of responses; ${count(size('behavior'), 'call')} with another behaviour.`,
    ),
    beforeMerging(sections),
  ];
}

function beforeMerging(sections: readonly Section[]): Phrase {
  const decisions = sections.filter(({ rank }) => rank === 'decision');
  const parts = decisions.map(({ title, entries }) => `${title} (${entries.length})`);
  return ours(`Before merging: ${parts.length === 0 ? 'nothing to decide' : parts.join(', ')}.`);
}

export function decisionsOf({ accepted, findings, names, texts, typeTests, typeErrors, overlays }: Report): Section[] {
  const section = (
    title: string,
    intro: string,
    entries: readonly (Pick<Entry, 'subject' | 'text' | 'block'> & { kind?: string })[],
  ): Section[] =>
    entries.length === 0
      ? []
      : [{ rank: 'decision', title, intro, entries: entries.map((entry) => ({ kind: title, methods: [], ...entry })) }];
  const byId = new Map(findings.map((finding) => [finding.id, finding]));
  return [
    ...section(
      'Type errors',
      'Fix first: hand-written code does not type-check with the new types.',
      // What belongs to an error is indented below it.
      typeErrors
        .split(/\n(?=\S)/)
        .filter(Boolean)
        .map((error) => ({ subject: say`${error}`, text: ours('') })),
    ),
    ...section(
      'Verdicts',
      'What a person decided in accepted.yaml.',
      accepted.map(({ finding, severity, reason }) => {
        const known = byId.get(finding);
        return {
          subject: known ? say`${subjectOf(known)}: ${ours(saysOf(known.kind))}` : say`${finding}`,
          text: say` counts as ${severity}: ${reason}`,
        };
      }),
    ),
    ...section(
      'Overlays',
      'Actions that the new facts touch.',
      overlays.map(({ code, where, message, fix = '' }) => ({
        kind: code,
        subject: say`${where}`,
        text: fix === '' || fix.includes('\n') ? say`: ${message}` : say`: ${message} ${fix}`,
        ...(fix.includes('\n') ? { block: fix } : {}),
      })),
    ),
    ...section(
      'Renamed schemas',
      'Recognised by structure and written to names.yaml, so that our names stay. Check that each pair is the same thing.',
      names.map(({ theirs, ours: name, was }) => ({
        subject: say`${theirs}`,
        text: was === undefined ? say` is our ${name}` : say` is our ${name} (was ${was})`,
      })),
    ),
    ...section(
      'Texts',
      'What `pnpm lint:specs` asks for before the merge: write or move it in texts.yaml.',
      texts.map(({ code, where, message, fix }) => ({
        kind: code,
        subject: say`${where}`,
        text: fix === undefined ? say`: ${message}` : say`: ${message} ${fix}`,
      })),
    ),
    ...section(
      'Type tests',
      'Type tests of ours that rest on what breaks. Fix them before the merge.',
      typeTests.map(({ file, line, detail }) => ({ subject: say`${`${file}:${line}`}`, text: say`: ${detail}` })),
    ),
  ];
}
