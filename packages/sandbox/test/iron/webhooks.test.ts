// Events as Iron sends them, and deliveries that our own receiver accepts.
import { createIronClient, type IronClient } from '@org/iron-sdk';
import {
  createIronWebhookHandler,
  createMemoryDedupeStore,
  type IronWebhookEvent,
  receiveIronWebhook,
} from '@org/iron-sdk/webhooks';
import { manualClock } from '@org/test-kit/clock';
import { expect, test } from 'vitest';
import { deliver } from '../../src/iron/delivery.ts';
import { createIronEngine } from './engine.ts';
import {
  activeCustomer,
  approve,
  bankDetails,
  euro,
  newCustomer,
  onramp,
  play,
  registeredWallet,
  start,
  usdc,
} from './support.ts';

function setUp() {
  const engine = createIronEngine();
  const iron: IronClient = createIronClient({
    environment: 'sandbox',
    apiKey: 'test',
    fetch: engine.fetch,
    maxRetries: 0,
  });
  const seen = () => engine.events.splice(0).map(({ type, data }) => [type, (data as { message: unknown }).message]);
  return { engine, iron, seen, playground: { iron, sandbox: { clock: { now: () => start } } } as never };
}

test('sends an event for each step of onboarding', async () => {
  const { iron, seen } = setUp();
  const { id } = await newCustomer(iron);
  expect(seen()).toEqual([['customer_created', { Event: { id, kind: 'CustomerCreated' } }]]);
  const identification = await iron.customer.createCustomerIdentificationV2({ path: { id }, body: { type: 'Link' } });
  expect(seen()).toEqual([
    ['identification_status', { IdentificationStatus: { id: identification.id, status: 'Pending' } }],
  ]);
  await approve(iron, identification.id);
  expect(seen()).toEqual([
    ['identification_status', { IdentificationStatus: { id: identification.id, status: 'Approved' } }],
    ['customer_status', { CustomerStatus: { id, status: 'SigningsRequired' } }],
  ]);
  for (const { id: content_id } of await iron.customer.getCustomerRequiredSignings({ path: { id } })) {
    await iron.customer.createCustomerSigning({ path: { id }, body: { content_id, signed: true } });
  }
  expect(seen()).toEqual([['customer_status', { CustomerStatus: { id, status: 'Active' } }]]);
});

test('sends an event for each step of a bank account, an autoramp and a transaction', async () => {
  const { iron, seen, playground } = setUp();
  const customer = await activeCustomer(iron);
  const { address } = await registeredWallet(playground, customer.id);
  seen();
  const { id: account } = await iron.addresses.registerFiatAddress({
    body: { customer_id: customer.id, currency: { code: 'EUR' }, bank_details: bankDetails },
  });
  await iron.sandbox.updateSandboxFiatAddressVerificationStatus({ path: { id: account }, body: 'Registered' });
  expect(seen()).toEqual([
    ['new_bank_account', { Event: { id: account, kind: 'NewBankAccount' } }],
    ['register_fiat_address_status', { RegisterFiatAddressStatus: { id: account, status: 'RegistrationPending' } }],
    ['register_fiat_address_status', { RegisterFiatAddressStatus: { id: account, status: 'Registered' } }],
  ]);

  const { id } = await iron.autoramp.createAutoramp({
    body: {
      customer_id: customer.id,
      source_currencies: [euro],
      destination_currency: usdc,
      recipient_account: { type: 'Crypto', chain: 'Ethereum', address },
    },
  });
  await iron.sandbox.updateSandboxAutorampStatus({ path: { id }, body: 'Approved' });
  expect(seen()).toEqual([
    ['new_autoramp', { Event: { id, kind: 'NewAutoramp' } }],
    ['register_autoramp_status', { RegisterAutorampStatus: { id, status: 'Authorized' } }],
    ['deposit_address_created', { Event: { id, kind: 'DepositAddressCreated' } }],
    ['register_autoramp_status', { RegisterAutorampStatus: { id, status: 'Approved' } }],
  ]);

  const { id: deposit } = await iron.sandbox.createSandboxTransaction({ body: { autoramp_id: id, amount: '10' } });
  await iron.sandbox.updateSandboxTransactionState({ path: { id: deposit }, body: { state: 'Failed' } });
  const message = { id: deposit, transaction_hash: null };
  expect(seen()).toEqual([
    ['transaction', { Event: { id: deposit, kind: 'Transaction' } }],
    [
      'transaction_status',
      { TransactionStatus: { ...message, status: 'InAmlReview', transaction_status: 'FundsReviewInProgress' } },
    ],
    ['transaction_status', { TransactionStatus: { ...message, status: 'Failed', transaction_status: 'Failed' } }],
  ]);
});

test('signs a delivery so that the receiver of our SDK accepts it, and refuses it when changed', async () => {
  const { engine, iron } = setUp();
  await activeCustomer(iron);
  const subscription = { id: 's', url: 'https://example.com/hook', secret: 'the secret' };
  const dedupeStore = createMemoryDedupeStore();
  const received: IronWebhookEvent[] = [];
  const receive = (body: string, headers: Record<string, string>) =>
    receiveIronWebhook(
      new Request(subscription.url, { method: 'POST', body, headers }),
      { secrets: 'the secret', dedupeStore, clock: manualClock({ start: start.getTime() }) },
      (event) => received.push(event),
    );
  const ids = new Set<string | undefined>();
  const { events } = engine;
  for (const event of events) {
    const delivery = {
      id: crypto.randomUUID(),
      subscription: 's',
      event: { ...event, id: crypto.randomUUID(), at: start.getTime() },
      attempts: [],
      state: 'pending' as const,
      nextAt: 0,
    };
    const first = await deliver(delivery, subscription, start.getTime());
    const second = await deliver({ ...delivery, attempts: [{ at: 0 }] }, subscription, start.getTime());
    expect(second.body).toBe(first.body);
    ids.add(first.headers['webhook-id']).add(second.headers['webhook-id']);
    await expect(receive(first.body.replace('message', 'massage'), first.headers)).rejects.toThrow(
      'Signature does not match',
    );
    expect((await receive(first.body, first.headers)).response.status).toBe(200);
    expect((await receive(second.body, second.headers)).response.status).toBe(200);
  }
  expect(ids.size).toBe(events.length * 2);
  expect(received.map(({ type }) => type)).toEqual(events.map(({ type }) => type));
  expect(received.map(({ type }) => type)).not.toContain('unknown');
});

test('lists, changes, switches off and pings the webhooks of the dashboard', async () => {
  const { engine, iron } = setUp();
  const customer = await newCustomer(iron);
  const id = '0198c3b6-aabb-406b-9a28-93f475d01291';
  engine.subscriptions.push(
    { id, url: 'https://example.com/a', secret: 'a', types: ['ping'] },
    { id: '0198c3b6-aabb-406b-9a28-93f475d01292', url: 'https://example.com/b', secret: 'b' },
  );
  const pages: string[] = [];
  for await (const webhook of iron.webhooks.listWebhooks({ query: { page_size: 1 } }))
    pages.push(`${webhook.url} ${webhook.topics.length}`);
  expect(pages).toEqual(['https://example.com/a 1', 'https://example.com/b 11']);

  const path = { id };
  const changed = await iron.webhooks.updateWebhook({ path, body: { topics: ['CustomerStatus'], label: 'Mine' } });
  expect([changed.topics, changed.label, engine.subscriptions[0]?.types]).toEqual([
    ['CustomerStatus'],
    'Mine',
    ['customer_status'],
  ]);
  await iron.webhooks.updateWebhook({ path, body: { enabled: false } });
  expect(engine.subscriptions[0]).toMatchObject({ types: [], secret: 'a' });
  for (const url of ['not a URL', 'file:///etc/passwd', 'ftp://example.com/a']) {
    expect((await iron.webhooks.updateWebhook({ path, body: { url } }).result()).status).toBe(400);
  }

  engine.events.length = 0;
  expect(await iron.webhooks.pingWebhook({ path, body: { customer_id: customer.id } })).toBe(true);
  expect(engine.events).toEqual([
    {
      type: 'ping',
      data: { customer_id: customer.id, message: { Ping: { id: expect.any(String) } } },
      subscription: id,
    },
  ]);
  const nobody = await iron.webhooks.pingWebhook({ path, body: { customer_id: id } }).result();
  expect(nobody.status).toBe(404);
});

test.each([
  'customer_created',
  'customer_status',
  'identification_status',
  'new_bank_account',
  'register_fiat_address_status',
  'new_autoramp',
  'deposit_address_created',
  'register_autoramp_status',
  'transaction',
  'transaction_status',
  'ping',
])('sends %s on demand for a record of this key, and nothing for one that is not there', async (type) => {
  const playground = play();
  const { iron, sandbox } = playground;
  const { id: autoramp, customer_id: customer } = await onramp(playground);
  const body = { customer_id: customer, currency: { code: 'EUR' }, bank_details: bankDetails };
  const { id: fiat_address } = await iron.addresses.registerFiatAddress({ body });
  const { id: transaction } = await iron.sandbox.createSandboxTransaction({
    body: { autoramp_id: autoramp, amount: '5' },
  });
  const received: IronWebhookEvent[] = [];
  const handler = createIronWebhookHandler(
    { secrets: 'the secret', dedupeStore: createMemoryDedupeStore(), clock: manualClock({ start: start.getTime() }) },
    async (event) => {
      received.push(event);
    },
  );
  sandbox.webhooks.subscribe({ provider: 'iron', account: 'test', secret: 'the secret', types: [type], handler });
  const about = /fiat|bank/.test(type)
    ? { fiat_address }
    : /autoramp|deposit/.test(type)
      ? { autoramp }
      : type.startsWith('transaction')
        ? { transaction }
        : { customer };
  await sandbox.webhooks.trigger(type, { provider: 'iron', account: 'test', ...about });
  await sandbox.webhooks.expect({ type, where: { data: { customer_id: customer } } });
  expect(received).toMatchObject([{ type, data: { customer_id: customer } }]);
  await expect(
    sandbox.webhooks.trigger(type, { provider: 'iron', account: 'test', customer: 'nobody' }),
  ).rejects.toThrow();
});
