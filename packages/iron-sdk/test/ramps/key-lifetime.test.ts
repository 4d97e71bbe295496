import { expect, test } from 'vitest';
import { isKeyStillGood, type KeyLifetimeOptions } from '../../src/ramps.ts';

const usedAt = '2026-03-02T09:36:00Z';

test.each<[string, number | undefined, boolean]>([
  ['2026-03-02T09:36:00Z', undefined, true],
  ['2026-03-03T09:25:59Z', undefined, true],
  ['2026-03-03T09:26:00Z', undefined, false],
  ['2026-03-03T09:35:59Z', 0, true],
  ['2026-03-03T09:36:00Z', 0, false],
  ['2026-03-06T00:00:00Z', undefined, false],
])('at %s, with a margin of %s ms, a key of 09:36 the day before is good: %s', (time, margin, good) => {
  const at = new Date(time);
  expect(isKeyStillGood(usedAt, { at, margin })).toBe(good);
  expect(isKeyStillGood(new Date(usedAt), { at, margin })).toBe(good);
});

test('without a time it is asked for now', () => {
  expect(isKeyStillGood(new Date())).toBe(true);
  expect(isKeyStillGood(new Date(Date.now() - 86_400_000))).toBe(false);
});

test.each<[unknown, unknown, string]>([
  ['yesterday', {}, "'usedAt' must be a valid Date or an RFC 3339 date-time."],
  [0, {}, "'usedAt' must be a valid Date or an RFC 3339 date-time."],
  [usedAt, { at: 'now' }, "'at' must be a valid Date or an RFC 3339 date-time."],
  [usedAt, { margin: -1 }, "'margin' must be a non-negative number of milliseconds."],
])('%j with %j is an InvalidRequestError', (time, options, message) => {
  expect(() => isKeyStillGood(time as string, options as KeyLifetimeOptions)).toThrow(
    expect.objectContaining({ name: 'InvalidRequestError', message }),
  );
});
