// A provider's names and values in text of ours: always as code, on one line, unable to end the code or to move the cursor.
import type { Json } from '../../contract/json.ts';
import { printableLine } from '../../contract/printable.ts';

/** Also parts `${{`, which begins an expression in a workflow file. */
export function plainText(value: Json | undefined, longest = 300): string {
  const text = typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value);
  const line = printableLine(text).replaceAll('${{', '$ {{');
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}

/** Markdown code: the fence is longer than any run of backticks inside. */
export function code(value: Json | undefined): string {
  const text = plainText(value);
  if (text === '') return '';
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  // A pipe would end the cell of a table even in code.
  return `${fence}${pad}${text.replaceAll('|', '\\|')}${pad}${fence}`;
}

/** Inside a fenced block nothing but the fence itself has a meaning. */
export const inBlock = (value: Json | undefined, longest = 120): string =>
  plainText(value, longest).replaceAll('`', "'");

export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number} ${number === 1 ? one : many}`;
