// What a provider wrote reaches a terminal without a character that steers it.
import { expect, it } from 'vitest';
import { printable, printableJson, printableLine } from '../diagnostic.ts';

it.each([
  ['an escape sequence', '\u001b[2J', '\\u001b[2J'],
  ['a title and a bell', '\u001b]0;x\u0007', '\\u001b]0;x\\u0007'],
  ['a C1 control', '\u009b2J', '\\u009b2J'],
  ['a carriage return', 'good\rbad', 'good\\u000dbad'],
  ['a backspace', 'a\bb', 'a\\u0008b'],
  ['text that runs backwards', '\u202egnp.exe\u202c', '\\u202egnp.exe\\u202c'],
  ['an isolate', '\u2066x\u2069', '\\u2066x\\u2069'],
  ['an invisible character', 'a\u200bb\ufeff', 'a\\u200bb\\ufeff'],
  ['a line separator', 'a\u2028b', 'a\\u2028b'],
])('writes %s as an escape', (_, text, shown) => {
  expect(printable(text)).toBe(shown);
});

it('leaves letters of every script, tabs and line breaks', () => {
  expect(printable('é ל 界 🙂\n\tx')).toBe('é ל 界 🙂\n\tx');
  expect(printableLine('a\n\tb')).toBe('a  b');
});

it('keeps JSON the same value', () => {
  const value = { text: '\u202e\u009b\u001b\n"', list: [1] };
  expect(printableJson(value)).not.toMatch(/[\u202e\u009b]/);
  expect(JSON.parse(printableJson(value))).toEqual(value);
});
