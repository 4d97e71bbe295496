import { hang, json, reset } from '@org/test-kit/replies';
import { type Reply, useServer } from '@org/test-kit/server';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agrees } from '../src/read-back.ts';
import { failureOf, testClient } from './support/client.ts';
import { found } from './support/found.ts';

const server = useServer(found);
const client = () => testClient({ baseUrl: server.url, createKey: () => 'ref-1' });
const exists = (existing: unknown = { id: 't 1' }) => json(409, { title: 'Already Exists', meta: { existing } });
const body = { amount: '1.50', memo: 'rent' };
const record = { id: 't 1', ref_id: 'ref-1', amount: '1.5', memo: 'rent', status: 'PENDING' };
const create = () => client().transfer.createTransfer({ body });

describe('a create whose answer got lost', () => {
  test('resolves with the record that its own retry met', async () => {
    server.script(reset, exists(), json(200, record));
    expect(await create()).toEqual(record);
    expect(server.seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST /transfers',
      'POST /transfers',
      'GET /transfers/t%201',
    ]);
  });

  test('reads it with the path parameters of the create', async () => {
    server.script(json(500, { message: 'oops' }), exists(), json(200, record));
    await client().transfer.createOrder({ path: { profile_id: 'p1' }, body });
    expect(server.seen[2]?.url).toBe('/profiles/p1/orders/t%201');
  });

  test('finds it in a list, where there is nothing else to read', async () => {
    server.script(reset, exists(), json(200, { items: [record] }));
    expect(await client().transfer.createAddress({ body })).toEqual(record);
    expect(server.seen[2]?.url).toBe('/addresses?ids=t%201');
  });

  test('compares what was sent deeper with a record that is flat', async () => {
    const account = { type: 'BROKERAGE' };
    const args = { body: { account } };
    server.script(reset, exists(), json(200, { id: 't 1', ref_id: 'ref-1', type: 'BROKERAGE' }));
    expect(await client().transfer.createAccount(args)).toMatchObject({ id: 't 1' });
    server.script(reset, exists(), json(200, { id: 't 1', ref_id: 'ref-1', type: 'OTHER' }));
    expect((await failureOf(client().transfer.createAccount(args))).status).toBe(409);
  });

  test.each([
    ['has another ref_id', [json(200, { ...record, ref_id: 'other' })]],
    ['has no ref_id', [json(200, { id: 't 1', amount: '1.5' })]],
    ['has another amount', [json(200, { ...record, amount: '1.51' })]],
    ['cannot be found', [json(404, { title: 'Not Found' })]],
    ['is no JSON', [json(200, 'x')]],
  ])('gets the 409 if the record %s', async (_what, acts) => {
    server.script(reset, exists(), ...acts);
    const error = await failureOf(create());
    expect(error).toMatchObject({ status: 409, idempotencyKey: 'ref-1' });
    expect(error.failures).toHaveLength(2);
  });

  test.each([
    ['the 409 does not say which record', [reset, exists({})]],
    ['the 409 is of another kind', [reset, json(409, 'conflict')]],
    ['it was the first attempt', [exists()]],
    ['the first attempt was refused', [json(429, {}), exists()]],
  ])('gets the 409 if %s, and reads nothing', async (_what, acts: Reply[]) => {
    server.script(...acts, hang);
    expect((await failureOf(create())).status).toBe(409);
    expect(server.seen).toHaveLength(acts.length);
  });

  test('resolves with the record on path methods too', async () => {
    server.script(reset, exists(), json(200, record));
    const { data, response } = await client().POST('/transfers', { body });
    expect(data).toEqual(record);
    expect(response.status).toBe(200);
  });
});

describe('agrees', () => {
  test('compares decimals by value', () => {
    const amount = fc.tuple(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), fc.integer({ min: 1, max: 20 }));
    fc.assert(
      fc.property(amount, fc.nat(10), fc.nat(10), ([digits, places], zeros, more) => {
        const text = `${digits < 0n ? -digits : digits}`.padStart(places + 1, '0');
        const sign = digits < 0n ? '-' : '';
        const value = `${sign}${text.slice(0, -places)}.${text.slice(-places)}`;
        expect(agrees(value + '0'.repeat(zeros), value + '0'.repeat(more))).toBe(true);
        expect(agrees(value, `${value}1`)).toBe(false);
      }),
    );
    expect(agrees('1000', '1000.00')).toBe(true);
    expect(agrees(1000, '1000.0')).toBe(true);
    expect(agrees('0.10', '0.1')).toBe(true);
    // A float could not tell these apart.
    expect(agrees('0.10000000000000000001', '0.1')).toBe(false);
    expect(agrees('9007199254740993', '9007199254740992')).toBe(false);
  });

  test('keeps the zeros of what is no amount', () => {
    expect(agrees('007', '7')).toBe(false);
    expect(agrees('1.2.3', '1.20.3')).toBe(false);
    expect(agrees('v1.0', 'v1.00')).toBe(false);
  });

  test('looks at what both carry, and only at that', () => {
    expect(agrees({ a: 1, b: { c: 'x' } }, { a: 1, b: { c: 'x', d: 2 }, e: 3 })).toBe(true);
    expect(agrees({ a: 1, f: 'mine' }, { a: 1 })).toBe(true);
    expect(agrees({ a: 1 }, { a: null })).toBe(true);
    expect(agrees({ a: undefined, b: null }, { a: 1, b: 2 })).toBe(true);
    expect(agrees({ b: { c: 'x' } }, { b: { c: 'y' } })).toBe(false);
    expect(agrees({ a: true }, { a: false })).toBe(false);
    expect(agrees({ a: ['x', 'y'] }, { a: ['x', 'y'] })).toBe(true);
    expect(agrees({ a: ['x', 'y'] }, { a: ['y', 'x'] })).toBe(false);
    expect(agrees({ a: ['x'] }, { a: ['x', 'y'] })).toBe(false);
    expect(agrees({ a: { b: 1 } }, { a: 'text' })).toBe(false);
  });

  test('anything agrees with itself', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => agrees(value, structuredClone(value))));
  });
});

test('a record that the user’s code keeps from being read leaves the 409 with its key, and the reason as its cause', async () => {
  server.script(reset, exists());
  const bug = new RangeError('GETs are not allowed');
  const error = await failureOf(
    testClient({
      baseUrl: server.url,
      createKey: () => 'ref-1',
      middleware: [(request, next) => (request.method === 'GET' ? Promise.reject(bug) : next(request))],
    }).transfer.createTransfer({ body }),
  );
  expect(error).toMatchObject({ name: 'ApiError', status: 409, idempotencyKey: 'ref-1' });
  expect(error.cause).toBe(bug);
});

test.each<[string, Reply, string]>([
  ['a response', json(500, { message: 'oops' }), 'ApiError'],
  ['a broken body', json(200, []), 'DecodeError'],
  ['a lost connection', reset, 'ConnectionError'],
])(
  'what the user’s code throws on a retry is the cause of the error of the lost attempt: %s',
  async (_what, reply, name) => {
    server.script(reply);
    const bug = new RangeError('a bug');
    const error = await failureOf(
      testClient({
        baseUrl: server.url,
        middleware: [(request, next) => (request.attempt > 1 ? Promise.reject(bug) : next(request))],
      }).transfer.createTransfer({ body }),
    );
    expect(error.name).toBe(name);
    expect(error.cause).toBe(bug);
  },
);
