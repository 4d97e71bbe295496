// Reports without a bump: findings as the comparison gives them, and everything that a person can be asked for.
import type { Finding } from '../../diff/change.ts';
import { actionOf, type Kind, severityOf } from '../../diff/kinds.ts';
import type { Report } from '../../judge.ts';
import { changeset } from '../../report/forms.ts';
import { outlineOf } from '../../report/outline.ts';

/** A finding of an operation: `POST /widgets` is `acme.widgets.createWidget`. */
export function finding(kind: Kind, where = '', more: Partial<Finding> = {}): Finding {
  const reaches = more.reaches ?? [{ operation: 'POST /widgets', call: 'acme.widgets.createWidget' }];
  return {
    id: [kind, more.schema ?? '', where].join(' '),
    severity: severityOf(kind),
    kind,
    operation: reaches.map(({ operation }) => operation).join(', '),
    call: reaches.map(({ call }) => call).join(', '),
    where,
    before: null,
    after: null,
    action: actionOf(kind),
    reaches,
    ...more,
  };
}

export const report = (findings: readonly Finding[], more: Partial<Report> = {}): Report => ({
  provider: 'acme',
  address: 'https://acme.example/openapi.yaml',
  before: { version: '1', operations: 5 },
  after: { version: '2', operations: 4 },
  findings,
  bump: 'major',
  judgement: { contract: 'major', compiler: 'major', breaks: [] },
  accepted: [],
  release: { from: '1.2.3', to: '2.0.0' },
  texts: [],
  names: [],
  overlays: [],
  files: [],
  typeTests: [],
  typeErrors: '',
  ...more,
});

/** Everything that a person can be asked for, so many of each, with `text` in every place that a file can have filled. */
export function decisions(number: number, text: (index: number) => string): Partial<Report> {
  const each = <T>(make: (text: string) => T): T[] => Array.from({ length: number }, (_, index) => make(text(index)));
  return {
    accepted: each((one) => ({ finding: one, severity: 'note', reason: one })),
    texts: each((one) => ({ severity: 'warning', code: 'text-without-place', where: one, message: one, fix: one })),
    names: each((one) => ({ theirs: one, ours: one, was: one })),
    overlays: each((one) => ({
      severity: 'note',
      code: 'overlay-retired',
      where: one,
      message: one,
      fix: `${one}\n${one}`,
    })),
    typeTests: each((one) => ({ file: one, line: 1, detail: one })),
    typeErrors: each((one) => `src/a.ts(1,1): error TS2322: ${one}`).join('\n'),
  };
}

/** Headings of what a person has to decide. */
export const DECISIONS: string[] = ['Type errors', 'Verdicts', 'Overlays', 'Renamed schemas', 'Texts', 'Type tests'];

export const released = (one: Report): string => changeset(one, 'Acme') ?? '';
export const titles = (one: Report): string[] => outlineOf(one).sections.map(({ title }) => title);
/** Those that a text has, in their order. */
export const headings = (text: string): string[] =>
  [...text.matchAll(/^(?:## |\*\*)([A-Z][^(*]*) \(\d+\)/gm)].map(([, name = '']) => name);
