// The outline as it reads in a terminal: everything that a person must do, and the first of what needs nothing.
import { outlineOf } from './outline.ts';
import type { Report } from './report.ts';
import { CLASS, type Entry, type Section } from './sections.ts';
import { plainText } from './text.ts';

/** Entries of a section about limits, types or what asks for nothing. */
const LIGHT = 10;
const METHODS = 3;

export function terminal(report: Report): string {
  const { title, facts, sections } = outlineOf(report);
  const files =
    report.files.length === 0 ? [] : [`FILES (${report.files.length})`, ...report.files.map((file) => `  - ${file}`)];
  const lines = [
    show(title),
    ...facts.map((fact) => `  ${show(fact)}`),
    '',
    // The command prints type errors last, where nobody misses them.
    ...sections
      .filter(({ title: name }) => name !== 'Type errors')
      .flatMap((section) => [...sectionLines(section), '']),
    ...files,
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

const show = (phrase: Entry['text']): string => phrase.shown((value) => plainText(value));

function sectionLines({ rank, title, intro, entries }: Section): string[] {
  const limit = CLASS[rank] === 'limits' || CLASS[rank] === 'notes' ? LIGHT : entries.length;
  const more = entries.length - limit;
  return [
    `${title.toUpperCase()} (${entries.length})${intro === undefined ? '' : `: ${intro}`}`,
    ...entries.slice(0, limit).flatMap(entryLines),
    ...(more > 0 ? [`  - and ${more} more: --out <file> writes all of them`] : []),
  ];
}

function entryLines({ subject, text, methods, example, consequences, block }: Entry): string[] {
  const shown = methods.slice(0, METHODS).map((method) => plainText(method));
  const more = methods.length > METHODS ? ` and ${methods.length - METHODS} more` : '';
  return [
    `  - ${show(subject)}${show(text)}`,
    ...(shown.length > 0 ? [`    in ${shown.join(', ')}${more}`] : []),
    ...(consequences ? [`    ${show(consequences)}`] : []),
    ...(example ? [`    - ${example.before}`] : []),
    ...(example?.after === undefined ? [] : [`    + ${example.after}`]),
    ...(block === undefined ? [] : block.split('\n').map((line) => `      ${plainText(line)}`)),
  ];
}
