import { manualClock } from '@org/test-kit/clock';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isAbortedError, isConfigurationError, isTerminalStateError, isWaitTimeoutError } from '../src/guards.ts';
import { type WaitState, waitFor } from '../src/wait.ts';
import { failureOf } from './support/client.ts';

/** Reads the given values in turn, the last one for ever, on a clock whose waits pass at once. */
const setup = <T>(...values: T[]) => {
  const clock = manualClock();
  clock.skipBelow(590_000);
  let reads = 0;
  const read = async (): Promise<T> => values[Math.min(reads++, values.length - 1)] as T;
  return { clock, read, reads: () => reads, options: { clock, random: () => 0.5 } };
};
const until = (value: string): WaitState | boolean =>
  value === 'failed'
    ? { failed: 'it failed.' }
    : value === 'odd'
      ? (undefined as unknown as WaitState)
      : value === 'done';

describe('waitFor', () => {
  test('reads until the value is there', async () => {
    const { clock, read, reads, options } = setup('new', 'new', 'done');
    expect(await waitFor(read, until, options)).toBe('done');
    expect(reads()).toBe(3);
    expect(clock.fired).toEqual([2000, 2000]);
    expect(clock.pending()).toEqual([]);
  });

  test.each([true, 'succeeded'] as const)('takes %j for success', async (state) => {
    const { read, options } = setup('x');
    expect(await waitFor(read, () => state, options)).toBe('x');
  });

  test('throws what came instead', async () => {
    const { read, options } = setup('new', 'failed');
    const error = await failureOf(waitFor(read, until, options));
    expect(isTerminalStateError(error)).toBe(true);
    expect(error.last).toBe('failed');
    expect(error.message).toBe('Cannot reach the awaited state: it failed.');
    expect(JSON.stringify(error)).toBe(`{"blocked":false,"name":"TerminalStateError","message":"${error.message}"}`);
  });

  test('gives up at its deadline, with the last value', async () => {
    const { clock, read, options } = setup('new');
    const start = clock.now();
    const error = await failureOf(waitFor(read, until, { ...options, deadline: 5000 }));
    expect(isWaitTimeoutError(error)).toBe(true);
    expect(error.last).toBe('new');
    expect(error.message).toBe('Timed out after 5000 ms; the last observed value is in error.last.');
    expect(clock.now() - start).toBe(5000);
    expect(clock.fired).toEqual([2000, 2000, 1000]);
  });

  test('gives up a read that never ends, and tells it', async () => {
    const clock = manualClock();
    let told: AbortSignal | undefined;
    const waiting = waitFor(
      (signal) => {
        told = signal;
        return new Promise<string>(() => {});
      },
      until,
      { clock, deadline: 700 },
    );
    await expect.poll(() => clock.pending()).toEqual([700]);
    clock.advance(700);
    const error = await failureOf(waiting);
    expect(isWaitTimeoutError(error)).toBe(true);
    expect(error.last).toBeUndefined();
    expect(told?.aborted).toBe(true);
  });

  test('ends at once when its signal fires, while reading and while waiting', async () => {
    for (const read of [() => new Promise<string>(() => {}), async () => 'new']) {
      const clock = manualClock();
      const controller = new AbortController();
      const waiting = waitFor(read, until, { clock, signal: controller.signal });
      await expect.poll(() => clock.pending().length).toBe(1);
      controller.abort('enough');
      const error = await failureOf(waiting);
      expect(isAbortedError(error)).toBe(true);
      expect(error.cause).toBe('enough');
      expect(clock.pending()).toEqual([]);
    }
    let reads = 0;
    const signal = AbortSignal.abort();
    expect(
      isAbortedError(
        await failureOf(
          waitFor(
            async () => reads++,
            () => true,
            { signal },
          ),
        ),
      ),
    ).toBe(true);
    expect(reads).toBe(0);
  });

  test('is never hot, whatever it is told', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: 0.001, max: 5000, noNaN: true }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.constantFrom('new', 'odd'),
        async (interval, random, value) => {
          const { clock, read, reads } = setup(value);
          await failureOf(waitFor(read, until, { clock, random: () => random, interval, deadline: 10_000 }));
          const pace = Math.max(100, interval);
          expect(reads()).toBeLessThanOrEqual(Math.ceil(10_000 / (pace * 0.75)) + 1);
          for (const ms of clock.fired.slice(0, -1)) {
            expect(ms).toBeGreaterThanOrEqual(pace * 0.75);
            expect(ms).toBeLessThanOrEqual(pace * 1.25);
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  test('throws what reading or judging throws', async () => {
    const { clock, options } = setup('x');
    const broken = new Error('broken');
    expect(await failureOf(waitFor(() => Promise.reject<string>(broken), until, options))).toBe(broken);
    const thrower = (): never => {
      throw broken;
    };
    expect(await failureOf(waitFor(thrower, until, options))).toBe(broken);
    expect(await failureOf(waitFor(async () => 'x', thrower, options))).toBe(broken);
    expect(clock.pending()).toEqual([]);
  });

  test.each([{ deadline: 0 }, { deadline: Number.NaN }, { interval: -1 }, { interval: 2 ** 31 }])(
    'refuses %j',
    async (options) => {
      const [name, value] = Object.entries(options)[0] ?? [];
      const error = await failureOf(waitFor(async () => 'x', until, options));
      expect(isConfigurationError(error)).toBe(true);
      expect(error.message).toBe(
        `Option '${name}' must be a positive number of milliseconds below 2147483648 (got ${value}).`,
      );
    },
  );
});
