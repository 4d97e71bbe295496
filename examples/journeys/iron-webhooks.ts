// Journey 11: a customer's statement, kept by webhooks. Each event is handled once, in whatever order they come.
import type { IronClient } from '@org/iron-sdk';
import { createIronWebhookHandler, type DedupeStore } from '@org/iron-sdk/webhooks';
import { type Line, lineOf } from './iron-payment-outcome.ts';

/** A route for Iron's webhooks. `write` has to be able to write the same line again. */
export function statements(
  iron: IronClient,
  secret: string,
  dedupeStore: DedupeStore,
  write: (line: Line) => Promise<unknown>,
): (request: Request) => Promise<Response> {
  return createIronWebhookHandler({ secrets: secret, dedupeStore }, async (event) => {
    if (event.type !== 'transaction_status') return;
    // The event names a record; the record has the truth.
    await write(await lineOf(iron, event.data.message.TransactionStatus.id));
  });
}
