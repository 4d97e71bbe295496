import { Stop } from '../deadline.ts';
import type { Operation } from '../operation.ts';
import type { FailureOutcome } from '../outcome.ts';
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
      const headers = new Headers(call.headers);
      const pending = apply(headers, call);
      const missing = isPromise(pending) ? await deadline.race(pending) : pending;
      if (missing) return missing instanceof Stop ? stopped(missing, deadline, timeout, true) : missing;
      const outcome = await next(call, attempt, headers);
      if (outcome.ok || outcome.kind !== 'response' || outcome.status !== 401 || !renew) return outcome;
      const renewed = await deadline.race(renew(headers, call));
      if (renewed instanceof Stop || renewed === false) return outcome;
      const refused = { attempt, reason: '401, credentials renewed', status: 401, notSent: false, delay: 0 };
      if (renewed !== true) return { ...renewed, failures: [refused, ...renewed.failures] };
      const fresh = new Headers(call.headers);
      const failed = await deadline.race(Promise.resolve(apply(fresh, call)));
      if (failed instanceof Stop) return { ...stopped(failed, deadline, timeout, true), failures: [refused] };
      if (failed) return { ...failed, failures: [refused, ...failed.failures] };
      const second = await next(call, attempt + 1, fresh);
      return { ...second, failures: [refused, ...second.failures] };
    };
}

function isPromise<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof (value as PromiseLike<T> | undefined)?.then === 'function';
}
