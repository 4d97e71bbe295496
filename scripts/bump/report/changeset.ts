// The changeset: prose that somebody who upgrades can act on, with code before and after for what breaks.
import type { Finding } from '../diff/change.ts';
import { saysOf } from '../diff/kinds.ts';
import { changeText, type Group, grouped, type Report } from './report.ts';
import { snippetOf } from './snippets.ts';
import { code, count } from './text.ts';

/** Undefined where nothing is to be released. */
export function changeset(report: Report, title: string): string | undefined {
  const { provider, bump, findings, before, after } = report;
  if (bump === 'none') return undefined;
  const of = (severity: Finding['severity']): Group[] =>
    grouped(findings.filter((finding) => finding.severity === severity));
  const versions =
    before.version === after.version ? '' : `, version ${code(after.version)} (was ${code(before.version)})`;
  const parts = [
    `---\n"@org/${provider}-types": ${bump}\n"@org/${provider}-sdk": ${bump}\n---`,
    `The contract of ${title}'s API changed${versions}.`,
    ...(of('breaking').length > 0
      ? ['**Breaking: change your code**', ...of('breaking').map((group) => breaking(group, provider))]
      : []),
    ...(of('additive').length > 0
      ? [
          '**New**',
          of('additive')
            .map((group) => listed(group))
            .join('\n'),
        ]
      : []),
    ...(of('note').length > 0
      ? [
          '**Worth knowing**',
          of('note')
            .map((group) => listed(group))
            .join('\n'),
        ]
      : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

const nameOf = (group: Group): string => code(group.call || group.title);

const whom = ({ reaches }: Group): string =>
  reaches.length > 0
    ? ` (in ${count(reaches.length, 'operation')}: ${reaches
        .slice(0, 3)
        .map((reach) => code(callIn(reach)))
        .join(', ')}${reaches.length > 3 ? ', …' : ''})`
    : '';

const callIn = (reach: string): string => /\(([^)]+)\)$/.exec(reach)?.[1] ?? reach;

function breaking(group: Group, provider: string): string {
  return group.findings
    .map((finding) => {
      const { before, after } = snippetOf(finding, provider);
      const change = changeText(finding.before, finding.after, code);
      const text = `- ${nameOf(group)}${whom(group)}: ${finding.where ? `${code(finding.where)} ` : ''}${saysOf(finding.kind)}${change ? `, ${change}` : ''}. ${finding.action}`;
      return `${text}\n\n  \`\`\`ts\n  // before\n  ${before}\n  // after\n  ${after}\n  \`\`\``;
    })
    .join('\n\n');
}

const listed = (group: Group): string =>
  group.findings
    .map((finding) => {
      const change = changeText(finding.before, finding.after, code);
      return `- ${nameOf(group)}${whom(group)}: ${finding.where ? `${code(finding.where)} ` : ''}${saysOf(finding.kind)}${change ? ` (${change})` : ''}. ${finding.action}`;
    })
    .join('\n');
