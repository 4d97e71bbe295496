// Iron stores failures under their idempotency key and gives them back.
import { describe, expect, test } from 'vitest';
import { openBench } from './support/bench.ts';
import type { Act } from './support/exchange.ts';
import { breakOff, emptyError, fail, resetAfter, resetBefore } from './support/faults.ts';
import { answerOf, expectSameBytes, failureOf } from './support/outcome.ts';

const STORED = `This failure is stored under idempotency key 'key-1' and comes back: call again with a fresh key.`;

/** Fails, stores that, and the answer is lost. */
const failAndReset: Act = (exchange) => {
  exchange.handle(true);
  exchange.socket.resetAndDestroy();
};

describe('Iron by name', () => {
  test('a stored failure that comes back ends the retries and asks for a fresh key', async () => {
    const { create, script, seen } = await openBench('Iron by name');
    script(fail);
    const error = await failureOf(create());
    expect(error.message).toBe(`createCustomer: answered 500 after 2 attempts: internal error. ${STORED}`);
    expect(error).toMatchObject({ name: 'ApiError', status: 500, idempotencyKey: 'key-1' });
    expect((error as { requestId?: string }).requestId).toMatch(/^[0-9a-f-]{36}$/);
    expectSameBytes(seen, 2);
  });

  test('so it does when the first answer was lost', async () => {
    const { create, script, seen } = await openBench('Iron by name');
    script(failAndReset);
    const error = await failureOf(create());
    expect(error.message).toBe(`createCustomer: answered 500 after 3 attempts: internal error. ${STORED}`);
    expectSameBytes(seen, 3);
  });

  test.each([
    ['a reset', resetBefore],
    ['an empty error', emptyError(503)],
  ])('so it does when %s comes between', async (_what, between) => {
    const { create, script, seen } = await openBench('Iron by name');
    script(fail, between);
    const error = await failureOf(create());
    expect(error.message).toBe(`createCustomer: answered 500 after 3 attempts: internal error. ${STORED}`);
    expectSameBytes(seen, 3);
  });

  test('a reset after it is tried again, since only an answer can be a replay', async () => {
    const { create, script, seen } = await openBench('Iron by name');
    script(fail, resetBefore);
    await failureOf(create());
    expect(seen).toHaveLength(3);
  });

  test('a call with a fresh key succeeds', async () => {
    const { create, script } = await openBench('Iron by name');
    script(fail);
    await failureOf(create());
    expect(await create()).toHaveProperty('id');
  });

  test.each([
    ['reset', resetAfter],
    ['broken off', breakOff],
  ])('a success that was %s and then comes back is a success', async (_what, act) => {
    const { create, script, ledger, seen } = await openBench('Iron by name');
    script(act, act);
    const { id } = (await create()) as { id: string };
    expect(ledger.of(seen[0]?.call ?? '').made).toEqual([id]);
    expectSameBytes(seen, 3);
  });
});

test('Iron by path: a stored failure that comes back is the answer, without a third attempt', async () => {
  const { create, script, seen } = await openBench('Iron by path');
  script(fail);
  expect(await answerOf(create())).toMatchObject({ status: 500, error: { message: 'internal error' } });
  expectSameBytes(seen, 2);
});

test('Iron by name: two failures of a read are no replay, since reads have no key', async () => {
  const { read, script, seen } = await openBench('Iron by name');
  script(fail, fail);
  expect(await read()).toHaveProperty('id');
  expect(seen).toHaveLength(3);
});
