// Responses that come slowly, stop in the middle, or never begin.
import { isTimeoutError } from '@org/iron-sdk';
import { drip, hangAfter, hangBefore, stall } from '@org/test-kit/faults';
import { dataOf, expectSameBytes } from '@org/test-kit/outcomes';
import { type Fault, serve } from '@org/test-kit/providers';
import { describe, expect, test } from 'vitest';
import { CLIENTS, failureOf, startClient } from './clients.ts';

/** Plays a fault, and reports when the client has closed the connection. */
function watched(fault: Fault): { fault: Fault; closed: Promise<void> } {
  let report = (): void => {};
  const closed = new Promise<void>((resolve) => {
    report = resolve;
  });
  return {
    fault: (exchange) => {
      exchange.response.on('close', report);
      fault(exchange);
    },
    closed,
  };
}

describe.each(CLIENTS)('%s', (client) => {
  test('a response that comes byte by byte is read whole', async () => {
    const { read, inject, seen } = await startClient(client);
    inject(drip);
    expect(await dataOf(read())).toHaveProperty('id');
    expect(seen).toHaveLength(1);
  });

  test.each([
    ['never begins, and nothing was carried out', hangBefore],
    ['never begins, though it was carried out', hangAfter],
    ['stops in the middle of its body', stall],
  ])('a response that %s ends with the timeout of the attempt, and its connection is closed', async (_what, fault) => {
    const { read, inject, arrived, seen, clock } = await startClient(client);
    const first = watched(fault);
    inject(first.fault, serve);
    const call = dataOf(read());
    await arrived(1);
    clock.advance(29_999);
    expect(seen).toHaveLength(1);
    clock.advance(1);
    expect(await call).toHaveProperty('id');
    await first.closed;
    expect(seen).toHaveLength(2);
    expect(clock.pending()).toEqual([]);
  });

  test('a create that times out on every attempt reports the timeout and its key', async () => {
    const { create, ids, inject, arrived, seen, clock, effects } = await startClient(client);
    inject(hangAfter, hangAfter, hangAfter);
    const failure = failureOf(create());
    for (const count of [1, 2, 3]) {
      await arrived(count);
      clock.advance(30_000);
    }
    const error = await failure;
    expect(isTimeoutError(error)).toBe(true);
    expect(error).toMatchObject({
      kind: 'attempt',
      ms: 30_000,
      idempotencyKey: '00000000-0000-4000-8000-000000000001',
    });
    expect(error.message).toBe(
      `${ids.create} failed: timed out after 30000 ms waiting for a complete response (per-attempt timeout). The request may have succeeded. Retry with idempotencyKey '00000000-0000-4000-8000-000000000001'.`,
    );
    expect(error.failures?.map(({ reason }) => reason)).toEqual(
      Array.from({ length: 3 }, () => expect.stringMatching(/^timed out after 30000 ms/)),
    );
    expectSameBytes(seen, 3);
    expect(effects.of(seen[0]?.call ?? '').created).toHaveLength(1);
    expect(clock.pending()).toEqual([]);
  });

  test('a deadline that is shorter than the timeout ends the whole call and is reported as the deadline', async () => {
    const { create, ids, inject, arrived, seen, clock } = await startClient(client, { skipBelow: 0 });
    inject(hangAfter);
    const failure = failureOf(create({ timeout: 30_000, deadline: 20_000 }));
    await arrived(1);
    clock.advance(20_000);
    const error = await failure;
    expect(error).toMatchObject({
      name: 'TimeoutError',
      kind: 'deadline',
      ms: 20_000,
      idempotencyKey: '00000000-0000-4000-8000-000000000001',
    });
    expect(error.message).toBe(
      `${ids.create} failed: timed out after 20000 ms (deadline of the whole call). The request may have succeeded. Retry with idempotencyKey '00000000-0000-4000-8000-000000000001'.`,
    );
    expect(seen).toHaveLength(1);
    expect(clock.pending()).toEqual([]);
  });

  test('the deadline cuts the last attempt short', async () => {
    const { read, ids, inject, arrived, seen, clock } = await startClient(client);
    inject(hangBefore, hangBefore);
    const failure = failureOf(read({ timeout: 30_000, deadline: 45_000 }));
    await arrived(1);
    clock.advance(30_000);
    await arrived(2);
    // 30,000 for the first attempt and 500 for the backoff are gone.
    expect(clock.pending()).toEqual([14_500]);
    clock.advance(14_500);
    const error = await failure;
    expect(error).toMatchObject({ name: 'TimeoutError', kind: 'deadline', ms: 45_000 });
    expect(error.message).toBe(
      `${ids.read} failed: timed out after 45000 ms (deadline of the whole call). It is safe to retry.`,
    );
    expect(seen).toHaveLength(2);
  });
});
