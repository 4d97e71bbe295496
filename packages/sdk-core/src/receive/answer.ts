import { type Refusal, refusalOf } from './refuse.ts';

const STATUS: Record<Refusal, number> = {
  headers: 401,
  signature: 401,
  timestamp: 401,
  'parsed-body': 400,
  'too-large': 413,
  body: 400,
};

/** How a receiver ended. */
export type Answerable = 'received' | 'handled' | 'duplicate' | 'busy';

/**
 * What to answer the sender: 200, also to a duplicate, so that it stops trying. To a delivery that another worker is at
 * it is 503, so that the sender tries again: were it 200 and that worker died, the event would be lost.
 */
export function answer(outcome: Answerable): Response {
  return outcome === 'busy'
    ? new Response('busy: another worker handles this event', { status: 503, headers: { 'Retry-After': '60' } })
    : new Response(null, { status: 200 });
}

/**
 * What to answer when receiving failed: 401 for what is not authentic, 413 and 400 for what is no event, 500 for
 * everything else, so that the sender tries again. The text shows the reason only.
 */
export function answerToError(error: unknown): Response {
  const reason = refusalOf(error);
  return new Response(reason ?? 'error', { status: reason ? STATUS[reason] : 500 });
}
