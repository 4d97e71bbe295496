// YAML is read in time that grows with its size, and a duplicate key is an error.
import { expect, it } from 'vitest';
import { parseYaml } from '../files.ts';

it('reads maps, lists, anchors and keys of every name', () => {
  const value = parseYaml('a: &a [1, "x"]\nb: *a\n__proto__: 1\n1: one\n', 10) as Record<string, unknown>;
  expect(Object.entries(value)).toEqual([
    ['1', 'one'],
    ['a', [1, 'x']],
    ['b', [1, 'x']],
    ['__proto__', 1],
  ]);
});

it.each(['a: 1\nb: 2\na: 3\n', '{ a: { b: 1, "b": 2 } }', '200: 1\n"200": 2\n', '- { a: 1, a: 1 }\n'])(
  'refuses a duplicate key: %j',
  (text) => {
    expect(() => parseYaml(text, 0)).toThrow(/Map keys must be unique: "\w+" is there twice\./);
  },
);

it('refuses more aliases than allowed', () => {
  const text = 'a: &a [1, 2, 3, 4]\nb: &b [*a, *a, *a, *a]\nc: [*b, *b, *b, *b]\n';
  expect(() => parseYaml(text, 10)).toThrow(/alias/i);
  expect(parseYaml(text, 100)).toHaveProperty('c');
});

it('refuses what does not parse', () => {
  expect(() => parseYaml('a: [1\n', 0)).toThrow();
});

it('reads a map of 100,000 keys without comparing each key with every other', () => {
  const text = Array.from({ length: 100_000 }, (_, index) => `key${index}: ${index}\n`).join('');
  expect(Object.keys(parseYaml(text, 0) as object)).toHaveLength(100_000);
});
