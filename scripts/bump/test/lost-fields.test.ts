// Fields that a type had and has no more, which assignability alone does not see.
import { describe, expect, it } from 'vitest';
import { functionsOf, lostFields, programOf } from '../api/compile.ts';

/** What goes from `Old` to `New`, both declared in the text. */
function lost(declarations: string): string[] {
  const text = `${declarations}\nexport const check = (old: Old): New => old as never;\n`;
  const program = programOf(['/virtual/check.ts'], new Map([['/virtual/check.ts', text]]), {
    lib: ['lib.es2022.d.ts'],
  });
  const [[from, to] = []] = functionsOf(program, '/virtual/check.ts');
  if (!from || !to) throw new Error('the check has no types');
  return lostFields(program.getTypeChecker(), from, to);
}

describe('a field that is gone', () => {
  it.each([
    ['an optional one', 'type Old = { a: string; b?: string }; type New = { a: string };', ['b']],
    ['one within another', 'type Old = { a?: { b?: string } | null }; type New = { a?: { c?: string } };', ['a.b']],
    ['one in a list', 'type Old = { a: { b: 1; c?: 2 }[] }; type New = { a: { b: 1 }[] };', ['a[].c']],
    ['one in a map', 'type Old = Record<string, { b?: 1 }>; type New = Record<string, { c?: 1 }>;', ['{}.b']],
    [
      'one of a variant',
      "type Old = { k: 'x'; x?: 1 } | { k: 'y'; y?: 1 }; type New = { k: 'x'; x?: 1 } | { k: 'y' };",
      ['y'],
    ],
    ['all below what may not be given any more', 'type Old = { q?: { a: 1 } }; type New = { q?: never };', ['q']],
    ['one that held nothing but null', 'type Old = { a: null; b: 1 }; type New = { b: 1 };', ['a']],
    ['one of what refers to itself', 'type Old = { a?: Old; b?: 1 }; type New = { a?: New };', ['b']],
    [
      'one of two of the same type, where the other may be anything now',
      'interface T { x?: 1 }; type Old = { a: T; b: T }; type New = { a: unknown; b: string };',
      ['b.x'],
    ],
  ])('is found: %s', (_, declarations, expected) => {
    expect(lost(declarations)).toEqual(expected);
  });

  it.each([
    ['is there under another type', 'type Old = { a?: string }; type New = { a: number };'],
    ['may have any name', 'type Old = { a?: string }; type New = Record<string, string>;'],
    ['stands in a union as before', 'type Old = { a?: 1 } | string; type New = string | { a?: 1 } | null;'],
    ['was never to be given', 'type Old = { a?: never; b: 1 }; type New = { b: 1 };'],
    ['is of a string with a brand', "type Old = { a?: 'x' | (string & { b: true }) }; type New = { a?: 'x' };"],
    ['is beside new ones', 'type Old = { a: 1 }; type New = { a: 1; b: 2 };'],
  ])('is not one that %s', (_, declarations) => {
    expect(lost(declarations)).toEqual([]);
  });
});
