// The report as Markdown: the body of a pull request.
import type { Finding } from '../diff/change.ts';
import { saysOf } from '../diff/kinds.ts';
import { changeText, type Group, grouped, type Report } from './report.ts';
import { code, count, inBlock, plainText } from './text.ts';

const HEADS = { breaking: 'Breaking', additive: 'Additive', note: 'Notes' } as const;
/** GitHub takes a body of 65,536 characters. */
const LONGEST = 60_000;

export function markdown(report: Report): string {
  const { provider, before, after, findings, bump, release, address, typeErrors } = report;
  const of = (severity: Finding['severity']): Finding[] => findings.filter((finding) => finding.severity === severity);
  const parts = [
    `# ${provider}: ${before.version === after.version ? 'the contract changed' : `version ${code(after.version)}`}`,
    `From ${code(before.version)} to ${code(after.version)}, read from ${code(address)}.`,
    [
      '| | |',
      '|---|---|',
      `| Release | ${bump === 'none' ? 'none' : `**${bump}**, ${release.from} → ${release.to}`} |`,
      `| Operations | ${before.operations} → ${after.operations} |`,
      `| Breaking | ${of('breaking').length} |`,
      `| Additive | ${of('additive').length} |`,
      `| Notes | ${of('note').length} |`,
    ].join('\n'),
    ...(findings.length === 0 ? ['Nothing of the contract changed.'] : []),
    ...errorsSection(typeErrors),
    ...(['breaking', 'additive', 'note'] as const).flatMap((severity) =>
      of(severity).length === 0 ? [] : [`## ${HEADS[severity]}`, ...grouped(of(severity)).map(section)],
    ),
    ...asides(report),
  ];
  return shortened(parts);
}

/** First of all, as nothing can be merged before it is fixed. */
function errorsSection(errors: string): string[] {
  if (errors === '') return [];
  const shown = errors.length > 4000 ? `${errors.slice(0, 4000)}\n…` : errors;
  const text = shown
    .split('\n')
    .map((line) => inBlock(line, 400))
    .join('\n');
  return ['## Fix first', 'Hand-written code does not type-check with the new types.', `\`\`\`\n${text}\n\`\`\``];
}

function section({ title, call, reaches, findings }: Group): string {
  const head = title === 'The whole API' ? `### ${title}` : `### ${code(title)}${call ? ` · ${code(call)}` : ''}`;
  const reach =
    reaches.length === 0
      ? []
      : [`Reaches ${count(reaches.length, 'operation')}: ${reaches.map((one) => code(one)).join(', ')}.`];
  const items = findings.map((finding) => {
    const change = changeText(finding.before, finding.after, code);
    const where = finding.where ? `${code(finding.where)}: ` : '';
    return `- ${where}${saysOf(finding.kind)}${change ? ` (${change})` : ''}. ${finding.action}`;
  });
  return [head, ...reach, items.join('\n')].join('\n\n');
}

function asides({ names, texts, hints, overlays, typeTests }: Report): string[] {
  const list = (title: string, text: string, items: readonly string[]): string[] =>
    items.length === 0 ? [] : [`## ${title}`, text, items.map((item) => `- ${item}`).join('\n')];
  return [
    ...list(
      'Renamed by the provider',
      'Recognised by structure and written to names.yaml, so that our names stay. Check that each pair is the same thing.',
      names.map(({ theirs, ours, was }) => `${code(theirs)} is our ${code(ours)}${was ? ` (was ${code(was)})` : ''}`),
    ),
    ...list(
      'Texts',
      'What `pnpm lint:specs` asks for before the merge: write or move it in texts.yaml.',
      texts.map(({ where, message, fix }) => `${code(where)}: ${code(message)}${fix ? ` ${code(fix)}` : ''}`),
    ),
    ...list(
      'Type tests',
      'Type tests of ours that rest on what breaks. Fix them before the merge.',
      typeTests.map(({ file, line, detail }) => `${code(`${file}:${line}`)}: ${code(detail)}`),
    ),
    ...list(
      'Hints',
      'What the SDK could do for what is new, once overlays/30-extensions.yaml says so. Decide, and write down why.',
      hints.map(({ place, reason, action }) => {
        const lines = action.split('\n').map((line) => `  ${inBlock(line, 300)}`);
        return [`${code(place)} ${plainText(reason)}:`, '', '  ```yaml', ...lines, '  ```'].join('\n');
      }),
    ),
    ...list(
      'Overlays',
      'Actions to look at.',
      overlays.map(
        (trouble) =>
          `${code(trouble.file)}, action ${trouble.action}, ${code(trouble.purpose)}: ${trouble.verdict}. ${plainText(trouble.advice)}`,
      ),
    ),
  ];
}

/** Whole sections only, and a line that says what is missing. */
function shortened(parts: readonly string[]): string {
  let text = '';
  for (const [index, part] of parts.entries()) {
    if (text.length + part.length > LONGEST)
      return `${text}${count(parts.length - index, 'section')} left out, as a pull request takes no more. Run \`pnpm bump\` to see all.\n`;
    text += `${part}\n\n`;
  }
  return `${text.trimEnd()}\n`;
}
