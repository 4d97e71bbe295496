// One attempt to deliver an event: a body that names it, and the API key of the subscription. Paxos signs nothing.
// https://docs.paxos.com/guides/webhooks/quickstart
import type { WebhookEvent } from '@org/paxos-types';
import type { Delivery, Subscription } from '../engine/webhooks.ts';

/** Header of the API key. In Paxos's dashboard one chooses its name. */
export const keyHeader = 'x-api-key';

export async function deliver(
  { event }: Delivery,
  { secret }: Subscription,
): Promise<{ body: string; headers: Record<string, string> }> {
  const { id, created_at } = event.data as { id: string; created_at: string };
  const body: Omit<WebhookEvent, 'type'> & { type: string } = {
    id,
    type: event.type,
    source: 'com.paxos',
    time: created_at,
    object: 'event',
    is_test: false,
  };
  return {
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', [keyHeader]: secret },
  };
}
