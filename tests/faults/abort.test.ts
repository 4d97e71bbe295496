// Calls that the caller aborts.
import { isAbortedError } from '@org/iron-sdk';
import { hangAfter, rejectWith, stall } from '@org/test-kit/faults';
import { unhandledDuring } from '@org/test-kit/unhandled';
import { describe, expect, test } from 'vitest';
import { CLIENTS, failureOf, startClient } from './clients.ts';

describe.each(CLIENTS)('%s', (client) => {
  test('an abort during the backoff ends the call at once, and nothing more is sent', async () => {
    const { create, ids, inject, seen, clock } = await startClient(client, { skipBelow: 0 });
    const controller = new AbortController();
    inject(rejectWith(503));
    const failure = failureOf(create({ signal: controller.signal }));
    await clock.armed(500);
    controller.abort(new Error('the user left'));
    const error = await failure;
    expect(isAbortedError(error)).toBe(true);
    expect(error.message).toBe(
      `${ids.create} failed: aborted by its signal. The request may have succeeded. Retry with idempotencyKey '00000000-0000-4000-8000-000000000001'.`,
    );
    expect(error.cause).toEqual(new Error('the user left'));
    expect(error.failures).toEqual([
      { attempt: 1, status: 503, reason: '503 Service Unavailable', notSent: false, delay: 500 },
    ]);
    expect(clock.pending()).toEqual([]);
    expect(clock.fired).toEqual([]);
    expect(seen).toHaveLength(1);
  });

  test.each([
    ['before the response', hangAfter],
    ['in the middle of the response', stall],
  ])('an abort %s ends the call at once', async (_when, fault) => {
    const { create, inject, arrived, seen, clock, effects } = await startClient(client);
    const controller = new AbortController();
    inject(fault);
    const failure = failureOf(create({ signal: controller.signal }));
    await arrived(1);
    controller.abort();
    const error = await failure;
    expect(error).toMatchObject({ name: 'AbortedError', idempotencyKey: '00000000-0000-4000-8000-000000000001' });
    expect(clock.pending()).toEqual([]);
    expect(seen).toHaveLength(1);
    expect(effects.of(seen[0]?.call ?? '').created).toHaveLength(1);
  });

  test('a call whose signal was aborted before sends nothing', async () => {
    const { create, ids, seen } = await startClient(client);
    const error = await failureOf(create({ signal: AbortSignal.abort() }));
    expect(error.message).toBe(`${ids.create} failed: aborted by its signal. Nothing was sent.`);
    expect(seen).toHaveLength(0);
  });
});

test('a call whose signal was aborted before leaves no unhandled rejection of apiKey()', async () => {
  const { create } = await startClient('Iron operations', {
    apiKey: () => Promise.reject(new Error('the vault is closed')),
  });
  const unhandled = await unhandledDuring(async () => {
    expect(await failureOf(create({ signal: AbortSignal.abort() }))).toMatchObject({ name: 'AbortedError' });
  });
  expect(unhandled).toEqual([]);
});
