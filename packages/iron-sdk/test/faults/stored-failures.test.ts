// Iron stores failures under their idempotency key and returns them for every repeat.
import { breakOff, emptyError, fail, resetAfter, resetBefore } from '@org/test-kit/faults';
import { expectSameBytes, pathResultOf, rejectionOf } from '@org/test-kit/outcomes';
import type { Fault } from '@org/test-kit/providers';
import { expect, test } from 'vitest';
import { startClient } from './client.ts';

const STORED = `This failure is stored under idempotency key '00000000-0000-4000-8000-000000000001' and is returned again. Retry with a new key.`;

/** Fails, stores that, and the response is lost. */
const failAndReset: Fault = (exchange) => {
  exchange.handle(true);
  exchange.socket.resetAndDestroy();
};

test('a stored failure that comes back ends the retries and asks for a fresh key', async () => {
  const { create, inject, seen } = await startClient();
  inject(fail);
  const error = await rejectionOf(create());
  expect(error.message).toBe(
    `createCustomer failed after 2 attempts: 500 Internal Server Error: internal error. ${STORED}`,
  );
  expect(error).toMatchObject({
    name: 'ApiError',
    status: 500,
    idempotencyKey: '00000000-0000-4000-8000-000000000001',
  });
  expect((error as { requestId?: string }).requestId).toMatch(/^[0-9a-f-]{36}$/);
  expectSameBytes(seen, 2);
});

test('a stored failure whose first response was lost ends the retries too', async () => {
  const { create, inject, seen } = await startClient();
  inject(failAndReset);
  const error = await rejectionOf(create());
  expect(error.message).toBe(
    `createCustomer failed after 3 attempts: 500 Internal Server Error: internal error. ${STORED}`,
  );
  expectSameBytes(seen, 3);
});

test.each([
  ['a reset', resetBefore],
  ['an empty error', emptyError(503)],
])('a stored failure that comes back after %s ends the retries too', async (_what, between) => {
  const { create, inject, seen } = await startClient();
  inject(fail, between);
  const error = await rejectionOf(create());
  expect(error.message).toBe(
    `createCustomer failed after 3 attempts: 500 Internal Server Error: internal error. ${STORED}`,
  );
  expectSameBytes(seen, 3);
});

test('a reset after a stored failure is retried, since only a response can be a repeat', async () => {
  const { create, inject, seen } = await startClient();
  inject(fail, resetBefore);
  await rejectionOf(create());
  expect(seen).toHaveLength(3);
});

test('a call with a fresh key succeeds after a stored failure', async () => {
  const { create, inject } = await startClient();
  inject(fail);
  await rejectionOf(create());
  expect(await create()).toHaveProperty('id');
});

test.each([
  ['reset', resetAfter],
  ['truncated', breakOff],
])('a success whose response was %s comes back as a success', async (_what, fault) => {
  const { create, inject, effects, seen } = await startClient();
  inject(fault, fault);
  const { id } = (await create()) as { id: string };
  expect(effects.of(seen[0]?.call ?? '').created).toEqual([id]);
  expectSameBytes(seen, 3);
});

test('a path method resolves with a stored failure that comes back, without a third attempt', async () => {
  const { createByPath, inject, seen } = await startClient();
  inject(fail);
  expect(await pathResultOf(createByPath())).toMatchObject({ status: 500, error: { message: 'internal error' } });
  expectSameBytes(seen, 2);
});

test('two failures of a read are not a stored failure, since reads have no key', async () => {
  const { read, inject, seen } = await startClient();
  inject(fail, fail);
  expect(await read()).toHaveProperty('id');
  expect(seen).toHaveLength(3);
});
