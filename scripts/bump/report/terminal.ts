// The report as it reads in a terminal.
import { diagnosticText } from '../../contract/diagnostic.ts';
import { saysOf } from '../diff/kinds.ts';
import { changeText, grouped, type Report } from './report.ts';
import { count, plainText } from './text.ts';

const HEADS = { breaking: 'BREAKING', additive: 'ADDITIVE', note: 'NOTES' } as const;

export function terminal(report: Report): string {
  const lines = [headline(report), ''];
  for (const severity of ['breaking', 'additive', 'note'] as const) {
    const findings = report.findings.filter((finding) => finding.severity === severity);
    if (findings.length === 0) continue;
    lines.push(`${HEADS[severity]} (${findings.length})`);
    for (const group of grouped(findings)) {
      lines.push(`  ${plainText(group.title)}${group.call ? `  ${plainText(group.call)}` : ''}`);
      if (group.reaches.length > 0) lines.push(`    reaches ${reachText(group.reaches)}`);
      for (const finding of group.findings) {
        const change = changeText(finding.before, finding.after, (value) => plainText(value, 80));
        lines.push(
          `    - ${[plainText(finding.where), saysOf(finding.kind)].filter(Boolean).join(': ')}${change ? ` (${change})` : ''}`,
        );
        if (severity === 'breaking') lines.push(`      ${finding.action}`);
      }
    }
    lines.push('');
  }
  lines.push(...asides(report));
  return `${lines.join('\n').trimEnd()}\n`;
}

function headline({ provider, before, after, findings, bump, release }: Report): string {
  const versions =
    before.version === after.version
      ? `version ${plainText(after.version)}`
      : `version ${plainText(before.version)} → ${plainText(after.version)}`;
  const of = (severity: 'breaking' | 'additive' | 'note'): number =>
    findings.filter((finding) => finding.severity === severity).length;
  if (findings.length === 0) return `${provider}, ${versions}: no change of the contract.`;
  return `${provider}, ${versions}, ${count(before.operations, 'operation')} → ${after.operations}: ${of('breaking')} breaking, ${of('additive')} additive, ${count(of('note'), 'note')}. Release: ${bump} (${release.from} → ${release.to}).`;
}

const reachText = (reaches: readonly string[]): string => {
  const shown = reaches
    .slice(0, 4)
    .map((reach) => plainText(reach))
    .join(', ');
  return reaches.length > 4 ? `${shown} and ${reaches.length - 4} more` : shown;
};

function asides({ names, texts, hints, overlays, typeTests, files }: Report): string[] {
  const section = (title: string, items: readonly string[]): string[] =>
    items.length === 0 ? [] : [`${title} (${items.length})`, ...items.map((item) => `  - ${item}`), ''];
  return [
    ...section(
      'RENAMED BY THE PROVIDER: proposed for names.yaml',
      names.map(
        ({ theirs, ours, was }) => `${plainText(theirs)} is our ${ours}${was ? ` (was ${plainText(was)})` : ''}`,
      ),
    ),
    ...section(
      'TEXTS to write or move in texts.yaml',
      texts.map((one) => plainText(diagnosticText(one))),
    ),
    ...section(
      'HINTS to decide on: an action for overlays/30-extensions.yaml',
      hints.map(({ place, reason, action }) =>
        [`${plainText(place)} ${plainText(reason)}`, ...action.split('\n').map((line) => plainText(line))].join(
          '\n      ',
        ),
      ),
    ),
    ...section(
      'OVERLAYS',
      overlays.map(
        (trouble) =>
          `${trouble.file}, action ${trouble.action} (${plainText(trouble.purpose, 100)}): ${trouble.verdict}, ${trouble.expected} → ${trouble.matches} places. ${plainText(trouble.advice)}`,
      ),
    ),
    ...section(
      'TYPE TESTS to fix, as they rest on what breaks',
      typeTests.map(({ file, line, detail }) => `${file}:${line}: ${plainText(detail)}`),
    ),
    ...section('FILES', files),
  ];
}
