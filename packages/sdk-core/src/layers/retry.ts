import { backoff, retryAfter } from '../backoff.ts';
import type { Clock } from '../clock.ts';
import type { AttemptFailure, ConnectionError } from '../errors.ts';
import type { Layer } from '../layer.ts';
import type { Operation } from '../operation.ts';
import { repeatable } from '../outcome.ts';
import { within } from '../within.ts';

/** Whether a status is worth another attempt; `'after'` if only where the answer says when. */
export type RetryPolicy = (status: number, response: Response, operation: Operation) => boolean | 'after';

/** The statuses after which the same request may well succeed. */
export const retryableStatus: RetryPolicy = (status) => /408|425|429|50[0234]/.test(`${status}`);

/** What the retry layer needs. */
export interface RetryConfig {
  readonly clock: Clock;
  readonly random: () => number;
  readonly retryPolicy?: RetryPolicy | undefined;
}

/**
 * Sends again what failed for the moment, where a second time does no harm: after a backoff with full jitter, or when
 * `Retry-After` says, but never beyond the deadline.
 */
export function retry({ clock, random, retryPolicy = retryableStatus }: RetryConfig): Layer {
  return async (request, context, next) => {
    const { failures, operation } = context;
    const stored: unknown[] = [];
    for (let retries = 0; ; retries++) {
      let response: Response | undefined;
      let error: ConnectionError | undefined;
      try {
        response = await next(request, context);
        if (response.ok) return response;
      } catch (thrown) {
        error = thrown as ConnectionError;
      }
      const { status, statusText } = response ?? {};
      if (status === 404 && operation.method === 'DELETE' && failures.some(answerLost)) {
        return new Response(null, { status: 204 });
      }
      const { attempt, body } = context;
      const failure: AttemptFailure = {
        attempt,
        status,
        unsent: error?.unsent,
        reason: error ? `${error.message}`.split('. ', 1).join() : `${status} ${statusText}`,
      };
      failures.push(failure);
      // What is thrown is read as the whole call's: it is not unsent if an attempt before may have arrived.
      if (error?.unsent && context.lost) Object.assign(error, { unsent: false });
      context.lost ||= !/GET|HEAD/.test(operation.method) && (status ? status > 499 || status === 408 : !error?.unsent);
      // A provider that stores failures under their idempotency key answers every retry with the first one. A trace id
      // is made per request, so the same body with the same trace id is such a replay, and no retry will change it.
      // Bodies without one, such as a proxy's page, prove nothing.
      context.replayed = !!context.idempotencyKey && stored.includes(body);
      if (/"trace_id"/.test(`${body}`)) stored.push(body);
      const verdict = response ? retryPolicy(response.status, response, operation) : error?.passing;
      const after = response && retryAfter(response, clock.now());
      // Where the answer has to say when and does not, no time will do.
      const delay = after || (verdict === 'after' && after !== 0 ? Number.NaN : backoff(retries, random));
      const again = verdict && retries < context.maxRetries && repeatable(context) && !context.replayed;
      if (!(again && clock.now() + delay < context.deadlineAt)) {
        if (response) return response;
        throw error;
      }
      failure.delay = delay;
      await within(context, clock, undefined, delay);
    }
  };
}

/** True if nobody can say whether that attempt was carried out, because its answer got lost on the way. */
function answerLost({ status, unsent }: AttemptFailure): boolean {
  return status ? /502|504/.test(`${status}`) : !unsent;
}
