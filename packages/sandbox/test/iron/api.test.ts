// What holds for every operation: keys, versions, sub-partners, idempotency, lists, reset.
import type { Iron } from '@org/iron-sdk';
import { expect, test } from 'vitest';
import { loadContract } from '../../src/contract/contract.ts';
import { ironHandlers } from '../../src/iron/handlers.ts';
import { activeCustomer, client, newCustomer, onramp, type Playground, play, sender } from './support.ts';

test('remembers all 70 operations of the contract', () => {
  const remembered = Object.keys(ironHandlers).sort();
  expect(remembered).toEqual([...loadContract('iron').operations.keys()].sort());
  expect(remembered).toHaveLength(70);
});

test.each([undefined, 'invalid'])('returns 401 as plain text for the key %s', async (key) => {
  const { sandbox } = play();
  const headers = key ? { 'x-api-key': key } : {};
  const response = await sandbox.iron.fetch('https://api.sandbox.iron.xyz/api/customers', { headers });
  expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
    401,
    'text/plain; charset=utf-8',
    'authorization error',
  ]);
});

test('lets a read-only key see what its key has, and write nothing', async () => {
  const { sandbox, iron } = play('abc');
  const customer = await newCustomer(iron);
  const reader = client(sandbox, 'read_abc');
  expect((await reader.customer.getCustomerById({ path: { id: customer.id } })).id).toBe(customer.id);
  const text = await reader.customer
    .createCustomer({ body: { customer_type: 'Person', email: 'a@example.com' } })
    .result();
  const object = await reader.addresses
    .deleteFiatAddress({ path: { customer_id: customer.id, fiat_address_id: customer.id } })
    .result();
  expect([text.status, object.status, object.ok ? '' : object.error]).toEqual([
    403,
    403,
    { message: expect.stringContaining('read only'), trace_id: expect.any(String) },
  ]);
});

test('keeps the state of each key apart', async () => {
  const { sandbox, iron } = play('one');
  const { id } = await newCustomer(iron);
  const other = client(sandbox, 'two');
  expect((await other.customer.getCustomerById({ path: { id } }).result()).status).toBe(404);
});

test('sends the version back, and refuses one that is unknown', async () => {
  const { send } = play();
  const plain = await send('GET', '/fiatcurrencies');
  const newer = await send('GET', '/fiatcurrencies', { headers: { 'X-API-Version': '2026-08-01' } });
  const unknown = await send('GET', '/fiatcurrencies', { headers: { 'X-API-Version': '2024-01-01' } });
  const refused = [
    send('GET', `/customers/${crypto.randomUUID()}`),
    send('GET', '/nothing'),
    send('POST', '/customers'),
  ];
  for (const { status, headers } of await Promise.all(refused)) {
    expect([status >= 400, headers.get('x-api-version')]).toEqual([true, '2025-03-13']);
  }
  expect([plain.headers.get('x-api-version'), newer.headers.get('x-api-version')]).toEqual([
    '2025-03-13',
    '2026-08-01',
  ]);
  expect([unknown.status, unknown.body]).toEqual([
    400,
    expect.stringContaining('header.X-API-Version 2024-01-01 is unknown'),
  ]);
});

test('shows a sub-partner its own customers only', async () => {
  const { sandbox, iron, send } = play();
  const subPartnerId = '0198c300-0000-4000-8000-0000000000bb';
  const sub = client(sandbox, 'test', { subPartnerId });
  const [ours, theirs] = [await newCustomer(iron), await newCustomer(sub)];
  expect([ours.partner_id === theirs.partner_id, theirs.partner_id]).toEqual([false, subPartnerId]);
  const ids = async (of: Playground['iron']) => (await of.customer.getAllCustomers()).items.map(({ id }) => id);
  expect([await ids(iron), await ids(sub)]).toEqual([[ours.id], [theirs.id]]);
  expect((await sub.customer.getCustomerById({ path: { id: ours.id } }).result()).status).toBe(404);
  const bad = await send('GET', '/customers', { headers: { 'X-SUB-PARTNER-ID': 'me' } });
  expect([bad.status, bad.body]).toEqual([400, 'header.X-SUB-PARTNER-ID must be a UUID']);
});

test('replays a response for the same key, refuses another body, and forgets the key after 24 hours', async () => {
  const { sandbox, send } = play();
  const headers = { 'idempotency-key': '0198c3a2-7d4e-4b11-9c55-2f6a1e8d0b01' };
  const create = (email: string) => send('POST', '/customers', { headers, body: { customer_type: 'Person', email } });
  const [first, again, other] = [
    await create('a@example.com'),
    await create('a@example.com'),
    await create('b@example.com'),
  ];
  expect([again.body, other.status]).toEqual([first.body, 409]);
  await sandbox.clock.advance('23h');
  expect((await create('a@example.com')).body.id).toBe(first.body.id);
  await sandbox.clock.advance('1h');
  const later = await create('b@example.com');
  expect([later.status, later.body.id === first.body.id]).toEqual([201, false]);
  expect((await send('GET', '/customers')).body.items).toHaveLength(2);
});

test('replays a refusal as well', async () => {
  const { send } = play();
  const customer = (await send('POST', '/customers', { body: { customer_type: 'Person', email: 'a@example.com' } }))
    .body;
  const headers = { 'idempotency-key': '0198c3a2-7d4e-4b11-9c55-2f6a1e8d0b02' };
  const sign = () => send('POST', `/customers/${customer.id}/signings`, { headers, body: { signed: false } });
  expect([(await sign()).status, await sign()]).toEqual([422, expect.objectContaining({ status: 422 })]);
});

test('pages forward and back through customers, also while new ones come in', async () => {
  const { iron, send } = play();
  const made: string[] = [];
  for (let count = 0; count < 7; count += 1) made.unshift((await newCustomer(iron)).id);
  const page = async (query: string) => {
    const { body } = await send('GET', `/customers?page_size=3&${query}`);
    return { ids: body.items.map(({ id }: Iron.Customer) => id), next: body.cursor, previous: body.prev_cursor };
  };
  const first = await page('');
  expect([first.ids, first.previous]).toEqual([made.slice(0, 3), null]);
  await newCustomer(iron);
  const second = await page(`cursor=${first.next}`);
  const last = await page(`cursor=${second.next}`);
  expect([second.ids, last.ids, last.next]).toEqual([made.slice(3, 6), made.slice(6), null]);
  const back = await page(`prev_cursor=${last.previous}`);
  expect(back).toEqual(second);
  expect((await page(`prev_cursor=${back.previous}`)).ids).toEqual(first.ids);
  expect((await page('sort_order=asc')).ids).toEqual(made.slice(-3).reverse());
  expect((await page('cursor=0198c3a2-7d4e-4b11-9c55-2f6a1e8d0b01')).ids).toEqual([]);
  const unknown = await send('GET', '/autoramp-transactions?cursor=0198c3a2-7d4e-4b11-9c55-2f6a1e8d0b01');
  expect([unknown.status, unknown.body]).toEqual([400, expect.stringContaining('cursor is unknown')]);
});

test('filters customers by repeated parameters, and autoramps by one of commas', async () => {
  const playground = play();
  const { iron, send } = playground;
  const fresh = await newCustomer(iron);
  const business = await activeCustomer(iron, 'Business');
  const autoramp = await onramp(playground);
  await iron.sandbox.createSandboxTransaction({ body: { autoramp_id: autoramp.id, amount: '5' } });
  const customers = async (query: string) =>
    (await send('GET', `/customers?${query}`)).body.items.map(({ id }: Iron.Customer) => id);
  expect(await customers('status=Active&status=SigningsRequired')).toEqual([autoramp.customer_id, business.id]);
  expect(await customers('customer_type=Business')).toEqual([business.id]);
  expect(await customers('identification_status=Approved&customer_type=Person')).toEqual([autoramp.customer_id]);
  expect(await customers('has_transactions=true')).toEqual([autoramp.customer_id]);
  expect(await customers('has_transactions=false&status=IdentificationRequired')).toEqual([fresh.id]);
  expect(await customers(`search_term=${fresh.id.slice(0, 12).toUpperCase()}`)).toEqual([fresh.id]);
  const ramps = async (query: string) => (await send('GET', `/autoramps?${query}`)).body.items?.length;
  expect([await ramps('status=Approved,Created'), await ramps('status=Created'), await ramps('source=Quote')]).toEqual([
    1, 0, 0,
  ]);
  const deposits = async (query: string) => (await send('GET', `/autoramp-transactions?${query}`)).body.items?.length;
  expect([
    await deposits('status=FundsReviewInProgress,Completed'),
    await deposits('status=Completed'),
    await deposits('search_term=sandbox%20payer'),
    await deposits('from_date=2026-03-05T00:00:00Z'),
    await deposits('ramp_type=Onramp&is_batch_payout=false'),
  ]).toEqual([1, 0, 1, 0, 1]);
});

test('finds customers by external id, which only one may have', async () => {
  const { iron } = play();
  const create = (external_id: string) =>
    iron.customer.createCustomer({ body: { customer_type: 'Person', email: 'a@example.com', external_id } });
  const one = await create('one');
  const two = await create('two');
  expect((await create('one').result()).status).toBe(400);
  const taken = await iron.customer
    .updateCustomer({ path: { id: two.id }, body: { email: 'b@example.com', external_id: 'one' } })
    .result();
  expect(taken.status).toBe(400);
  const changed = await iron.customer
    .updateCustomer({ path: { id: one.id }, body: { email: 'c@example.com', external_id: 'uno' } })
    .result();
  const found = await iron.customer.getCustomerByExternalId({ path: { external_id: 'uno' } });
  expect([changed.status, found.id, found.email]).toEqual([204, one.id, 'c@example.com']);
  expect((await iron.customer.getCustomerByExternalId({ path: { external_id: 'one' } }).result()).status).toBe(404);
});

test('forgets everything of the key on reset, and nothing of other keys', async () => {
  const playground = play();
  const autoramp = await onramp(playground);
  const other = client(playground.sandbox, 'other');
  await newCustomer(other);
  expect(await playground.iron.sandbox.resetSandbox()).toBe(true);
  expect((await playground.iron.customer.getAllCustomers()).items).toEqual([]);
  expect((await playground.iron.autoramp.getAutorampById({ path: { autoramp_id: autoramp.id } }).result()).status).toBe(
    404,
  );
  expect((await other.customer.getAllCustomers()).items).toHaveLength(1);
  await playground.sandbox.clock.advance('40d');
  expect((await playground.iron.customer.getAllCustomers()).items).toEqual([]);
});

test('lists currencies, subdivisions and terms', async () => {
  const { iron } = play();
  const tokens = await iron.currencies.listCryptoCurrencies();
  const fiat = await iron.currencies.listFiatCurrencies();
  expect([tokens.some(({ code, chain }) => code === 'USDC' && chain === 'Base'), fiat.map(({ code }) => code)]).toEqual(
    [true, expect.arrayContaining(['EUR', 'USD', 'GBP'])],
  );
  const states = await iron.addresses.getCountrySubdivisions({ path: { country_code: 'us' } }).result();
  const terms = await iron.termsAndConditions.getAllCurrentTermsAndConditions({ query: { country: 'DE' } });
  const nowhere = await iron.termsAndConditions.getAllCurrentTermsAndConditions({ query: { country: 'ZZ' } }).result();
  const wrong = await iron.termsAndConditions
    .getAllCurrentTermsAndConditions({ query: { country: 'Germany' } })
    .result();
  expect([states.ok && states.data.length, terms.length, nowhere.status, wrong.status]).toEqual([51, 2, 404, 400]);
});

test('survives a snapshot and its restoration, with what is due', async () => {
  const playground = play();
  const autoramp = await onramp(playground);
  const { sandbox } = playground;
  const pending = await newCustomer(playground.iron);
  await playground.iron.customer.createCustomerIdentificationV2({ path: { id: pending.id }, body: { type: 'Link' } });
  const snapshot = JSON.parse(JSON.stringify(sandbox.snapshot()));
  sandbox.reset();
  sandbox.restore(snapshot);
  const { send } = { send: sender(sandbox, 'test') };
  expect((await send('GET', `/autoramps/${autoramp.id}`)).body.status).toBe('Approved');
  await sandbox.clock.advance('30d');
  expect((await send('GET', `/customers/${pending.id}`)).body.identification_status).toBe('Expired');
});
