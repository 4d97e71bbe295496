// What `update` does: objects merge, arrays grow, scalars are replaced.
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../json.ts';
import { applyOverlay, type Overlay } from '../overlay.ts';

function updated(document: JsonObject, target: string, update: Json, matches = 1): JsonObject {
  const actions = [{ target, description: 'd', update, 'x-matches': matches }];
  return applyOverlay(document, { overlay: '1.0.0', info: { title: 't', version: '1' }, actions } as Overlay, 'f');
}

test('an object is merged key by key, at every depth', () => {
  const document = { a: { kept: 1, deep: { kept: 2, changed: 3 } } };
  expect(updated(document, '$.a', { deep: { changed: 4, added: 5 } })).toEqual({
    a: { kept: 1, deep: { kept: 2, changed: 4, added: 5 } },
  });
});

test('a list inside the update is appended to the list that is there', () => {
  expect(updated({ a: { tags: ['x'] } }, '$.a', { tags: ['y'] })).toEqual({ a: { tags: ['x', 'y'] } });
});

test('a list as target takes the items of a list', () => {
  expect(updated({ list: [1] }, '$.list', [2, 3])).toEqual({ list: [1, 2, 3] });
});

test('a list as target takes one item that is not a list', () => {
  expect(updated({ list: [1] }, '$.list', { b: 2 })).toEqual({ list: [1, { b: 2 }] });
});

test('a scalar as target is replaced', () => {
  expect(updated({ a: { b: 'old' } }, '$.a.b', 'new')).toEqual({ a: { b: 'new' } });
});

test('a value of another kind replaces what is there', () => {
  expect(updated({ a: { b: { c: 1 }, d: 'x', e: [1] } }, '$.a', { b: 'scalar', d: { now: 1 }, e: null })).toEqual({
    a: { b: 'scalar', d: { now: 1 }, e: null },
  });
});

test('an update of null is an update', () => {
  expect(updated({ a: { b: 1 } }, '$.a.b', null)).toEqual({ a: { b: null } });
});

test('an item of a list can be merged into', () => {
  expect(updated({ list: [{ a: 1 }, { a: 2 }] }, '$.list[?@.a == 2]', { b: 3 })).toEqual({
    list: [{ a: 1 }, { a: 2, b: 3 }],
  });
});

test('the whole document can be merged into', () => {
  expect(updated({ servers: [1] }, '$', { servers: [2], webhooks: {} })).toEqual({ servers: [1, 2], webhooks: {} });
});

test('the whole document cannot be replaced by something else', () => {
  expect(() => updated({ a: 1 }, '$', [1])).toThrow('can only merge an object into the document.');
});

test('updated places share no object: a later change of one does not change another', () => {
  const document = updated({ a: {}, b: {} }, '$[*]', { list: [1], deep: { x: [1] } }, 2);
  updated(document, '$.a.list', 2);
  updated(document, '$.a.deep.x', 2);
  expect(document).toEqual({ a: { list: [1, 2], deep: { x: [1, 2] } }, b: { list: [1], deep: { x: [1] } } });
});

test('the overlay itself stays as it was read', () => {
  const update = { list: [{ a: 1 }] };
  const document = updated({ x: {} }, '$.x', update);
  updated(document, '$.x.list', { b: 2 });
  expect(update).toEqual({ list: [{ a: 1 }] });
});

test.each<[string, Json]>([
  ['a list', [{ a: 1 }]],
  ['one item', { a: 1 }],
])('%s that was appended is a copy', (_label, update) => {
  const document = updated({ list: [] }, '$.list', update);
  updated(document, '$.list[0]', { b: 2 });
  expect([document, [update].flat()]).toEqual([{ list: [{ a: 1, b: 2 }] }, [{ a: 1 }]]);
});

test('nested places are all changed', () => {
  const document = { x: { tag: 'o', x: { tag: 'i' } } };
  expect(updated(document, '$..x', { seen: true }, 2)).toEqual({
    x: { tag: 'o', x: { tag: 'i', seen: true }, seen: true },
  });
});

test('`__proto__` stays a key, in the update and in the document', () => {
  const update = JSON.parse(
    '{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}',
  ) as Json;
  const document = updated({ a: {} }, '$.a', update);
  expect(JSON.stringify(document)).toBe(
    '{"a":{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}}',
  );
  expect(({} as JsonObject).polluted).toBeUndefined();
  updated(document, "$.a['__proto__']", { more: 1 });
  expect(JSON.stringify(document.a)).toContain('"__proto__":{"polluted":true,"more":1}');
  expect(({} as JsonObject).more).toBeUndefined();
});

test('names that every object inherits are not merged into', () => {
  const document = updated({ a: {} }, '$.a', { toString: { x: 1 }, valueOf: [1] });
  expect(JSON.stringify(document)).toBe('{"a":{"toString":{"x":1},"valueOf":[1]}}');
});
