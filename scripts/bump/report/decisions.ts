// What a person has to do, look at or decide on before the merge.
import { saysOf } from '../diff/kinds.ts';
import type { Report } from './report.ts';
import { type Entry, type Section, subjectOf } from './sections.ts';
import { ours, say } from './text.ts';

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
