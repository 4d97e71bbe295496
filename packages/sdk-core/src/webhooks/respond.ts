import type { VerificationFailure } from '../errors.ts';
import { callSafely } from '../instrumentation.ts';
import type { Delivery } from './body.ts';
import { verificationFailureOf } from './verification.ts';

const STATUS: Readonly<Record<VerificationFailure, number>> = {
  headers: 401,
  signature: 401,
  timestamp: 401,
  'parsed-body': 400,
  'too-large': 413,
  'too-slow': 408,
  body: 400,
};

/** How a delivery was dealt with. */
export type DeliveryOutcome = 'received' | 'handled' | 'duplicate' | 'busy';

/**
 * What to answer the sender: 200, also to a duplicate, so that it stops sending. If another worker is handling the event
 * it is 503, so that the sender sends again: were it 200 and that worker died, the event would be lost.
 */
export function toResponse(outcome: DeliveryOutcome): Response {
  return outcome === 'busy'
    ? new Response('busy: another worker is handling this event', { status: 503, headers: { 'Retry-After': '60' } })
    : new Response(null, { status: 200 });
}

/**
 * What to answer when receiving failed: 401 for what is not authentic, 408, 413 and 400 for what is not an event, 500 for
 * everything else, so that the sender sends again. The text shows the reason only.
 */
export function toErrorResponse(error: unknown): Response {
  const reason = verificationFailureOf(error);
  return new Response(reason ?? 'error', { status: reason ? STATUS[reason] : 500 });
}

export interface HandlerOptions {
  /** Told what was refused, and what the handler threw. It cannot change the response. Default: `console.error`. */
  readonly onError?: ((error: unknown) => unknown) | undefined;
}

/**
 * Makes a receiver in the form that Fetch-like frameworks take, a request in and a response out, of one that throws.
 *
 * @returns a function that never throws: failures are reported to `onError`, and answered
 */
export function toFetchHandler(
  { onError = (error) => console.error(error) }: HandlerOptions,
  receive: (request: Delivery) => Promise<{ readonly response: Response }>,
): (request: Delivery) => Promise<Response> {
  return async (request) => {
    try {
      return (await receive(request)).response;
    } catch (error) {
      callSafely(() => onError(error));
      return toErrorResponse(error);
    }
  };
}
