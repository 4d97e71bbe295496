import type { Deadline, Stop } from './deadline.ts';
import type { Operation } from './operation.ts';
import type { Aborted, Outcome, TimedOut } from './outcome.ts';
import type { Call } from './request.ts';

/** Carries a call out, or the rest of it. `attempt` is the number of the next attempt, from 1. */
export type Run<Op extends Operation = Operation> = (
  call: Call<Op>,
  attempt: number,
  credentials?: Headers,
) => Promise<Outcome>;

/** One concern of every call, around the next one. It reports through the outcome that it returns. */
export type Step<Op extends Operation = Operation> = (next: Run<Op>) => Run<Op>;

/** The failure of waiting that ended early. */
export function stopped(stop: Stop, deadline: Deadline, timeout: number, notSent: boolean): TimedOut | Aborted {
  if (stop.reason === 'aborted') {
    return { ok: false, kind: 'aborted', cause: deadline.signal?.reason, retryable: false, notSent, failures: [] };
  }
  const limit = stop.reason === 'timeout' ? 'attempt' : 'deadline';
  const ms = limit === 'attempt' ? timeout : deadline.ms;
  return { ok: false, kind: 'timeout', limit, ms, retryable: true, notSent, failures: [] };
}
