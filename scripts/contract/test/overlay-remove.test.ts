// What `remove` does: exactly the places that match go, whatever order the path names them in.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../json.ts';
import { applyOverlay, type Overlay } from '../overlay.ts';

function removed(document: JsonObject, target: string, matches = 1): JsonObject {
  const actions = [{ target, description: 'd', remove: true, 'x-matches': matches }];
  return applyOverlay(document, { overlay: '1.0.0', info: { title: 't', version: '1' }, actions } as Overlay, 'f');
}

test('a key is removed, its neighbours stay', () => {
  expect(removed({ a: { b: 1, c: 2 } }, '$.a.b')).toEqual({ a: { c: 2 } });
});

test('every matching item of a list is removed, and no other', () => {
  const list = [{ x: true }, { y: 1 }, { x: true }, { x: true }, { y: 2 }];
  expect(removed({ list }, '$.list[?@.x]', 3)).toEqual({ list: [{ y: 1 }, { y: 2 }] });
});

test('items named out of order are removed without shifting each other', () => {
  expect(removed({ list: ['a', 'b', 'c', 'd'] }, '$.list[2, 0]', 2)).toEqual({ list: ['b', 'd'] });
  expect(removed({ list: ['a', 'b', 'c', 'd'] }, '$.list[0, 2]', 2)).toEqual({ list: ['b', 'd'] });
  expect(removed({ list: ['a', 'b', 'c', 'd'] }, '$.list[::-2]', 2)).toEqual({ list: ['a', 'c'] });
});

test('more than nine items are counted as numbers, not as text', () => {
  const list = Array.from({ length: 12 }, (_, index) => index);
  expect(removed({ list }, '$.list[2, 10, 11]', 3)).toEqual({ list: [0, 1, 3, 4, 5, 6, 7, 8, 9] });
});

test('a place inside another removed place is removed with it', () => {
  const document = {
    x: { deprecated: true, list: [{ deprecated: true }, { kept: 1 }] },
    y: { list: [{ deprecated: true }, 7] },
  };
  expect(removed(document, '$..[?@.deprecated]', 3)).toEqual({ y: { list: [7] } });
});

test('lists inside lists lose the right items', () => {
  expect(removed({ list: [[1, 2], [3, 4], 5] }, '$.list[0, 1][0]', 2)).toEqual({ list: [[2], [4], 5] });
});

test('the whole document cannot be removed', () => {
  expect(() => removed({ a: 1 }, '$')).toThrow('would remove the whole document.');
});

test('a key called `__proto__` can be removed', () => {
  const document = JSON.parse('{"a": {"__proto__": 1, "b": 2}}') as JsonObject;
  expect(JSON.stringify(removed(document, "$.a['__proto__']"))).toBe('{"a":{"b":2}}');
});

test('exactly the items that a path names are removed, in any order', () => {
  const cases = fc.array(fc.nat(9), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(cases, (indices) => {
      const list: Json[] = Array.from({ length: 10 }, (_, index) => ({ index }));
      const gone = new Set(indices);
      const document = removed({ list }, `$.list[${indices.join(', ')}]`, gone.size);
      expect(document.list).toEqual(
        Array.from({ length: 10 }, (_, index) => ({ index })).filter(({ index }) => !gone.has(index)),
      );
    }),
  );
});
