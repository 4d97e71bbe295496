// Something between client and provider that delivers a request twice, and keys that are used twice.
import { isApiError } from '@org/iron-sdk';
import { describe, expect, test } from 'vitest';
import { DOORS, openBench } from './support/bench.ts';
import { deliverTwice } from './support/faults.ts';
import { answerOf, dataOf, failureOf } from './support/outcome.ts';

describe.each(DOORS)('%s', (door) => {
  test('a create that is delivered twice happens once', async () => {
    const { create, script, seen, ledger } = await openBench(door);
    script(deliverTwice);
    await create().then(undefined, () => {});
    expect(seen).toHaveLength(1);
    expect(ledger.of(seen[0]?.call ?? '').made).toHaveLength(1);
  });
});

test.each(['Iron by name', 'Iron by path'] as const)('%s: the replay of the answer is the answer', async (door) => {
  const { create, script, ledger, seen } = await openBench(door);
  script(deliverTwice);
  const { id } = (await dataOf(create())) as { id: string };
  expect(ledger.of(seen[0]?.call ?? '').made).toEqual([id]);
});

test('Paxos by name: a 409 that is not ours to explain is thrown, with the record that exists', async () => {
  const { create, script, ledger, seen } = await openBench('Paxos by name');
  script(deliverTwice);
  const error = await failureOf(create());
  if (!isApiError(error)) throw error;
  expect(error.message).toBe(
    'CreateInternalTransfer: answered 409: Already Exists: a record with this ref_id exists. It contradicts what is stored: read that before calling again.',
  );
  expect(error).toMatchObject({ status: 409, idempotencyKey: 'key-1' });
  const [made] = ledger.of(seen[0]?.call ?? '').made;
  expect(error.body).toMatchObject({ meta: { existing: { id: made, ref_id: 'key-1' } } });
});

test('Paxos by path: the 409 is the answer', async () => {
  const { create, script } = await openBench('Paxos by path');
  script(deliverTwice);
  expect(await answerOf(create())).toMatchObject({ status: 409, error: { meta: { existing: { ref_id: 'key-1' } } } });
});

test('Iron by name: a key of the caller goes out as it is, and a second call with it gives the first customer', async () => {
  const { create, ledger, seen } = await openBench('Iron by name');
  const first = await create({ idempotencyKey: 'order-77' });
  expect(await create({ idempotencyKey: 'order-77' })).toEqual(first);
  expect(seen.map(({ headers }) => headers['idempotency-key'])).toEqual(['order-77', 'order-77']);
  expect(ledger.of(seen[0]?.call ?? '').made).toHaveLength(1);
});
