import { retryAfter } from './backoff.ts';
import { describeBody } from './body.ts';
import { SdkError } from './errors.ts';
import { outcome } from './outcome.ts';
import { hide } from './redact.ts';
import type { Context } from './request.ts';

/**
 * The provider answered, with an error.
 *
 * @example
 * if (isApiError(error, 'createCustomer') && error.status === 409) error.body;   // what the contract says of 409
 */
export class ApiError<Status extends number = number, Body = unknown> extends SdkError {
  declare readonly status: Status;
  /** The body, decoded if it was JSON, else its text. Logs do not show it, nor `response`. */
  declare readonly body: Body;
  /** The id under which the provider knows the request: tell it to their support. */
  declare readonly requestId: string | undefined;
  /** Milliseconds after which the provider wants to hear from us again. */
  declare readonly retryAfter: number | undefined;
  declare readonly response: Response;
  override get name(): 'ApiError' {
    return 'ApiError';
  }

  /** The answer's headers. */
  get headers(): Headers {
    return this.response.headers;
  }
}

const ADVICE: Readonly<Record<number, string>> = {
  401: 'Check the credentials, and that they are for this environment.',
  403: 'Check what these credentials may do.',
  404: 'Check the ids, and that they are of this environment.',
  409: 'It contradicts what is stored: read that before calling again.',
};

/** Makes the error of an answer. */
export function apiError(context: Context, body: unknown, response: Response, now: number): ApiError {
  const { advice: told, failures, idempotencyKey, lost, replayed } = context;
  const { status, headers } = response;
  const facts = describeBody(body);
  const wait = retryAfter(response, now);
  const requestId = facts.requestId ?? headers.get('x-request-id') ?? undefined;
  const fresh = idempotencyKey && !lost ? ', with a fresh idempotency key' : '';
  // Of a 409 the record says what has become of it.
  const caution = lost && status !== 409 ? ` ${outcome(context)}` : '';
  const advice = told
    ? told
    : replayed
      ? `This failure is stored under idempotency key '${idempotencyKey}' and comes back: call again with a fresh key.`
      : wait !== undefined
        ? `Call again in ${Math.ceil(wait / 1000)} s.${caution}`
        : status === 429
          ? `Call less often.${caution}`
          : status > 499
            ? outcome(context)
            : (ADVICE[status] ?? `Correct the request and call again${fresh}.`) + caution;
  const tries = failures.length > 1 ? ` after ${failures.length} attempts` : '';
  const error = new ApiError(`answered ${status}${tries}: ${hide(facts.detail, context.headers)}. ${advice}`, context, {
    status,
    requestId,
    retryAfter: wait,
  });
  return Object.defineProperties(error, {
    // Accessors, which consoles do not look behind.
    body: { get: () => (body === '' ? undefined : body) },
    response: { get: () => response },
  });
}
