// The same sandbox by every way in: in process with both SDKs, and below Mock Service Worker.
import { createIronClient, isApiError } from '@org/iron-sdk';
import { createIronWebhookHandler, createMemoryDedupeStore, type IronWebhookEvent } from '@org/iron-sdk/webhooks';
import { createPaxosClient } from '@org/paxos-sdk';
import { http } from 'msw';
import { setupServer } from 'msw/node';
import { expect, onTestFinished, test } from 'vitest';
import { createSandbox } from '../src/index.ts';

const credentials = { environment: 'sandbox', apiKey: 'test-key' } as const;

test('in process, as the fetch of both SDKs', async () => {
  const sandbox = createSandbox();
  const iron = createIronClient({ ...credentials, fetch: sandbox.iron.fetch });
  expect((await iron.currencies.listFiatCurrencies()).length).toBeGreaterThan(0);
  const paxos = createPaxosClient({
    environment: 'sandbox',
    clientId: 'id',
    clientSecret: 'secret',
    fetch: sandbox.paxos.fetch,
  });
  expect((await paxos.marketData.listMarkets()).markets?.length).toBeGreaterThan(0);
});

test('a client of the SDK retries what a fault breaks, under one key', async () => {
  const sandbox = createSandbox();
  const iron = createIronClient({ ...credentials, fetch: sandbox.iron.fetch, random: () => 0 });
  sandbox.faults.add({ operation: 'createCustomer', times: 1, fault: { kind: 'reset', when: 'after' } });
  const body = { customer_type: 'Person', name: 'Ada Lovelace', email: 'ada@example.com' } as const;
  const { attempts } = await iron.customer.createCustomer({ body }).withResponse();
  expect(attempts).toBe(2);
  const [first, second] = sandbox.requests();
  expect([first?.status, second?.status, second?.replayed]).toEqual([undefined, 201, true]);
  expect(first?.idempotencyKey).toBe(second?.idempotencyKey);
});

test('a status fault reaches the caller as the error of the SDK, with Retry-After', async () => {
  const sandbox = createSandbox();
  const iron = createIronClient({ ...credentials, fetch: sandbox.iron.fetch, maxRetries: 0 });
  sandbox.faults.add({ operation: '*', times: 1, fault: { kind: 'status', status: 429, retryAfter: 7 } });
  const error = await iron.currencies.listFiatCurrencies().catch((reason: unknown) => reason);
  expect(isApiError(error) && [error.status, error.retryAfter]).toEqual([429, 7000]);
});

test('below Mock Service Worker with one line', async () => {
  const sandbox = createSandbox();
  const server = setupServer(http.all('https://api.sandbox.iron.xyz/*', ({ request }) => sandbox.iron.fetch(request)));
  server.listen();
  onTestFinished(() => server.close());
  const iron = createIronClient(credentials);
  expect((await iron.currencies.listFiatCurrencies()).length).toBeGreaterThan(0);
  expect(sandbox.requests().map(({ operation }) => operation)).toEqual(['listFiatCurrencies']);
});

test('sends the event of my record to a receiver of our SDK, signed as Iron signs', async () => {
  const sandbox = createSandbox({ clock: { stopped: true } });
  const iron = createIronClient({ ...credentials, fetch: sandbox.iron.fetch });
  const events: IronWebhookEvent[] = [];
  const options = { secrets: 'signing-secret', dedupeStore: createMemoryDedupeStore() };
  sandbox.webhooks.subscribe({
    provider: 'iron',
    account: credentials.apiKey,
    secret: 'signing-secret',
    handler: createIronWebhookHandler(options, (event) => events.push(event)),
  });
  const { id } = await iron.customer.createCustomer({
    body: { customer_type: 'Person', name: 'Ada Lovelace', email: 'ada@example.com' },
  });
  await iron.customer.createCustomerIdentificationV2({ path: { id }, body: { type: 'Link' } });
  const where = { data: { customer_id: id } };
  await sandbox.webhooks.expect({ type: 'identification_status', where });
  // Of a status that was not sent before; one that was is a duplicate to the receiver.
  await sandbox.webhooks.trigger('customer_status', { customer: id });
  await sandbox.webhooks.trigger('identification_status', { customer: id });
  for (const type of ['customer_status', 'identification_status']) {
    const { attempts } = await sandbox.webhooks.expect({ type, where });
    expect(attempts).toMatchObject([{ status: 200 }]);
    expect(events.filter((event) => event.type === type)).toHaveLength(1);
  }
  await expect(sandbox.webhooks.trigger('identification_statsu', { customer: id })).rejects.toThrow(
    `did you mean 'identification_status'?`,
  );
});
