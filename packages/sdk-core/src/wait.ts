import { type Clock, systemClock } from './clock.ts';
import { Deadline, Stop } from './deadline.ts';
import { AbortedError, ConfigurationError, hide, TerminalStateError, WaitTimeoutError } from './errors.ts';
import { isAbortedError, isSdkError } from './guards.ts';
import { got } from './printable.ts';
import { isSignal } from './signal.ts';

/**
 * What a value means for a wait: the awaited state is reached (`succeeded`), may still be reached (`pending`), cannot be
 * reached any more (`failed`), or not without somebody's action (`blocked`). The texts end a sentence about the record.
 */
export type WaitState = 'succeeded' | 'pending' | { readonly failed: string } | { readonly blocked: string };

/** How to wait. */
export interface WaitOptions {
  /** Milliseconds after which waiting ends. Default 600,000. */
  deadline?: number | undefined;
  /** Milliseconds between two reads, give or take a quarter. Default 2,000, never less than 100. */
  interval?: number | undefined;
  /** What to do in a `blocked` state: `stop` with a `TerminalStateError`, or `wait` until it is over. Default `stop`. */
  whenBlocked?: 'stop' | 'wait' | undefined;
  /** Ends the waiting with an `AbortedError`. */
  signal?: AbortSignal | undefined;
  clock?: Clock | undefined;
  /** Numbers from 0 to 1 for the jitter. */
  random?: (() => number) | undefined;
}

/**
 * Reads again and again until the awaited state is reached. Transient read failures are retried until the
 * deadline. A value that `until` does not know should be `pending`.
 *
 * @param read returns the value; its signal fires when the waiting ends, so pass it on
 * @param until what a value means; true is `succeeded`, false `pending`
 * @returns the value that succeeded
 * @throws {TerminalStateError} when the awaited state cannot be reached, or only after somebody's action
 * @throws {WaitTimeoutError} when the deadline came first; `last` is the last value, `cause` the last failure of reading
 * @throws {AbortedError} when the signal fires
 * @throws what `read` throws otherwise, such as an `ApiError` with status 404
 *
 * @example
 * const active = await waitFor(
 *   (signal) => iron.customer.getCustomerById({ path: { id } }, { signal }),
 *   ({ status }) => (status === 'Suspended' ? { failed: 'the customer is suspended' } : status === 'Active'),
 *   { deadline: 60_000 },
 * );
 */
export async function waitFor<T>(
  read: (signal: AbortSignal) => PromiseLike<T>,
  until: (value: T) => WaitState | boolean,
  options: WaitOptions = {},
): Promise<T> {
  const { interval, whenBlocked, random, limit } = checkWaitOptions(options);
  const reading = new AbortController();
  let last: T | undefined;
  let failure: unknown;
  const ended = (stop: Stop): Error => {
    reading.abort();
    const error =
      stop.reason === 'aborted'
        ? new AbortedError('Waiting was aborted by its signal.', {}, limit.signal?.reason)
        : new WaitTimeoutError<T>(
            `Timed out after ${limit.ms} ms; ${failure ? 'reading failed last, see error.cause; ' : ''}the last observed value is in error.last.`,
            {},
            failure,
          );
    return hide(error, { last });
  };
  for (;;) {
    const stopped = limit.stopped();
    if (stopped) throw ended(stopped);
    const value = await limit.race(attemptTo(read, reading.signal));
    if (value instanceof Stop) throw ended(value);
    if ('failure' in value) {
      failure = value.failure;
    } else {
      failure = undefined;
      last = value.read;
      const state = until(last);
      if (state === true || state === 'succeeded') return last;
      if (typeof state === 'object' && state !== null) {
        const blocked = 'blocked' in state;
        if (!blocked || whenBlocked === 'stop') throw terminal(last, blocked ? state.blocked : state.failed, blocked);
      }
    }
    const stop = await limit.sleep(Math.max(100, interval) * (0.75 + random() / 2));
    if (stop) throw ended(stop);
  }
}

/** Reads once. Transient failures are returned, all others thrown. */
async function attemptTo<T>(
  read: (signal: AbortSignal) => PromiseLike<T>,
  signal: AbortSignal,
): Promise<{ read: T } | { failure: unknown }> {
  try {
    return { read: await read(signal) };
  } catch (error) {
    if (isSdkError(error) && error.retryable === true && !isAbortedError(error)) return { failure: error };
    throw error;
  }
}

function terminal<T>(last: T, why: string, blocked: boolean): TerminalStateError<T> {
  const message = blocked
    ? `Cannot reach the awaited state yet: ${why} Wait again after that, or pass { whenBlocked: 'wait' }.`
    : `Cannot reach the awaited state: ${why}`;
  return hide(new TerminalStateError<T>(message, { blocked }), { last });
}

interface Checked {
  readonly interval: number;
  readonly whenBlocked: 'stop' | 'wait';
  readonly random: () => number;
  readonly limit: Deadline;
}

function checkWaitOptions(options: WaitOptions): Checked {
  const {
    deadline = 600_000,
    interval = 2000,
    whenBlocked = 'stop',
    signal,
    clock = systemClock,
    random = Math.random,
  } = options ?? {};
  for (const [name, ms] of Object.entries({ deadline, interval })) {
    if (!(ms > 0 && ms < 2 ** 31)) {
      throw new ConfigurationError(
        `Option '${name}' must be a positive number of milliseconds below 2147483648 (${got(ms)}).`,
      );
    }
  }
  if (whenBlocked !== 'stop' && whenBlocked !== 'wait') {
    throw new ConfigurationError(`Option 'whenBlocked' must be 'stop' or 'wait' (${got(whenBlocked)}).`);
  }
  if (signal !== undefined && !isSignal(signal))
    throw new ConfigurationError(`Option 'signal' must be an AbortSignal.`);
  return { interval, whenBlocked, random, limit: new Deadline(clock, deadline, signal) };
}
