// Texts that YAML has cut: in `{ description: one, two }` the text is `one`, and `two` a key without a value.
import { isScalar, visit } from 'yaml';
import type { Source } from './sources.ts';

export interface CutText {
  readonly line: number;
  readonly message: string;
}

export function cutTexts({ document, lineOf }: Source): CutText[] {
  const found: CutText[] = [];
  visit(document, {
    Pair(_, { key, value }) {
      // A key with a colon and nothing behind it has an empty scalar for a value, and means null.
      if (value !== null || !isScalar(key)) return;
      found.push({
        line: lineOf(key),
        message: `"${key.value}" is a key without a value: quote the text before it, which the comma cut in two.`,
      });
    },
  });
  return found;
}
