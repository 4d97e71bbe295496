// The report in the order in which a person reads it: at most five facts, then what changed, gravest first, with what is theirs
// to decide. The terminal, Markdown and the changeset all write this out.

import { printableLine } from '../../contract/diagnostic.ts';
import type { Json } from '../../contract/json.ts';
import { type Kind, saysOf } from '../diff/kinds.ts';
import type { Bump, Report } from '../judge.ts';
import { compilerSection, type Entry, ORDER, type Rank, type Section, sectionsOf, subjectOf } from './sections.ts';

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

// Sentences of ours around names and values of a provider's. In Markdown each value is code, on one line, unable to end the
// code; in a terminal it cannot move the cursor. What is not a value is text of this repository.

type Part = string | { readonly value: Json };

export class Phrase {
  readonly parts: readonly Part[];

  constructor(parts: readonly Part[]) {
    this.parts = parts;
  }

  shown(show: (value: Json) => string): string {
    return this.parts.map((part) => (typeof part === 'string' ? part : show(part.value))).join('');
  }
}

/** A template: what stands in `${}` is a value of a provider's, unless it is a phrase itself. */
export const say = (texts: TemplateStringsArray, ...values: readonly (Json | Phrase)[]): Phrase =>
  new Phrase(
    texts.flatMap((text, index): Part[] => {
      const value = values[index];
      if (value === undefined) return [text];
      return value instanceof Phrase ? [text, ...value.parts] : [text, { value }];
    }),
  );

/** Text of ours, numbers among it. */
export const ours = (text: string): Phrase => new Phrase([text]);

export const listed = (phrases: readonly Phrase[], between = ', '): Phrase =>
  new Phrase(phrases.flatMap((phrase, index) => (index === 0 ? phrase.parts : [between, ...phrase.parts])));

/** Also parts `${{`, which begins an expression in a workflow file. */
export function plainText(value: Json, longest = 300): string {
  const text = typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);
  const line = printableLine(text).replaceAll('${{', '$ {{');
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}

/** Markdown code: the fence is longer than any run of backticks inside. */
export function code(value: Json, longestText = 300): string {
  const text = plainText(value, longestText);
  if (text === '') return '';
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}

/** Inside a fenced block nothing but the fence itself has a meaning. */
export const inBlock = (value: Json, longest = 120): string => plainText(value, longest).replaceAll('`', "'");

export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number} ${number === 1 ? one : many}`;
