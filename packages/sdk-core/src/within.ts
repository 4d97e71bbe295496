import { bounded, type Clock } from './clock.ts';
import { AbortedError, about, TimeoutError } from './errors.ts';
import { outcome } from './outcome.ts';
import type { Context } from './request.ts';

/**
 * Does `work` within the time that a call has left, and within `limit` milliseconds if that is less.
 *
 * @throws {TimeoutError} when the time is up
 * @throws {AbortedError} when the caller's signal fires
 */
export function within<T>(
  context: Context,
  clock: Clock,
  work: () => PromiseLike<T>,
  limit: number = Number.POSITIVE_INFINITY,
  gaveUp?: (error: Error) => void,
): Promise<T> {
  const left = context.deadlineAt - clock.now();
  const stopped = (aborted: boolean): Error => {
    const error = aborted ? abortedError(context) : timeoutError(context, left > limit);
    gaveUp?.(error);
    return error;
  };
  if (left <= 0) return Promise.reject(stopped(false));
  return bounded(work, Math.min(left, limit), clock, context.signal, stopped);
}

/** Waits `ms` milliseconds. The caller has seen to it that the deadline leaves them. */
export function pause(context: Context, clock: Clock, ms: number): Promise<void> {
  return bounded<void>(undefined, ms, clock, context.signal, (aborted) => (aborted ? abortedError(context) : undefined));
}

function abortedError(context: Context): AbortedError {
  const { operation, attempt, signal } = context;
  const sent = attempt ? outcome(context) : 'Nothing was sent.';
  return new AbortedError(`${operation.id} was aborted by its signal. ${sent}`, about(context), signal?.reason);
}

function timeoutError(context: Context, attempt: boolean): TimeoutError {
  const ms = attempt ? context.timeout : context.deadline;
  const what = attempt ? `attempt ${context.attempt} got no complete answer` : 'got no complete answer';
  return new TimeoutError(
    `${context.operation.id}: ${what} within the ${attempt ? 'timeout' : 'deadline'} of ${ms} ms. ${outcome(context)}`,
    { ...about(context), kind: attempt ? 'attempt' : 'deadline', ms },
  );
}
