// Normalized paths, as jsonpath-rfc9535 writes them, are read back to the very keys they came from.
import fc from 'fast-check';
import { paths } from 'jsonpath-rfc9535';
import { expect, test } from 'vitest';
import type { JsonObject } from '../json.ts';
import { applyOverlay, type Overlay, parseNormalizedPath } from '../overlay.ts';
import { withKey } from './support/contract.ts';

const AWKWARD = [
  "'",
  '"',
  '\\',
  "\\'",
  "']['",
  '[0]',
  '\n',
  '\b\f\r\t',
  '\u0000',
  '\u001f',
  '\u2028',
  '\ud800',
  '💥',
  '',
  '__proto__',
  '/',
  '\\u0041',
];

const key = fc.oneof(
  fc.constantFrom(...AWKWARD),
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.string({ unit: fc.constantFrom("'", '"', '\\', 'u', '0', ']', '[', '\n'), maxLength: 6 }),
);

test('a key of any characters is read back as it was', () => {
  fc.assert(
    fc.property(key, key, fc.nat(3), (outer, inner, index) => {
      const list = Array.from({ length: 4 }, (_, at) => (at === index ? withKey({}, inner, 'here') : 0));
      const document = withKey({}, outer, list);
      const found = paths(document, '$[*][*][*]').map(parseNormalizedPath);
      expect(found).toEqual([[outer, index, inner]]);
    }),
    { numRuns: 500, examples: AWKWARD.map((awkward) => [awkward, awkward, 0]) },
  );
});

test('an overlay reaches a key of any characters, and that key only', () => {
  fc.assert(
    fc.property(key, key, (name, other) => {
      fc.pre(name !== other);
      const document = withKey(withKey({}, name, { hit: true }), other, { hit: false });
      const actions = [{ target: '$[?@.hit == true]', description: 'd', update: { changed: 1 } }];
      applyOverlay(document, { overlay: '1.0.0', info: { title: 't', version: '1' }, actions } as Overlay, 'f');
      const hit = Object.getOwnPropertyDescriptor(document, name)?.value as JsonObject;
      const missed = Object.getOwnPropertyDescriptor(document, other)?.value as JsonObject;
      expect([hit.changed, missed.changed]).toEqual([1, undefined]);
    }),
    { numRuns: 300 },
  );
});

test('the root is the empty place', () => {
  expect(parseNormalizedPath('$')).toEqual([]);
});
