import { bounded, type Clock } from './clock.ts';
import { AbortedError, type SdkError, TimeoutError } from './errors.ts';
import { outcome } from './outcome.ts';
import type { Context } from './request.ts';

/**
 * Does `work` within the time that a call has left, and within `limit` milliseconds if that is less. Without work it
 * waits that long.
 *
 * @param gaveUp told when the time is up or the signal fires, so that the work can be stopped
 * @throws {TimeoutError} when the time is up
 * @throws {AbortedError} when the caller's signal fires
 */
export function within<T>(
  context: Context,
  clock: Clock,
  work: (() => PromiseLike<T>) | undefined,
  limit: number = context.deadline,
  gaveUp?: (error: SdkError) => void,
): Promise<T> {
  const { signal, deadline, deadlineAt } = context;
  const left = deadlineAt - clock.now();
  const passing = left > limit;
  return bounded(work, passing ? limit : left, clock, signal, (aborted) => {
    if (!aborted && !work) return undefined;
    const ms = passing ? limit : deadline;
    const kind = passing ? 'attempt' : 'deadline';
    const error = aborted
      ? new AbortedError(`aborted by its signal. ${outcome(context)}`, context, {}, signal?.reason)
      : new TimeoutError(`no full answer in ${ms} ms (${kind}). ${outcome(context)}`, context, { kind, ms, passing });
    gaveUp?.(error);
    return error;
  });
}
