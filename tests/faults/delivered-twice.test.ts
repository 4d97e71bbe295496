// Requests that are delivered twice, and keys that are used twice.
import { isApiError } from '@org/iron-sdk';
import { deliverTwice } from '@org/test-kit/faults';
import { dataOf, pathResultOf } from '@org/test-kit/outcomes';
import { describe, expect, test } from 'vitest';
import { CLIENTS, failureOf, startClient } from './clients.ts';

describe.each(CLIENTS)('%s', (client) => {
  test('a create that is delivered twice happens once', async () => {
    const { create, inject, seen, effects } = await startClient(client);
    inject(deliverTwice);
    await create().then(undefined, () => {});
    expect(seen).toHaveLength(1);
    expect(effects.of(seen[0]?.call ?? '').created).toHaveLength(1);
  });
});

test.each(['Iron operations', 'Iron paths'] as const)(
  '%s: a create that is delivered twice resolves with the stored response',
  async (client) => {
    const { create, inject, effects, seen } = await startClient(client);
    inject(deliverTwice);
    const { id } = (await dataOf(create())) as { id: string };
    expect(effects.of(seen[0]?.call ?? '').created).toEqual([id]);
  },
);

test('Paxos operations: a create that is delivered twice on its first attempt rejects with the 409 and the existing record', async () => {
  const { create, inject, effects, seen } = await startClient('Paxos operations');
  inject(deliverTwice);
  const error = await failureOf(create());
  if (!isApiError(error)) throw error;
  expect(error.message).toBe(
    'createInternalTransfer failed: 409 Conflict: Already Exists: a record with this ref_id exists. Fetch the current resource before retrying.',
  );
  expect(error).toMatchObject({ status: 409, idempotencyKey: '00000000-0000-4000-8000-000000000001' });
  const [made] = effects.of(seen[0]?.call ?? '').created;
  expect(error.body).toMatchObject({
    meta: { existing: { id: made, ref_id: '00000000-0000-4000-8000-000000000001' } },
  });
});

test('Paxos paths: a create that is delivered twice resolves with the 409', async () => {
  const { create, inject } = await startClient('Paxos paths');
  inject(deliverTwice);
  expect(await pathResultOf(create())).toMatchObject({
    status: 409,
    error: { meta: { existing: { ref_id: '00000000-0000-4000-8000-000000000001' } } },
  });
});

const ORDER_KEY = '0198c3b6-aabb-706b-9a28-93f475d01299';

test('Iron operations: a key of the caller is sent as it is, and a second call with it returns the first customer', async () => {
  const { create, effects, seen } = await startClient('Iron operations');
  const first = await create({ idempotencyKey: ORDER_KEY });
  expect(await create({ idempotencyKey: ORDER_KEY })).toEqual(first);
  expect(seen.map(({ headers }) => headers['idempotency-key'])).toEqual([ORDER_KEY, ORDER_KEY]);
  expect(effects.of(seen[0]?.call ?? '').created).toHaveLength(1);
});
