import type { AttemptFailure } from '../call-facts.ts';
import { Stop } from '../deadline.ts';
import type { Operation } from '../operation.ts';
import type { FailureOutcome, Outcome } from '../outcome.ts';
import type { Call } from '../request.ts';
import { type Run, type Step, stopped } from '../step.ts';

/** How an SDK proves who is calling. */
export interface Authorizer<Op extends Operation = Operation> {
  /** Sets the headers with the credentials, now or later. Returns a failure where there are none to be had. */
  apply(headers: Headers, call: Call<Op>): FailureOutcome | undefined | PromiseLike<FailureOutcome | undefined>;
  /** After a 401: true if the request is worth another attempt with fresh credentials. */
  renew?(headers: Headers, call: Call<Op>): PromiseLike<boolean | FailureOutcome>;
}

/** Adds credentials to each attempt; where they are refused and can be renewed, sends once more with fresh ones. */
export function authorize<Op extends Operation>({ apply, renew }: Authorizer<Op>): Step<Op> {
  return (next: Run<Op>): Run<Op> =>
    async (call, attempt) => {
      const { deadline, timeout } = call;
      const refused: AttemptFailure[] = [];
      const ended = <T extends Outcome>(outcome: T): T =>
        refused.length > 0 ? { ...outcome, failures: [...refused, ...outcome.failures] } : outcome;
      for (;;) {
        const headers = new Headers(call.headers);
        const pending = apply(headers, call);
        const missing = isPromise(pending) ? await deadline.race(pending) : pending;
        if (missing) return ended(missing instanceof Stop ? stopped(missing, deadline, timeout, true) : missing);
        const outcome = ended(await next(call, attempt + refused.length, headers));
        const isDenied = !outcome.ok && outcome.kind === 'response' && outcome.status === 401;
        if (!isDenied || !renew || refused.length > 0) return outcome;
        const renewed = await deadline.race(renew(headers, call));
        if (renewed instanceof Stop || renewed === false) return outcome;
        refused.push({ attempt, reason: '401, credentials renewed', status: 401, notSent: false, delay: 0 });
        if (renewed !== true) return ended(renewed);
      }
    };
}

export function isPromise<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof (value as PromiseLike<T> | undefined)?.then === 'function';
}
