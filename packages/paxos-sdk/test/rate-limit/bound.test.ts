// The promise of the limiter, for any arrivals: never more than the average in any window of five minutes.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMemoryRateLimitStore } from '../../src/rate-limit/memory-store.ts';
import { paceOf } from '../../src/rate-limit/store.ts';

const WINDOW = 300_000;

/** The most sends in any window of `ms`, its two ends included. */
function mostIn(sends: readonly number[], ms: number): number {
  const sorted = [...sends].sort((a, b) => a - b);
  let most = 0;
  let from = 0;
  for (const [at, send] of sorted.entries()) {
    while (send - (sorted[from] ?? send) > ms) from++;
    most = Math.max(most, at - from + 1);
  }
  return most;
}

/** Greedy or lazy callers: pauses in ms, and how many ask at once. */
const arrivals = fc.array(
  fc.record({
    pause: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 2_000 }), fc.integer({ min: 0, max: 400_000 })),
    calls: fc.integer({ min: 1, max: 400 }),
    closes: fc.option(fc.integer({ min: 1, max: 300_000 }), { freq: 20, nil: undefined }),
  }),
  { minLength: 1, maxLength: 40 },
);

test.each([1, 10, 20, 50])(
  '%i a second holds in every window of five minutes, and of any other length',
  (perSecond) => {
    fc.assert(
      fc.property(arrivals, fc.integer({ min: 1, max: 600_000 }), (steps, other) => {
        let now = 1_000_000;
        const store = createMemoryRateLimitStore({ monotonic: () => now });
        const pace = paceOf(perSecond);
        const sends: number[] = [];
        for (const { pause, calls, closes } of steps) {
          now += pause;
          for (let call = 0; call < calls; call++) {
            const slot = store.reserve('k', pace, Number.POSITIVE_INFINITY) as { wait: number };
            sends.push(now + slot.wait);
          }
          if (closes) store.block('k', pace, closes);
        }
        expect(mostIn(sends, WINDOW)).toBeLessThanOrEqual(perSecond * 300);
        expect(mostIn(sends, other)).toBeLessThanOrEqual(Math.floor(other / pace.interval) + pace.burst);
      }),
      { numRuns: 60 },
    );
  },
);

test('the bound is reached, so nobody waits for nothing: 300 at once, then 9 a second', () => {
  const store = createMemoryRateLimitStore({ monotonic: () => 0 });
  const waits = Array.from({ length: 3_100 }, () => (store.reserve('k', paceOf(10), 1e9) as { wait: number }).wait);
  expect(waits.filter((wait) => wait === 0)).toHaveLength(300);
  expect(waits.filter((wait) => wait <= 10_000)).toHaveLength(390);
  // One less than the bound: waits are rounded up to whole milliseconds.
  expect(waits.filter((wait) => wait <= WINDOW)).toHaveLength(2_999);
});

test('a slot that is too far away is not taken, so others are not kept waiting for it', () => {
  const store = createMemoryRateLimitStore({ monotonic: () => 0 });
  const pace = paceOf(1);
  const reserve = (most: number) => (store.reserve('k', pace, most) as { wait: number }).wait;
  for (let taken = 0; taken < pace.burst; taken++) expect(reserve(0)).toBe(0);
  expect([reserve(1_000), reserve(1_000), reserve(1_112)]).toEqual([1_112, 1_112, 1_112]);
  expect(reserve(5_000)).toBe(2_223);
});

test('turns are given in the order in which they are asked for, and each key has its own', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'b'), { maxLength: 200 }), (keys) => {
      const store = createMemoryRateLimitStore({ monotonic: () => 5 });
      const last: Record<string, number> = { a: 0, b: 0 };
      for (const key of keys) {
        const { wait } = store.reserve(key, paceOf(1), 1e9) as { wait: number };
        expect(wait).toBeGreaterThanOrEqual(last[key] ?? 0);
        last[key] = wait;
      }
      const alone = createMemoryRateLimitStore({ monotonic: () => 5 });
      let only = 0;
      for (const key of keys) if (key === 'a') only = (alone.reserve('a', paceOf(1), 1e9) as { wait: number }).wait;
      expect(last.a).toBe(only);
    }),
  );
});

test('a closed key opens without a burst', () => {
  let now = 0;
  const store = createMemoryRateLimitStore({ monotonic: () => now });
  const pace = paceOf(10);
  store.block('k', pace, 300_000);
  expect(store.blockedFor('k')).toBe(300_000);
  const slots = Array.from({ length: 3 }, () => store.reserve('k', pace, 1e9));
  expect(slots).toEqual([
    { wait: 300_000, blocked: true },
    { wait: 300_112, blocked: true },
    { wait: 300_223, blocked: true },
  ]);
  store.block('k', pace, 1_000);
  expect(store.blockedFor('k')).toBe(300_000);
  now = 300_000;
  expect(store.blockedFor('k')).toBe(0);
  expect(store.reserve('k', pace, 1e9)).toMatchObject({ blocked: false });
});
