// Connections that are reset before a response.
import { isConnectionError } from '@org/iron-sdk';
import { resetAfter, resetBefore } from '@org/test-kit/faults';
import { dataOf, expectSameBytes, pathResultOf } from '@org/test-kit/outcomes';
import { describe, expect, test } from 'vitest';
import { CLIENTS, failureOf, OPERATION_CLIENTS, PATH_CLIENTS, startClient } from './clients.ts';

describe.each(CLIENTS)('%s', (client) => {
  test('a create that was never carried out is retried with its key and its bytes, and happens once', async () => {
    const { create, inject, seen, effects } = await startClient(client);
    inject(resetBefore, resetBefore);
    const data = await dataOf(create());
    expectSameBytes(seen, 3);
    expect(effects.of(seen[0]?.call ?? '').created).toEqual([(data as { id: string }).id]);
  });

  test('a create that is reset on every attempt reports its key and each attempt', async () => {
    const { create, ids, inject, seen, clock } = await startClient(client);
    inject(resetAfter, resetBefore, resetBefore);
    const error = await failureOf(create());
    expect(isConnectionError(error)).toBe(true);
    expect(error).toMatchObject({
      name: 'ConnectionError',
      reason: 'network',
      notSent: false,
      idempotencyKey: '00000000-0000-4000-8000-000000000001',
    });
    expect(error.message).toBe(
      `${ids.create} failed: the connection failed (ECONNRESET). The request may have succeeded. Retry with idempotencyKey '00000000-0000-4000-8000-000000000001'.`,
    );
    const reason = 'the connection failed (ECONNRESET)';
    expect(error.failures).toEqual([
      { attempt: 1, notSent: false, reason, delay: 500 },
      { attempt: 2, notSent: false, reason, delay: 1000 },
      { attempt: 3, notSent: false, reason },
    ]);
    expectSameBytes(seen, 3);
    expect(clock.fired).toEqual([500, 1000]);
    expect(clock.pending()).toEqual([]);
  });

  test('a read is retried after a reset, and after three resets reports that it is safe to retry', async () => {
    const { read, ids, inject, seen } = await startClient(client);
    inject(resetAfter);
    expect(await dataOf(read())).toHaveProperty('id');
    expect(seen).toHaveLength(2);
    inject(resetBefore, resetBefore, resetBefore);
    const error = await failureOf(read());
    expect(error.message).toBe(`${ids.read} failed: the connection failed (ECONNRESET). It is safe to retry.`);
    expect(error.idempotencyKey).toBeUndefined();
  });

  test('a call without retries rejects after the first reset', async () => {
    const { create, inject, seen } = await startClient(client);
    inject(resetAfter);
    const error = await failureOf(create({ maxRetries: 0 }));
    expect(error.name).toBe('ConnectionError');
    expect(error.failures).toHaveLength(1);
    expect(seen).toHaveLength(1);
  });
});

test.each(OPERATION_CLIENTS)(
  '%s: a create whose response was lost returns the one record that was created',
  async (client) => {
    const { create, inject, seen, effects } = await startClient(client);
    inject(resetAfter);
    const { id } = (await create()) as { id: string };
    expect(effects.of(seen[0]?.call ?? '').created).toEqual([id]);
    expectSameBytes(seen.slice(0, 2), 2);
  },
);

test.each(PATH_CLIENTS)('%s: a create whose response was lost happens once', async (client) => {
  const { create, inject, seen, effects } = await startClient(client);
  inject(resetAfter);
  const { status } = await pathResultOf(create());
  // Iron returns the stored response; Paxos reports that the record exists, and it is read back.
  expect(status).toBe(client === 'Iron paths' ? 201 : 200);
  expect(effects.of(seen[0]?.call ?? '').created).toHaveLength(1);
  expectSameBytes(seen.slice(0, 2), 2);
});
