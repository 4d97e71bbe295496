import fc from 'fast-check';
import { expect, test } from 'vitest';
import { equalBytes, sameSecret } from '../../src/webhooks/index.ts';

test('bytes are equal only when every byte is', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 64 }),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      (bytes, at, flip) => {
        const copy = Uint8Array.from(bytes);
        expect(equalBytes(bytes, copy)).toBe(true);
        const index = at % copy.length;
        copy[index] = (copy[index] ?? 0) ^ flip;
        expect(equalBytes(bytes, copy)).toBe(false);
      },
    ),
  );
});

test('bytes of different lengths are not equal, also when one begins with the other', () => {
  expect(equalBytes(new Uint8Array([1, 2]), new Uint8Array([1, 2, 0]))).toBe(false);
  expect(equalBytes(new Uint8Array([1, 2, 0]), new Uint8Array([1, 2]))).toBe(false);
  expect(equalBytes(new Uint8Array(), new Uint8Array())).toBe(true);
});

test('secrets are the same only when the texts are', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), async (one, other) => {
      expect(await sameSecret(one, one)).toBe(true);
      expect(await sameSecret(one, other)).toBe(one === other);
    }),
    { numRuns: 50 },
  );
});
