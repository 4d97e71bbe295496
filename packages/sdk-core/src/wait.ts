import { bounded, type Clock, systemClock } from './clock.ts';
import { AbortedError, ConfigError, TerminalStateError, WaitTimeoutError } from './errors.ts';

/** What a value means for whoever waits: it has come, it may still come, or it will never come, and why. */
export type Verdict = 'done' | 'wait' | boolean | { readonly failed: string };

/** How to wait. */
export interface WaitOptions {
  /** Milliseconds after which waiting ends. Default 600,000. */
  deadline?: number | undefined;
  /** Milliseconds between two reads, give or take a quarter. Default 2,000, never less than 100. */
  interval?: number | undefined;
  /** Ends the waiting with an `AbortedError`. */
  signal?: AbortSignal | undefined;
  clock?: Clock | undefined;
  /** Numbers from 0 to 1 for the jitter. */
  random?: (() => number) | undefined;
}

/**
 * Reads again and again until the value is what was waited for. An answer that `until` does not know is waited on, at
 * the same pace.
 *
 * @param read gives the value; its signal fires when the waiting ends, so pass it on
 * @param until says what a value means
 * @returns the awaited value
 * @throws {TerminalStateError} when the awaited state can no longer come
 * @throws {WaitTimeoutError} when the deadline came first; the last value is in it
 * @throws {AbortedError} when the signal fires
 *
 * @example
 * const active = await waitFor(
 *   (signal) => iron.customer.getCustomer({ path: { id } }, { signal }),
 *   ({ status }) => (status === 'Suspended' ? { failed: 'the customer was suspended' } : status === 'Active'),
 *   { deadline: 60_000 },
 * );
 */
export async function waitFor<T>(
  read: (signal: AbortSignal) => PromiseLike<T>,
  until: (value: T) => Verdict,
  options: WaitOptions = {},
): Promise<T> {
  const { deadline = 600_000, interval = 2000, signal, clock = systemClock, random = Math.random } = options;
  for (const [name, ms] of Object.entries({ deadline, interval })) {
    if (!(ms > 0 && ms < 2 ** 31))
      throw new ConfigError(`Option '${name}' must be a number of milliseconds, not ${ms}.`);
  }
  const ends = clock.now() + deadline;
  const reading = new AbortController();
  let last: T | undefined;
  const stopped = (aborted: boolean): Error => {
    const error = aborted
      ? new AbortedError('waiting was aborted by its signal.', undefined, {}, signal?.reason)
      : new WaitTimeoutError<T>(
          `the awaited state did not come in ${deadline} ms. This error's 'last' is what there is.`,
        );
    reading.abort(error);
    return show(error, last);
  };
  for (;;) {
    last = await bounded(() => read(reading.signal), ends - clock.now(), clock, signal, stopped);
    const verdict = until(last);
    if (verdict === true || verdict === 'done') return last;
    if (typeof verdict === 'object' && verdict) {
      const error = new TerminalStateError<T>(`the awaited state cannot come any more: ${verdict.failed}.`);
      throw show(error, last);
    }
    const pause = Math.max(100, interval) * (0.75 + random() / 2);
    await bounded(undefined, Math.min(pause, ends - clock.now()), clock, signal, (aborted) =>
      aborted || clock.now() >= ends ? stopped(aborted) : undefined,
    );
  }
}

/** An accessor, which consoles do not look behind: it may hold a person's data. */
function show<E extends Error>(error: E, last: unknown): E {
  return Object.defineProperty(error, 'last', { get: () => last });
}
