import { json, raw } from '@org/test-kit/replies';
import { useServer } from '@org/test-kit/server';
import { describe, expect, test } from 'vitest';
import { isConfigError } from '../src/guards.ts';
import { valueAt, withValue } from '../src/idempotency.ts';
import { failureOf, testClient } from './support/client.ts';

const server = useServer(json(200, { id: 'c1' }));
const client = () => testClient({ baseUrl: server.url, createKey: () => 'made' });
const keys = () => server.seen.map(({ headers }) => headers['idempotency-key']);
const bodies = () => server.seen.map(({ body }) => JSON.parse(body));

describe('the idempotency header', () => {
  const body = { name: 'Ada' };

  test('is filled where the contract has it', async () => {
    const { customer } = client();
    await customer.createCustomer({ body });
    await customer.getCustomer({ path: { id: 'c1' } });
    await customer.updateCustomer({ path: { id: 'c1' }, body });
    expect(keys()).toEqual(['made', undefined, undefined]);
  });

  test('is a new UUID for each call unless told otherwise', async () => {
    const { customer } = testClient({ baseUrl: server.url });
    await customer.createCustomer({ body });
    await customer.createCustomer({ body });
    const [first, second] = keys();
    expect(first).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(second).not.toBe(first);
  });

  test('is the caller’s when there is one, however it was given', async () => {
    const { customer } = client();
    await customer.createCustomer({ body, header: { 'IDEMPOTENCY-KEY': 'header' } });
    await customer.createCustomer({ body }, { headers: { 'Idempotency-Key': 'headers' } });
    await customer.createCustomer({ body }, { idempotencyKey: 'option' });
    const both = await customer
      .createCustomer({ body, header: { 'IDEMPOTENCY-KEY': 'header' } }, { idempotencyKey: 'option' })
      .withResponse();
    expect(both.response.ok).toBe(true);
    expect(keys()).toEqual(['header', 'headers', 'option', 'header']);
  });

  test('is on the error', async () => {
    server.script(json(400, { message: 'no' }));
    const error = await failureOf(client().customer.createCustomer({ body }));
    expect(error.idempotencyKey).toBe('made');
    expect(error.message).toBe(
      'createCustomer: answered 400: no. Correct the request and call again, with a fresh idempotency key.',
    );
  });
});

describe('the ref_id', () => {
  test('is filled on the named door, before the body is written, in an object of its own', async () => {
    const body = Object.freeze({ amount: '1.00' });
    await client().transfer.createTransfer({ body });
    expect(bodies()).toEqual([{ amount: '1.00', ref_id: 'made' }]);
    expect(body).toEqual({ amount: '1.00' });
  });

  test('may lie deeper', async () => {
    const account = Object.freeze({ type: 'BROKERAGE' });
    await client().transfer.createAccount({ body: Object.freeze({ account }) });
    expect(bodies()).toEqual([{ account: { type: 'BROKERAGE', ref_id: 'made' } }]);
  });

  test('is the caller’s when there is one', async () => {
    const { transfer } = client();
    await transfer.createTransfer({ body: { amount: '1', ref_id: 'mine' } });
    await transfer.createTransfer({ body: { amount: '1' } }, { idempotencyKey: 'option' });
    await transfer.createTransfer({ body: { amount: '1', ref_id: 'mine' } }, { idempotencyKey: 'option' });
    expect(bodies().map(({ ref_id }) => ref_id)).toEqual(['mine', 'option', 'mine']);
  });

  test('is not invented where the body has no place for it', async () => {
    await client().transfer.createAccount({ body: {} as never });
    expect(bodies()).toEqual([{}]);
    server.script(raw(400, 'no'));
    const error = await failureOf(client().transfer.createTransfer({} as never));
    expect(error.idempotencyKey).toBeUndefined();
  });

  test('is on the error', async () => {
    server.script(json(409, { title: 'Already Exists', detail: 'transfer exists' }));
    const error = await failureOf(client().transfer.createTransfer({ body: { amount: '1' } }));
    expect(error.idempotencyKey).toBe('made');
    expect(error.message).toBe(
      'createTransfer: answered 409: Already Exists: transfer exists. It contradicts what is stored: read that before calling again.',
    );
  });
});

test('an idempotencyKey for what takes none is refused, since it would promise what it cannot keep', async () => {
  const error = await failureOf(
    client().customer.patchCustomer({ path: { id: 'c1' }, body: { name: 'Ada' } }, { idempotencyKey: 'k' }),
  );
  expect(isConfigError(error)).toBe(true);
  expect(error.message).toBe('patchCustomer: it takes no idempotency key. Nothing was sent.');
  expect(server.seen).toEqual([]);
});

test('values at a path are read and set without touching the object', () => {
  const object = { a: { b: 1 }, c: null };
  expect(valueAt(object, ['a', 'b'])).toBe(1);
  expect(valueAt(object, ['c', 'd'])).toBeUndefined();
  expect(valueAt(undefined, ['a'])).toBeUndefined();
  expect(withValue(object, ['a', 'x'], 2)).toEqual({ a: { b: 1, x: 2 }, c: null });
  expect(withValue(object, ['c', 'd'], 2)).toEqual(object);
  expect(object).toEqual({ a: { b: 1 }, c: null });
});
