// The seven ways of seven-ways.md: what a hand-written client does, what that costs on the sandbox, and what the SDK does instead.
import { readFileSync } from 'node:fs';
import { openOnRamp, payInDetails } from '@org/iron-sdk/ramps';
import { createMemoryDedupeStore } from '@org/iron-sdk/webhooks';
import type { Disturbance } from '@org/sandbox';
import { expect, test } from 'vitest';
import { lockRate } from '../iron-locked-rate.ts';
import { type Line, lineOf, outcomeOf } from '../iron-payment-outcome.ts';
import { statements } from '../iron-webhooks.ts';
import { key, ramp, walletOwner } from './iron-money.ts';
import { address, apiKey, compliance, type Iron, startIron } from './iron-support.ts';

const to = { token: 'USDC', blockchain: 'Base' } as const;

/** A client as one writes it by hand. */
function handWritten({ sandbox }: Iron) {
  const send = async (method: string, path: string, body?: object, idempotencyKey?: string) => {
    const headers = {
      'x-api-key': apiKey,
      ...(body && { 'content-type': 'application/json' }),
      ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
    };
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    const response = await sandbox.iron.fetch(`https://api.sandbox.iron.xyz/api${path}`, init);
    if (!response.ok) throw new Error(`${response.status}`);
    return response.json();
  };
  return {
    get: (path: string) => send('GET', path),
    post: (path: string, body: object, idempotencyKey: string) => send('POST', path, body, idempotencyKey),
  };
}

const bodyFor = (customer_id: string) => ({
  customer_id,
  source_currencies: [{ type: 'Fiat', code: 'EUR' }],
  destination_currency: { type: 'Crypto', ...to },
  recipient_account: { type: 'Crypto', chain: 'Base', address },
});

async function setUp(now = false) {
  const world = startIron(now);
  const customerId = await walletOwner(world);
  const order = { key, customerId, from: 'EUR', to, wallet: address } as const;
  const count = async () => (await world.iron.autoramp.getAutoramps()).items.length;
  return { world, order, count, body: bodyFor(customerId), ...handWritten(world), ...world.process(compliance(world)) };
}

test('1. A new key for each retry', async () => {
  const wrong = await setUp();
  const { post, body } = wrong;
  const lost = { operation: 'createAutoramp', times: 1, fault: { kind: 'reset', when: 'after' } } as const;
  wrong.world.sandbox.faults.add(lost);
  const create = () => post('/autoramps', body, crypto.randomUUID());
  await create().catch(create);
  expect(await wrong.count()).toBe(2);

  const { world, iron, order, options, count } = await setUp();
  world.sandbox.faults.add(lost);
  await openOnRamp(iron, order, options);
  expect(await count()).toBe(1);
});

test('2. A stored key after the weekend', async () => {
  const wrong = await setUp();
  const { post, body } = wrong;
  await post('/autoramps', body, key);
  await wrong.world.sandbox.clock.advance('3d');
  await post('/autoramps', body, key);
  expect(await wrong.count()).toBe(2);

  const { world, iron, order, options, count } = await setUp();
  await openOnRamp(iron, order, options);
  await world.sandbox.clock.advance('3d');
  await openOnRamp(iron, order, options);
  expect(await count()).toBe(1);
});

test('3. Amounts as numbers', async () => {
  const invoices = ['1.10', '2.20'];
  const amount = invoices.map(parseFloat).reduce((sum, one) => sum + one, 0);
  expect(`${amount}`).toBe('3.3000000000000003');

  const { iron, order, options } = await setUp();
  const opening = openOnRamp(iron, { ...order, quote: { amount_in: amount as unknown as string } }, options);
  await expect(opening).rejects.toThrow("'quote.amount_in' must be a decimal string such as '100.00', not a number.");
});

test('4. An approved autoramp as a payment that arrived', async () => {
  const { iron, opened, transaction } = await ramp(startIron(), '100.00', 'RejectedAml');
  const { autoramp } = opened;
  const isPaid = autoramp.status === 'Approved';
  expect(isPaid).toBe(true);

  const { status, money } = await outcomeOf(iron, transaction.id);
  expect([status, money]).toEqual(['RejectedAml', 'returned']);
});

test('5. An account without what has to come with the money', async () => {
  const { iron, order, options, world } = await setUp();
  const { autoramp } = await lockRate(iron, order, '100.00', options);
  const [rail] = autoramp.deposit_rails;
  const page = rail?.type === 'SEPA' ? [`IBAN: ${rail.iban}`] : [];
  expect(page).toHaveLength(1);
  const rounded = { autoramp_id: autoramp.id, amount: '99.00' };
  const { id } = await iron.sandbox.createSandboxTransaction({ body: rounded });
  expect((await lineOf(iron, id)).status).toBe('Failed');

  const [details] = payInDetails(autoramp, { at: world.sandbox.clock.now() });
  expect(details?.amounts?.map(({ amount }) => amount.replace(/\.0+$/, ''))).toEqual(['100']);
});

test('6. A webhook that is handled each time it comes', async () => {
  let credits = 0;
  const handle = (event: Event) => {
    if (event.data.message.TransactionStatus?.transaction_status === 'Completed') credits += 1;
  };
  const { lines } = await paid(handle, { kind: 'duplicate', times: 2 });
  expect(credits).toBe(2);
  expect(lines.filter(({ status }) => status === 'Completed')).toHaveLength(1);
});

test('7. The status of an event as the truth', async () => {
  let shown: string | undefined;
  const handle = (event: Event) => {
    shown = event.data.message.TransactionStatus?.transaction_status ?? shown;
  };
  const { lines } = await paid(handle, { kind: 'reorder', times: 2 });
  expect(shown).toBe('ConversionInProgress');
  expect(lines.at(-1)?.status).toBe('Completed');
});

type Event = { data: { message: { TransactionStatus?: { transaction_status: string } } } };

/** A payment whose last events are disturbed, on their way to a receiver written by hand and to that of the SDK. */
async function paid(handle: (event: Event) => void, disturbance: Disturbance): Promise<{ lines: Line[] }> {
  const world = startIron(true);
  const { sandbox, iron } = world;
  const lines: Line[] = [];
  const subscribe = (handler: (request: Request) => Promise<Response>) =>
    sandbox.webhooks.subscribe({ provider: 'iron', account: apiKey, handler });
  subscribe(async (request) => {
    handle((await request.json()) as Event);
    return new Response('ok');
  });
  const { secret } = subscribe((request) => receive(request));
  const receive = statements(iron, secret, createMemoryDedupeStore(), async (line) => void lines.push(line));
  const { transaction } = await ramp(world, '100.00');
  await sandbox.settled();
  const path = { id: transaction.id };
  if (disturbance.kind === 'reorder') sandbox.webhooks.disturb(disturbance);
  await iron.sandbox.updateSandboxTransactionState({ path, body: { state: 'Pending' } });
  await sandbox.settled();
  if (disturbance.kind === 'duplicate') sandbox.webhooks.disturb(disturbance);
  await iron.sandbox.updateSandboxTransactionState({ path, body: { state: 'Completed' } });
  await sandbox.settled();
  return { lines };
}

test('every line of code on the page is one of these tests', () => {
  const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');
  const code = [...read('../seven-ways.md').matchAll(/^```ts\n(.*?)^```$/gms)].flatMap(([, block = '']) =>
    block.split('\n'),
  );
  const own = read('./seven-ways.test.ts')
    .split('\n')
    .map((line) => line.trim());
  expect(code.length).toBeGreaterThan(14);
  expect(code.map((line) => line.trim()).filter((line) => line && !own.includes(line))).toEqual([]);
});
