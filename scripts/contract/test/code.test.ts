// The ways in which a value enters a code file: none of them lets it out of its literal, name or comment.
import { expect, it } from 'vitest';
import { comment, identifier, literal } from '../emit/code.ts';
import { declaredNames, parse, run } from './support/typescript.ts';
import { PAYLOADS } from './support/untrusted.ts';

it.each([...PAYLOADS])('writes %j as a literal of the same value', async (text) => {
  expect(await run(`export const value = ${literal({ text, list: [text] })};\n`)).toEqual({
    value: { text, list: [text] },
  });
});

it('has no literal for a function or for nothing', () => {
  expect(() => literal(undefined)).toThrow('a undefined has no JSON literal.');
  expect(() => literal(() => 1)).toThrow('a function has no JSON literal.');
});

it.each(['a', 'createOrder', '_x', '$', 'A1'])('takes %s as an identifier', (name) => {
  expect(identifier(name)).toBe(name);
});

it.each(['', '1a', 'a-b', 'a b', "a'", 'a;b', 'a\n', 'é', '__proto__', 'a.b'])(
  'refuses %j as an identifier',
  (name) => {
    expect(() => identifier(name)).toThrow('is not an identifier');
  },
);

it.each([...PAYLOADS])('writes %j into a comment that holds nothing but the comment', (text) => {
  const code = `${comment(text)}export type X = 1;\n`;
  expect(declaredNames(code)).toEqual(['X']);
  expect(parse(code).statements).toHaveLength(1);
});

it('writes one line as one line, several as a block, and nothing for nothing', () => {
  expect(comment('One.')).toBe('/** One. */\n');
  expect(comment('One.\r\n\nTwo.  ', '  ')).toBe('  /**\n   * One.\n   *\n   * Two.\n   */\n');
  expect(comment('')).toBe('');
});
