import { backoff, retryAfter } from '../backoff.ts';
import type { Clock } from '../clock.ts';
import type { AttemptFailure, ConnectionError } from '../errors.ts';
import { isConnectionError, isTimeoutError } from '../guards.ts';
import type { Layer } from '../layer.ts';
import type { Operation } from '../operation.ts';
import { repeatable } from '../outcome.ts';
import type { Context } from '../request.ts';
import { pause } from '../within.ts';
import type { Emit } from './observe.ts';

/** Whether a status is worth another attempt; `'after'` if only where the answer says when. */
export type RetryPolicy = (status: number, response: Response, operation: Operation) => boolean | 'after';

/** The statuses after which the same request may well succeed. */
export const retryableStatus: RetryPolicy = (status) => /^(408|425|429|500|502|503|504)$/.test(`${status}`);

/** What the retry layer needs. */
export interface RetryConfig {
  readonly clock: Clock;
  readonly random: () => number;
  readonly policy?: RetryPolicy | undefined;
  readonly emit?: Emit | undefined;
}

/**
 * Sends again what failed for the moment, where a second time does no harm: after a backoff with full jitter, or when
 * `Retry-After` says, but never beyond the deadline.
 */
export function retry({ clock, random, policy = retryableStatus, emit }: RetryConfig): Layer {
  return async (request, context, next) => {
    for (let retries = 0; ; retries++) {
      const before = context.failures.length ? context.body : undefined;
      let response: Response | undefined;
      let error: unknown;
      try {
        response = await next(request, context);
        if (response.ok) return response;
      } catch (thrown) {
        error = thrown;
      }
      if (response?.status === 404 && request.method === 'DELETE' && context.failures.some(answerLost)) {
        context.body = undefined;
        return new Response(null, { status: 204 });
      }
      const failure = failureOf(context, response, error);
      context.failures.push(failure);
      context.replayed = !!response && isReplay(context, before);
      const delay = retries < context.maxRetries && repeatable(context) ? plan(retries, response, error) : undefined;
      if (delay === undefined || context.replayed || clock.now() + delay >= context.deadlineAt) {
        if (response) return response;
        throw error;
      }
      failure.delay = delay;
      emit?.('retry', context, failure);
      await pause(context, clock, delay);

      function plan(tries: number, answer: Response | undefined, thrown: unknown): number | undefined {
        const verdict = answer ? policy(answer.status, answer, context.operation) : passing(thrown);
        const after = answer && verdict ? retryAfter(answer, clock.now()) : undefined;
        if (!verdict || (verdict === 'after' && after === undefined)) return undefined;
        return after || backoff(tries, random);
      }
    }
  };
}

function passing(error: unknown): boolean {
  return isConnectionError(error) ? error.reason !== 'redirect' : isTimeoutError(error) && error.kind === 'attempt';
}

function failureOf({ attempt }: Context, response: Response | undefined, error: unknown): AttemptFailure {
  if (response) return { attempt, reason: `${response.status} ${response.statusText}`.trim(), status: response.status };
  const unsent = (error as ConnectionError).unsent;
  const reason = isTimeoutError(error) ? `no answer within ${error.ms} ms` : `${(error as Error).message}`;
  return { attempt, reason, ...(unsent && { unsent }) };
}

/** True if nobody can say whether that attempt was carried out, because its answer got lost on the way. */
export function answerLost({ status, unsent }: AttemptFailure): boolean {
  return status === undefined ? !unsent : status === 502 || status === 504;
}

/**
 * A provider that stores failures under their idempotency key answers every retry with the first one. A trace id is
 * made per request, so the same body with the same trace id is such a replay, and no retry will ever change it. Bodies
 * without a trace id, such as a proxy's page, prove nothing.
 */
function isReplay({ operation, body }: Context, before: unknown): boolean {
  return operation.key?.in === 'header' && !!body && body === before && /"trace_id"/.test(`${body}`);
}
