// What comes from Iron and Paxos: genuine deliveries are handled, forged ones refused.
import * as iron from '@org/iron-sdk';
import {
  createIronWebhookHandler,
  createMemoryDedupeStore,
  receiveIronWebhook,
  signIronWebhook,
} from '@org/iron-sdk/webhooks';
import { createPaxosClient } from '@org/paxos-sdk';
import { createPaxosEventHandler, receivePaxosEvent } from '@org/paxos-sdk/events';
import type { Addresses } from './addresses.ts';
import { credentials } from './credentials.ts';
import { caught, type Plain, plain } from './seen.ts';

const address = 'https://receiver.example/hook';
/** Signed by OpenSSL and not by the SDK, at the first second of 2026. */
const genuine = {
  method: 'POST',
  headers: {
    'webhook-id': 'd1',
    'webhook-timestamp': '1767225600',
    'webhook-signature': 'v1=b2d155bc2be0f1e04b47816ccead5cc892c43e7204479154da2a3880a5466633',
  },
  body: '{"type":"ping","timestamp":"2026-01-01T00:00:00Z","data":{"customer_id":"c1","message":{"Ping":{"id":"Zoë"}}}}',
};
const clock: iron.Clock = {
  now: () => 1_767_225_600_000,
  monotonic: () => performance.now(),
  setTimeout: (run, ms) => setTimeout(run, ms),
  clearTimeout: (id) => clearTimeout(id as number),
};
const secrets = credentials.webhookSecret;

export async function receiving(addresses: Addresses): Promise<Plain> {
  const events: unknown[] = [];
  const dedupeStore = createMemoryDedupeStore();
  const handler = createIronWebhookHandler({ secrets, clock, dedupeStore }, (event) => void events.push(event));
  const status = async (delivery: RequestInit): Promise<number> =>
    (await handler(new Request(address, delivery))).status;
  const forged = { ...genuine, body: genuine.body.replace('c1', 'c2') };
  const signed = await signIronWebhook({ type: 'other' }, { secret: secrets });
  return {
    webhooks: {
      statuses: [await status(genuine), await status(genuine), await status(forged)],
      events: plain(events),
      ownSignature: plain((await receiveIronWebhook(new Request(address, signed), { secrets })).event),
      forged: await caught(receiveIronWebhook(new Request(address, forged), { secrets, clock }), (error) => ({
        sameClass: error instanceof iron.WebhookVerificationError,
      })),
      old: await caught(receiveIronWebhook(new Request(address, genuine), { secrets })).then(withoutAge),
    },
    events: await paxosEvents(addresses),
  };
}

/** How long ago it was changes by the millisecond. */
function withoutAge(refusal: Plain): Plain {
  return JSON.parse(JSON.stringify(refusal).replaceAll(/signed \d+ ms/g, 'signed <age> ms'));
}

async function paxosEvents({ paxos: baseUrl, token: tokenUrl }: Addresses): Promise<Plain> {
  const { clientId, clientSecret, eventKey } = credentials;
  const client = createPaxosClient({
    baseUrl,
    tokenUrl,
    clientId,
    clientSecret,
    scopes: ['events:read_event'],
    logLevel: 'off',
  });
  const options = { client, authorize: { header: 'X-Event-Key', value: eventKey } };
  const events: unknown[] = [];
  const handler = createPaxosEventHandler(options, (event) => void events.push(event));
  const delivery = (key: string): Request =>
    new Request(address, {
      method: 'POST',
      headers: { 'x-event-key': key },
      body: '{"id":"e1","type":"identity.kyc_refresh.started"}',
    });
  return {
    statuses: [(await handler(delivery(eventKey))).status, (await handler(delivery('forged'))).status],
    events: plain(events),
    forged: await caught(receivePaxosEvent(delivery('forged'), options)),
  };
}
