// Webhooks as the API shows them: a subscription of the sandbox, with the label and switch that the dashboard adds.
import type { Webhook, WebhookEventType } from '@org/iron-types';
import { handlerUrl, isHttp, type Subscription } from '../engine/webhooks.ts';
import { type Context, customerOf, type IronHandlers, refuse, type SomeCall } from './call.ts';
import { pingEvent } from './events.ts';
import type { IronRecords } from './records.ts';

const topics: Readonly<Record<string, WebhookEventType>> = {
  transaction: 'Transaction',
  new_autoramp: 'NewAutoramp',
  new_bank_account: 'NewBankAccount',
  deposit_address_created: 'DepositAddressCreated',
  customer_created: 'CustomerCreated',
  transaction_status: 'TransactionStatus',
  register_fiat_address_status: 'RegisterFiatAddressStatus',
  customer_status: 'CustomerStatus',
  register_autoramp_status: 'RegisterAutorampStatus',
  identification_status: 'IdentificationStatus',
  ping: 'Ping',
};

export const webhookHandlers: IronHandlers = {
  listWebhooks(call) {
    const { cursor, page_size = 10 } = call.query;
    const size = Math.min(Math.max(page_size, 1), 100);
    const from = cursor === undefined ? 0 : call.subscriptions.findIndex(({ id }) => id === cursor) + 1;
    const unknown = cursor !== undefined && from === 0;
    const items = unknown ? [] : call.subscriptions.slice(from, from + size);
    const more = !unknown && from + size < call.subscriptions.length;
    return {
      status: 200,
      body: {
        items: items.map((subscription) => showWebhook(call, subscription)),
        cursor: more ? (items.at(-1)?.id ?? null) : null,
      },
    };
  },

  updateWebhook(call) {
    const subscription = subscriptionOf(call, call.path.id);
    const { enabled, label, topics: asked, url } = call.body;
    if (url !== undefined && !isHttp(url)) refuse(call, 400, 'body.url must be an http or https address');
    const settings = settingsOf(call, subscription);
    if (label !== undefined) settings.label = label;
    if (enabled !== undefined) settings.enabled = enabled;
    if (asked !== undefined) settings.topics = asked;
    settings.updated_at = call.timestamp();
    const changed: Subscription = {
      ...subscription,
      ...(url !== undefined && { url }),
      types: settings.enabled
        ? Object.entries(topics).flatMap(([type, topic]) => (settings.topics.includes(topic) ? [type] : []))
        : [],
    };
    call.subscriptions.splice(call.subscriptions.indexOf(subscription), 1, changed);
    return { status: 200, body: showWebhook(call, changed) };
  },

  pingWebhook(call) {
    const subscription = subscriptionOf(call, call.path.id);
    const customer = customerOf(call, call.body.customer_id);
    call.emit({ ...pingEvent(call, customer.id), subscription: subscription.id });
    return { status: 200, body: true };
  },
};

function subscriptionOf(call: SomeCall, id: string): Subscription {
  return call.subscriptions.find((entry) => entry.id === id) ?? refuse(call, 404, `no webhook has the id ${id}`);
}

/** What a subscription that was made in the dashboard lacks; made when it is first seen. */
function settingsOf(context: Context, { id, types }: Subscription): IronRecords['webhooks'][string] {
  const known = Object.hasOwn(context.records.webhooks, id) ? context.records.webhooks[id] : undefined;
  if (known) return known;
  const made = {
    label: 'Sandbox webhook',
    enabled: true,
    topics: (types ?? Object.keys(topics)).flatMap((type) => topics[type] ?? []),
    created_at: context.timestamp(),
    updated_at: context.timestamp(),
  };
  context.records.webhooks[id] = made;
  return made;
}

function showWebhook(context: Context, subscription: Subscription): Webhook {
  const { id, url = handlerUrl(id) } = subscription;
  return { id, url, partner_id: context.records.partner_id, ...settingsOf(context, subscription) };
}
