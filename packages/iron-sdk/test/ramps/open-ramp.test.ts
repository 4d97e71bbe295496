import { empty, json, reset } from '@org/test-kit/replies';
import type { Reply } from '@org/test-kit/server';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type OffRampOrder, type OnRampOrder, openOffRamp, openOnRamp } from '../../src/ramps.ts';
import { customerId, startIron } from './support.ts';

const key = '0198c3b1-0000-4000-8000-000000000001';
const address = '0x52908400098527886E0F7030069857D2E4169EE7';
const USDC = { token: 'USDC', blockchain: 'Base' } as const;
const EUR = { type: 'Fiat', code: 'EUR' };
const TOKEN = { type: 'Crypto', ...USDC };
const sepa = { type: 'SEPA', iban: 'DE89370400440532013000' };
const onRamp: OnRampOrder = { key, customerId, from: 'EUR', to: USDC, wallet: address };
const offRamp: OffRampOrder = { key, customerId, from: USDC, to: 'EUR', fiatAddressId: 'f1' };
const EXTERNAL = `GET /autoramps/${key}/external`;

/** A little Iron: it remembers autoramps by external id, and what was sent under a key. */
async function setUp() {
  const it = await startIron();
  const { server } = it;
  const ramps = new Map<string, Record<string, unknown>>();
  const state = { approved: true };
  const find: Reply = (response, seen, socket) => {
    const id = decodeURIComponent(seen.path.split('/')[2] ?? '');
    const ramp = ramps.get(id) ?? [...ramps.values()].find((one) => one.id === id);
    const status = state.approved ? 'Approved' : 'Authorized';
    return json(ramp ? 200 : 404, ramp ? { status, ...ramp } : 'not found')(response, seen, socket);
  };
  const create: Reply = (response, seen, socket) => {
    const body = JSON.parse(seen.body);
    const { source_currencies, source_currency, recipient_account: to, quote_id } = body;
    const recipient =
      to.type === 'Crypto'
        ? { type: 'Wallet', blockchain: to.chain, address: to.address }
        : { type: 'BankAccount', ...to };
    const { customer_id, destination_currency, external_id } = body;
    const ramp = {
      id: `a${ramps.size + 1}`,
      customer_id,
      external_id,
      destination_currency,
      recipient,
      source_currencies: source_currencies ?? [source_currency],
      source: quote_id ? 'Quote' : 'Standalone',
      quotes: quote_id ? [{ amount_in: body.amount_in, valid_until: body.valid_until }] : [],
      deposit_rails: to.type === 'Crypto' ? [sepa] : [{ type: 'Crypto', chain: 'Base', address: '0xpay' }],
      ...(body.pay_by_reference && { inbound_payment_reference: 'IR-ABC123' }),
    };
    ramps.set(external_id, ramp);
    return json(201, { status: 'Authorized', ...ramp, deposit_rails: [] })(response, seen, socket);
  };
  const quote: Reply = (response, seen, socket) => {
    const query = new URLSearchParams(seen.query);
    const answer = {
      quote_id: 'q1',
      signature: 'sealed',
      external_id: query.get('external_id'),
      customer_id: customerId,
      source_currency: EUR,
      destination_currency: TOKEN,
      recipient_account: { type: 'Crypto', chain: 'Base', address },
      amount_in: { amount: query.get('amount_in'), currency: EUR },
      valid_until: '2026-03-02T10:36:00Z',
      additional_in_currencies: null,
    };
    return json(200, answer)(response, seen, socket);
  };
  server.on(EXTERNAL, find);
  server.on('GET /autoramps/a1', find);
  server.on('POST /autoramps', create);
  server.on('GET /autoramps/quote', quote);
  server.on('GET /autoramps/check-limit', json(200, { can_create: true }));
  server.on(`GET /customers/${customerId}`, json(200, { id: customerId, status: 'Active' }));
  const flows = ['Onramp', 'Offramp'];
  const currencies = [EUR, TOKEN].map((currency) => ({ currency, flows, counterparts: [] }));
  server.on(`GET /customers/${customerId}/abilities`, json(200, { currencies, fiat_deposit: {}, fiat_payout: {} }));
  const wallet = { id: 'w1', wallet_address: address, blockchain: 'Base', disabled: false };
  server.on(`GET /addresses/crypto/${customerId}`, json(200, [wallet]));
  const account = { id: 'f1', status: 'Registered', bank_account_identifier: { ...sepa, intermediary_bic: null } };
  server.on(`GET /addresses/fiat/${customerId}/f1`, json(200, account));
  const keys = () => server.seen.map(({ headers }) => headers['idempotency-key']).filter(Boolean);
  return { ...it, ramps, state, create, find, keys, wallet, currencies };
}

test('an on-ramp is checked, created once under the stored key, and returned with how to pay in', async () => {
  const { iron, options, sent, bodies, keys } = await setUp();
  const { autoramp, payIn } = await openOnRamp(iron, onRamp, options);
  expect(autoramp).toMatchObject({ id: 'a1', status: 'Approved' });
  expect(payIn).toMatchObject([{ rails: ['SEPA'], accepts: [EUR], fields: [{ label: 'IBAN', value: sepa.iban }] }]);
  expect(bodies('POST')).toEqual([
    {
      type: 'market',
      customer_id: customerId,
      external_id: key,
      source_currencies: [EUR],
      destination_currency: TOKEN,
      recipient_account: { type: 'Crypto', chain: 'Base', address },
      source_is_third_party: false,
    },
  ]);
  expect(keys()).toEqual([key]);
  expect(sent('GET')).toContain(
    `GET /autoramps/check-limit?customer_id=${customerId}&deposit_account_type=Iban&is_third_party=false`,
  );
});

test('an off-ramp pays the registered bank account, and is paid by wallet', async () => {
  const { iron, options, bodies, sent } = await setUp();
  const { payIn } = await openOffRamp(iron, { ...offRamp, terms: { sepa_payment_reference: 'INVOICE 42' } }, options);
  expect(payIn).toMatchObject([{ rails: ['Crypto'], accepts: [TOKEN] }]);
  expect(bodies('POST')).toMatchObject([
    {
      source_currencies: [TOKEN],
      destination_currency: EUR,
      recipient_account: { type: 'Fiat', account_identifier: sepa },
      sepa_payment_reference: 'INVOICE 42',
    },
  ]);
  expect(JSON.stringify(bodies('POST'))).not.toContain('null');
  expect(sent('GET').join()).toContain('deposit_account_type=Wallet');
});

test('with a quote the rate is locked, and the quote sent back as it came', async () => {
  const { iron, options, sent, bodies } = await setUp();
  const order: OnRampOrder = { ...onRamp, quote: { amount_in: '100.00' } };
  const { payIn } = await openOnRamp(iron, order, options);
  const [asked = ''] = sent('GET').filter((url) => url.includes('/quote?'));
  expect(Object.fromEntries(new URLSearchParams(asked.split('?')[1]))).toEqual({
    amount_in: '100.00',
    customer_id: customerId,
    destination_currency_chain: 'Base',
    destination_currency_code: 'USDC',
    expiry_in_hours: '1',
    external_id: key,
    is_third_party: 'false',
    rate_expiry_policy: 'Return',
    recipient_account_id: 'w1',
    source_currency_code: 'EUR',
  });
  expect(bodies('POST')[0]).toMatchObject({ signature: 'sealed', additional_in_currencies: null });
  expect(payIn[0]?.amounts).toEqual([{ amount: '100.00', currency: EUR, until: '2026-03-02T10:36:00Z' }]);
});

test('with pay-by-reference the details have the reference, or are refused', async () => {
  const { iron, options, ramps } = await setUp();
  const order: OnRampOrder = { ...onRamp, terms: { pay_by_reference: true } };
  expect((await openOnRamp(iron, order, options)).payIn[0]?.reference).toBe('IR-ABC123');
  delete ramps.get(key)?.inbound_payment_reference;
  await expect(openOnRamp(iron, order, options)).rejects.toMatchObject({
    name: 'StateError',
    message: expect.stringContaining('has no payment reference'),
  });
});

test('called again with the same order, it finds the autoramp, at any time, and creates nothing', async () => {
  const { iron, options, clock, sent } = await setUp();
  await openOnRamp(iron, onRamp, options);
  clock.stepWallClock(72 * 3_600_000);
  const again = await openOnRamp(iron, onRamp, options);
  expect(again.autoramp.id).toBe('a1');
  expect(sent('POST')).toHaveLength(1);
});

test('an order that was stored before a crash is gone on with, where nothing was created yet', async () => {
  const { iron, options, state, sent } = await setUp();
  state.approved = false;
  const crash = new AbortController();
  const first = openOnRamp(iron, onRamp, { ...options, signal: crash.signal });
  first.catch(() => {});
  await vi.waitFor(() => expect(sent('POST')).toHaveLength(1));
  crash.abort();
  await expect(first).rejects.toMatchObject({ name: 'AbortedError' });
  state.approved = true;
  expect((await openOnRamp(iron, onRamp, options)).autoramp.id).toBe('a1');
  expect(sent('POST')).toHaveLength(1);
});

test('a creation whose response was lost again and again is found, also if Iron forgot its key', async () => {
  const { iron, options, server, create, ramps, sent } = await setUp();
  const lost: Reply = async (response, seen, socket) => {
    await create({ writeHead() {}, end() {} } as unknown as typeof response, seen, socket);
    return reset(response, seen, socket);
  };
  server.on('POST /autoramps', lost, reset, reset, create);
  expect((await openOnRamp(iron, onRamp, options)).autoramp.id).toBe('a1');
  expect(sent('POST')).toHaveLength(3);
  expect(ramps.size).toBe(1);
});

test('an outage is ridden out, in reading and in creating, under one key', async () => {
  const { iron, options, server, create, find, keys } = await setUp();
  const down = Array.from({ length: 4 }, () => empty(503));
  server.on(EXTERNAL, ...down, find);
  server.on('POST /autoramps', ...down, create);
  expect((await openOnRamp(iron, onRamp, options)).autoramp.id).toBe('a1');
  expect(new Set(keys())).toEqual(new Set([key]));
});

test('after a conflict under the key the autoramp is looked up; without one the conflict is thrown', async () => {
  const { iron, options, server, create } = await setUp();
  server.on('POST /autoramps', json(409, 'same key, other body'));
  await expect(openOnRamp(iron, onRamp, options)).rejects.toMatchObject({ name: 'ApiError', status: 409 });
  const first: Reply = async (response, seen, socket) => {
    await create({ writeHead() {}, end() {} } as unknown as typeof response, seen, socket);
    return json(409, 'same key, other body')(response, seen, socket);
  };
  server.on('POST /autoramps', first);
  expect((await openOnRamp(iron, onRamp, options)).autoramp.id).toBe('a1');
});

test('a failure that Iron has stored under the key ends it, and asks for a new key', async () => {
  const { iron, options, server, sent } = await setUp();
  server.on('POST /autoramps', json(500, { message: 'internal error', trace_id: 't-1' }));
  await expect(openOnRamp(iron, onRamp, options)).rejects.toMatchObject({
    name: 'StateError',
    message:
      'Iron has stored a failure under this idempotency key. Nothing was created. Store a new key, and call again.',
    idempotencyKey: key,
    cause: expect.objectContaining({ status: 500 }),
  });
  expect(sent('POST').length).toBeLessThan(6);
});

test('a refusal is thrown at once', async () => {
  const { iron, options, server, sent } = await setUp();
  server.on('POST /autoramps', json(422, 'recipient_account does not match'));
  await expect(openOnRamp(iron, onRamp, options)).rejects.toMatchObject({ name: 'ApiError', status: 422 });
  expect(sent('POST')).toHaveLength(1);
});

type World = Awaited<ReturnType<typeof setUp>>;

test.each<[string, OnRampOrder | OffRampOrder, (world: World) => void, RegExp]>([
  [
    'customer',
    onRamp,
    ({ server }) => server.on(`GET /customers/${customerId}`, json(200, { status: 'SigningsRequired' })),
    /The customer is 'SigningsRequired'/,
  ],
  ['currency', { ...onRamp, from: 'MXN' }, () => {}, /do not list MXN/],
  ['currency', { ...offRamp, to: 'MXN' }, () => {}, /do not list MXN/],
  ['wallet', { ...onRamp, wallet: '0x0' }, () => {}, /The wallet is not registered on Base: call registerWallet/],
  [
    'wallet-disabled',
    onRamp,
    ({ server, wallet }) =>
      server.on(`GET /addresses/crypto/${customerId}`, json(200, [{ ...wallet, disabled: true }])),
    /The wallet is disabled/,
  ],
  [
    'fiat-address',
    offRamp,
    ({ server }) => server.on(`GET /addresses/fiat/${customerId}/f1`, json(200, { status: 'RegistrationPending' })),
    /The bank account is 'RegistrationPending': call waitForFiatAddress/,
  ],
  [
    'fiat-address',
    offRamp,
    ({ server }) => server.on(`GET /addresses/fiat/${customerId}/f1`, json(404, 'not found')),
    /no such bank account: call registerFiatAddress/,
  ],
  [
    'limit',
    onRamp,
    ({ server }) => server.on('GET /autoramps/check-limit', json(200, { can_create: false })),
    /as many autoramps from EUR as Iron allows/,
  ],
])('a ramp whose precondition %s is missing is not created, and the error says what to do', async (...row) => {
  const [name, order, spoil, message] = row;
  const world = await setUp();
  spoil(world);
  const opening =
    'wallet' in order ? openOnRamp(world.iron, order, world.options) : openOffRamp(world.iron, order, world.options);
  await expect(opening).rejects.toMatchObject({
    name: 'StateError',
    missing: [{ name, message: expect.stringMatching(message) }],
    notSent: true,
  });
  expect(world.sent('POST')).toEqual([]);
});

test('all missing preconditions are named at once', async () => {
  const { iron, options, server } = await setUp();
  server.on(`GET /customers/${customerId}`, json(200, { status: 'Suspended' }));
  server.on('GET /autoramps/check-limit', json(200, { can_create: false }));
  const error = await openOnRamp(iron, { ...onRamp, wallet: '0x0' }, options).catch((error: unknown) => error);
  const { missing, message } = error as { missing: { name: string }[]; message: string };
  expect(missing.map(({ name }) => name)).toEqual(['customer', 'limit', 'wallet']);
  expect(message).toMatch(/^The ramp cannot be opened yet\. .*Suspended.*registerWallet\. Nothing was created\.$/);
});

test.each<[string, object]>([
  ['customer', { customer_id: 'another' }],
  ['destination', { destination_currency: { ...TOKEN, token: 'EURC' } }],
  ['source', { source_currencies: [{ type: 'Fiat', code: 'USD' }] }],
  ['wallet', { recipient: { type: 'Wallet', blockchain: 'Base', address: '0x0' } }],
])(
  'an autoramp of the same external id with another %s is refused, as money would go elsewhere',
  async (_what, more) => {
    const { iron, options, ramps, sent } = await setUp();
    await openOnRamp(iron, onRamp, options);
    ramps.set(key, { ...ramps.get(key), ...more });
    await expect(openOnRamp(iron, onRamp, options)).rejects.toMatchObject({
      name: 'StateError',
      message: expect.stringContaining('has the externalId of this order, but another customer, currency or recipient'),
    });
    expect(sent('POST')).toHaveLength(1);
  },
);

test('without waiting the autoramp is returned as soon as it exists, and how to pay in once it is approved', async () => {
  const { iron, options, state } = await setUp();
  state.approved = false;
  const now = { ...options, waitForApproval: false };
  expect(await openOnRamp(iron, onRamp, now)).toMatchObject({ autoramp: { status: 'Authorized' }, payIn: [] });
  expect(await openOnRamp(iron, onRamp, now)).toMatchObject({ autoramp: { status: 'Authorized' }, payIn: [] });
  state.approved = true;
  expect((await openOnRamp(iron, onRamp, now)).payIn).toHaveLength(1);
});

test.each(['Rejected', 'Cancelled'])('an autoramp that was %s is an error, waiting or not', async (status) => {
  const { iron, options, ramps } = await setUp();
  await openOnRamp(iron, onRamp, options);
  ramps.set(key, { ...ramps.get(key), status });
  for (const waitForApproval of [true, false]) {
    const opening = openOnRamp(iron, onRamp, { ...options, waitForApproval });
    await expect(opening).rejects.toMatchObject({ name: 'TerminalStateError', last: { status } });
  }
});

test('errors have the line of the caller in their stack, wherever they arise', async () => {
  const { iron, options, server, state } = await setUp();
  // V8 keeps ten frames, and a failure inside a step of a workflow is deeper than that.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 30;
  onTestFinished(() => {
    Error.stackTraceLimit = stackTraceLimit;
  });
  const stackOf = async (deadline = 600_000): Promise<string> => {
    const error = await openOnRamp(iron, onRamp, { ...options, deadline }).catch((error: Error) => error);
    return (error as Error).stack ?? '';
  };
  server.on('GET /autoramps/check-limit', json(200, { can_create: false }));
  expect(await stackOf()).toMatch(/RampPrecondition|StateError[\s\S]*open-ramp\.test\.ts/);
  server.on('GET /autoramps/check-limit', json(403, 'no'));
  expect(await stackOf()).toMatch(/ApiError[\s\S]*open-ramp\.test\.ts/);
  server.on('GET /autoramps/check-limit', json(200, { can_create: true }));
  server.on('POST /autoramps', json(422, 'no'));
  expect(await stackOf()).toMatch(/ApiError[\s\S]*open-ramp\.test\.ts/);
  state.approved = false;
  server.on('POST /autoramps', json(201, { id: 'a9', status: 'Authorized' }));
  server.on('GET /autoramps/a9', json(200, { id: 'a9', status: 'Authorized' }));
  expect(await stackOf(60_000)).toMatch(/WaitTimeoutError[\s\S]*open-ramp\.test\.ts/);
});

test('the deadline holds for everything together', async () => {
  const { iron, options, state, clock } = await setUp();
  state.approved = false;
  const start = clock.monotonic();
  const opening = openOnRamp(iron, onRamp, { ...options, deadline: 60_000 });
  await expect(opening).rejects.toMatchObject({ name: 'WaitTimeoutError', last: { id: 'a1', status: 'Authorized' } });
  expect(clock.monotonic() - start).toBeLessThanOrEqual(61_000);
});

test('the external id may be a reference of the caller’s own', async () => {
  const { iron, options, server, find, bodies, ramps } = await setUp();
  server.on('GET /autoramps/order-42/external', find);
  await openOnRamp(iron, { ...onRamp, externalId: 'order-42' }, options);
  await openOnRamp(iron, { ...onRamp, externalId: 'order-42', key: key.replace('1', '2') }, options);
  expect(bodies('POST')).toMatchObject([{ external_id: 'order-42' }]);
  expect([...ramps.keys()]).toEqual(['order-42']);
});

test.each<[string, object, string]>([
  ['no order', { customerId: '' }, "'customerId' must be a non-empty string. Nothing was sent."],
  ['a key that is not a UUID', { key: 'order-42' }, "'key' must be a UUID. Nothing was sent."],
  ['an empty external id', { externalId: ' ' }, "'externalId' must be a non-empty string. Nothing was sent."],
  ['no wallet', { wallet: '' }, "'wallet' must be a non-empty string. Nothing was sent."],
  ['a currency that is not a code', { from: EUR }, "'from' must be a non-empty string. Nothing was sent."],
  [
    'a token without a blockchain',
    { to: { token: 'USDC' } },
    "'to.blockchain' must be a non-empty string. Nothing was sent.",
  ],
  [
    'a number as amount',
    { quote: { amount_in: 100 } },
    "'quote.amount_in' must be a decimal string such as '100.00', not a number. Nothing was sent.",
  ],
  ['no amount', { quote: {} }, "'quote' needs either amount_in or amount_out. Nothing was sent."],
  [
    'two amounts',
    { quote: { amount_in: '1', amount_out: '1' } },
    "'quote' needs either amount_in or amount_out. Nothing was sent.",
  ],
  [
    'a quote and terms',
    { quote: { amount_in: '1' }, terms: {} },
    "'quote' and 'terms' exclude each other. Nothing was sent.",
  ],
])('%s is an InvalidRequestError before anything is sent', async (_what, change, message) => {
  const { iron, options, sent } = await setUp();
  const opening = openOnRamp(iron, { ...onRamp, ...change } as OnRampOrder, options);
  await expect(opening).rejects.toMatchObject({ name: 'InvalidRequestError', message });
  expect(sent()).toEqual([]);
});
