// Sentences of ours around names and values of a provider's. In Markdown each value is code, on one line, unable to end the
// code; in a terminal it cannot move the cursor. What is not a value is text of this repository.
import type { Json } from '../../contract/json.ts';
import { printableLine } from '../../contract/printable.ts';

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
