import { json, raw } from '@org/test-kit/replies';
import { useServer } from '@org/test-kit/server';
import { describe, expect, test } from 'vitest';
import { isInvalidRequestError } from '../src/guards.ts';
import { valueAt } from '../src/idempotency.ts';
import { failureOf, testClient } from './support/client.ts';
import { found } from './support/found.ts';

const server = useServer(found);
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
    await customer.createCustomer({ body, header: { 'IDEMPOTENCY-KEY': 'same' } }, { idempotencyKey: 'same' });
    expect(keys()).toEqual(['header', 'headers', 'option', 'same']);
  });

  test('is on the error', async () => {
    server.script(json(400, { message: 'no' }));
    const error = await failureOf(client().customer.createCustomer({ body }));
    expect(error.idempotencyKey).toBe('made');
    expect(error.message).toBe(
      'createCustomer failed: 400 Bad Request: no. Correct the request and retry with a new idempotency key.',
    );
  });
});

describe('the ref_id', () => {
  test('is filled before the body is written, in an object of its own', async () => {
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
    await transfer.createTransfer({ body: { amount: '1', ref_id: 'same' } }, { idempotencyKey: 'same' });
    expect(bodies().map(({ ref_id }) => ref_id)).toEqual(['mine', 'option', 'same']);
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
      'createTransfer failed: 409 Conflict. See error.body. Fetch the current resource before retrying.',
    );
  });
});

test('an idempotencyKey for what takes none is refused, since it would promise what it cannot keep', async () => {
  const error = await failureOf(
    client().customer.patchCustomer({ path: { id: 'c1' }, body: { name: 'Ada' } }, { idempotencyKey: 'k' }),
  );
  expect(isInvalidRequestError(error)).toBe(true);
  expect(error.message).toBe('patchCustomer: this operation takes no idempotency key.');
  expect(server.seen).toEqual([]);
});

test('values at a path are read as JSON shows them', () => {
  const object = { a: { b: 1 }, c: null, d: { toJSON: () => ({ e: 2 }) } };
  expect(valueAt(object, ['a', 'b'])).toBe(1);
  expect(valueAt(object, ['c', 'd'])).toBeUndefined();
  expect(valueAt(object, ['d', 'e'])).toBe(2);
  expect(valueAt(undefined, ['a'])).toBeUndefined();
});
