// The report in the order in which a person reads it: at most five facts, then what changed, gravest first, with what is theirs
// to decide. The terminal, Markdown and the changeset all write this out.
import type { Kind } from '../diff/kinds.ts';
import { decisionsOf } from './decisions.ts';
import type { Bump, Report } from './report.ts';
import { compilerSection, ORDER, type Rank, type Section, sectionsOf } from './sections.ts';
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
