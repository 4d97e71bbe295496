import type { WebhookEvent } from '@org/paxos-types';
import { verificationError } from '@org/sdk-core/webhooks';

/** Reads what Paxos posts: that something happened, not what. Throws `WebhookVerificationError` for anything else. */
export function parseDelivery(bytes: Uint8Array): WebhookEvent {
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw verificationError('body', 'The body is no JSON, so it is no event of Paxos.', cause);
  }
  const { id, type } = (body ?? {}) as Partial<WebhookEvent>;
  // The id becomes part of a path and of a key.
  if (typeof id !== 'string' || !/^[\w-]{1,100}$/.test(id) || typeof type !== 'string') {
    throw verificationError('body', 'The body is no event of Paxos: it lacks an id or a type.');
  }
  return body as WebhookEvent;
}
