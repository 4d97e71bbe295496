// The outline written out: in a terminal, as Markdown whole, as the text of a pull request, and as a changeset. Where a text must
// be short, detail goes first, lightest sections first; what a person has to decide stays, and nothing is cut at the end.
import type { Json } from '../../contract/json.ts';
import type { Report } from '../judge.ts';
import { type Outline, outlineOf } from './outline.ts';
import { byKind, CLASS, type Entry, type Section } from './sections.ts';
import { code, inBlock, plainText } from './text.ts';

/** How values, headings and what is to be read as it is are shown. */
interface Form {
  readonly show: (value: Json, longest?: number) => string;
  readonly heading: (title: string) => string;
  readonly block: (language: string, lines: readonly string[]) => string;
  /** Between parts of a section. */
  readonly gap: string;
}

const MARKDOWN: Form = {
  show: code,
  heading: (title) => `## ${title}`,
  block: (language, lines) =>
    [`  \`\`\`${language}`, ...lines.map((line) => `  ${inBlock(line, 300)}`), '  ```'].join('\n'),
  gap: '\n\n',
};
const CHANGELOG: Form = { ...MARKDOWN, heading: (title) => `**${title}**` };
const TERMINAL: Form = {
  show: plainText,
  heading: (title) => title.toUpperCase(),
  block: (_, lines) => lines.map((line) => `    ${plainText(line)}`).join('\n'),
  gap: '\n',
};

/** How much of an outline is written: entries of a section that are written out; the rest is counted by kind. */
interface Detail {
  readonly examples: boolean;
  readonly findings: number;
  /** Of tightened limits and types. */
  readonly limits: number;
  /** Of what asks for nothing, and of the compiler's own list. */
  readonly notes: number;
  readonly decisions: number;
  /** Methods that one entry names. */
  readonly methods: number;
  /** Names of one kind, where entries are counted; removed operations are named on. */
  readonly names: number;
  readonly removed: number;
  /** Lines of what is to be pasted or read as it is, and characters of one value. */
  readonly lines: number;
  readonly value: number;
}

const ALL = Number.POSITIVE_INFINITY;
const WHOLE: Detail = {
  ...{ examples: true, findings: ALL, limits: ALL, notes: ALL, decisions: ALL },
  ...{ methods: ALL, names: 3, removed: ALL, lines: ALL, value: 300 },
};
const SCREEN: Detail = { ...WHOLE, methods: 3, notes: 10, limits: 10 };
const SHORT: Detail = { ...WHOLE, methods: 3, notes: 10, removed: 100, lines: 40 };
const PLAIN: Detail = { ...SHORT, examples: false, notes: 0, limits: 10 };
/** From long to short. The last is short whatever the report holds. */
const SHORTER: readonly [Detail, ...Detail[]] = [
  SHORT,
  { ...SHORT, notes: 0, limits: 20 },
  PLAIN,
  { ...PLAIN, findings: 60, limits: 5, decisions: 60, methods: 2 },
  { ...PLAIN, findings: 30, limits: 3, decisions: 30, methods: 1 },
  { ...PLAIN, findings: 10, limits: 3, decisions: 10, methods: 1, lines: 20 },
  { ...PLAIN, findings: 1, limits: 1, decisions: 3, methods: 1, names: 1, removed: 20, lines: 6, value: 60 },
];

/** In characters. GitHub takes a body of 65,536, to which the workflow adds where the whole report is. */
export const LONGEST_PULL_REQUEST = 60_000;
/** In characters: some 200 lines. All of it becomes a part of the changelog. */
export const LONGEST_CHANGESET = 20_000;

/** The command prints type errors last, where nobody misses them. */
export function terminal(report: Report): string {
  const outline = outlineOf(report);
  const sections = outline.sections.filter(({ title }) => title !== 'Type errors');
  const files = report.files.length === 0 ? '' : [`FILES (${report.files.length})`, ...report.files].join('\n- ');
  return text([body(report, { ...outline, sections }, SCREEN, TERMINAL), files]);
}

/** Everything, for a file. */
export const markdown = (report: Report): string => text([`# ${body(report, outlineOf(report), WHOLE, MARKDOWN)}`]);

/** The same with less detail where it would be longer than GitHub takes. */
export function pullRequest(report: Report): string {
  const outline = outlineOf(report);
  return shortest((detail) => text([`# ${body(report, outline, detail, MARKDOWN)}`]), LONGEST_PULL_REQUEST);
}

/** For somebody who upgrades: no decisions of ours but the verdicts. Undefined where nothing is to be released. */
export function changeset(report: Report, title: string): string | undefined {
  const { provider, bump, before, after } = report;
  if (bump === 'none') return undefined;
  const { facts, sections } = outlineOf(report);
  const shown = sections.filter(({ rank, title: name }) => rank !== 'decision' || name === 'Verdicts');
  const versions =
    before.version === after.version ? '' : `, version ${code(after.version)} (was ${code(before.version)})`;
  const head = [
    `---\n"@org/${provider}-types": ${bump}\n"@org/${provider}-sdk": ${bump}\n---`,
    `The contract of ${title}'s API changed${versions}.`,
    // Neither the release nor what is to be done before a merge.
    listOf(facts.slice(1, -1), CHANGELOG),
  ];
  return shortest(
    (detail) => text([...head, ...shown.map((section) => sectionText(section, detail, CHANGELOG))]),
    LONGEST_CHANGESET,
  );
}

function shortest(written: (detail: Detail) => string, longest: number): string {
  const [first, ...rest] = SHORTER;
  let found = written(first);
  for (const detail of rest) if (found.length > longest) found = written(detail);
  return found;
}

const text = (parts: readonly string[]): string => `${parts.filter((part) => part !== '').join('\n\n')}\n`;

const listOf = (facts: Outline['facts'], { show }: Form): string =>
  facts.map((fact) => `- ${fact.shown(show)}`).join('\n');

const body = ({ address }: Report, { title, facts, sections }: Outline, detail: Detail, form: Form): string =>
  [
    title.shown(form.show),
    listOf(facts, form),
    `Read from ${form.show(address)}.`,
    ...sections.map((section) => sectionText(section, detail, form)),
  ].join('\n\n');

function sectionText({ rank, title, intro = '', entries }: Section, detail: Detail, form: Form): string {
  const limit = detail[CLASS[rank]];
  // One line for one entry saves nothing.
  const shown = entries.length <= limit + 1 ? entries : entries.slice(0, limit);
  const rest = entries.slice(shown.length);
  const lines = shown.map((entry) => entryText(entry, detail, form));
  if (rest.length > 0) {
    const kinds = byKind(rest, rank === 'removed' ? detail.removed : detail.names);
    const counted = kinds.shown((value) => form.show(value, detail.value));
    lines.push(`- ${shown.length > 0 ? `and ${rest.length} more: ` : ''}${counted}.`);
  }
  const parts = [form.heading(`${title} (${entries.length})`), intro, lines.join('\n')];
  return parts.filter((part) => part !== '').join(form.gap);
}

function entryText(entry: Entry, { examples, methods, lines, value: longest }: Detail, form: Form): string {
  const show = (value: Json): string => form.show(value, longest);
  const { example, block, consequences } = entry;
  const more = entry.methods.length > methods ? ` and ${entry.methods.length - methods} more` : '';
  const sentences = [
    `- ${entry.subject.shown(show)}${entry.text.shown(show)}`,
    ...(entry.methods.length > 0 ? [`In ${entry.methods.slice(0, methods).map(show).join(', ')}${more}.`] : []),
    ...(consequences ? [consequences.shown(show)] : []),
  ];
  const parts = [sentences.join(' ')];
  if (example && examples)
    parts.push(
      form.block('diff', [`- ${example.before}`, ...(example.after === undefined ? [] : [`+ ${example.after}`])]),
    );
  if (block !== undefined) {
    const all = block.split('\n');
    const rest = all.length > lines ? [`… and ${all.length - lines} more lines`] : [];
    parts.push(form.block('', [...all.slice(0, lines), ...rest]));
  }
  return parts.join(form.gap);
}
