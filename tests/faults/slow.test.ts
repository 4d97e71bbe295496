// Answers that come slowly, stop in the middle, or never begin.
import { isTimeoutError } from '@org/iron-sdk';
import { describe, expect, test } from 'vitest';
import { DOORS, openBench } from './support/bench.ts';
import { type Act, serve } from './support/exchange.ts';
import { drip, hangAfter, hangBefore, stall } from './support/faults.ts';
import { dataOf, expectSameBytes, failureOf } from './support/outcome.ts';

/** Plays an act, and tells when the client has let go of the connection. */
function watched(act: Act): { act: Act; closed: Promise<void> } {
  let tell = (): void => {};
  const closed = new Promise<void>((resolve) => {
    tell = resolve;
  });
  return {
    act: (exchange) => {
      exchange.response.on('close', tell);
      act(exchange);
    },
    closed,
  };
}

describe.each(DOORS)('%s', (door) => {
  test('an answer that comes byte by byte is an answer', async () => {
    const { read, script, seen } = await openBench(door);
    script(drip);
    expect(await dataOf(read())).toHaveProperty('id');
    expect(seen).toHaveLength(1);
  });

  test.each([
    ['never begins, and nothing was carried out', hangBefore],
    ['never begins, though it was carried out', hangAfter],
    ['stops in the middle of its body', stall],
  ])(
    'an answer that %s is given up after the timeout of one attempt, and its connection closed',
    async (_what, act) => {
      const { read, script, arrived, seen, clock } = await openBench(door);
      const first = watched(act);
      script(first.act, serve);
      const call = dataOf(read());
      await arrived(1);
      clock.advance(29_999);
      expect(seen).toHaveLength(1);
      clock.advance(1);
      expect(await call).toHaveProperty('id');
      await first.closed;
      expect(seen).toHaveLength(2);
      expect(clock.pending()).toEqual([]);
    },
  );

  test('a create that times out every time says how long it was waited for, and gives its key', async () => {
    const { create, ids, script, arrived, seen, clock, ledger } = await openBench(door);
    script(hangAfter, hangAfter, hangAfter);
    const failure = failureOf(create());
    for (const count of [1, 2, 3]) {
      await arrived(count);
      clock.advance(30_000);
    }
    const error = await failure;
    expect(isTimeoutError(error)).toBe(true);
    expect(error).toMatchObject({ kind: 'attempt', ms: 30_000, idempotencyKey: 'key-1' });
    expect(error.message).toBe(
      `${ids.create}: no full answer in 30000 ms (attempt). It may have been carried out: call again with idempotencyKey 'key-1'.`,
    );
    expect(error.attempts?.map(({ reason }) => reason)).toEqual(
      Array.from({ length: 3 }, () => `${ids.create}: no full answer in 30000 ms (attempt)`),
    );
    expectSameBytes(seen, 3);
    expect(ledger.of(seen[0]?.call ?? '').made).toHaveLength(1);
    expect(clock.pending()).toEqual([]);
  });

  test('a deadline that is shorter than the timeout ends the whole call, and is named as such', async () => {
    const { create, ids, script, arrived, seen, clock } = await openBench(door, { instant: 0 });
    script(hangAfter);
    const failure = failureOf(create({ timeout: 30_000, deadline: 20_000 }));
    await arrived(1);
    clock.advance(20_000);
    const error = await failure;
    expect(error).toMatchObject({ name: 'TimeoutError', kind: 'deadline', ms: 20_000, idempotencyKey: 'key-1' });
    expect(error.message).toBe(
      `${ids.create}: no full answer in 20000 ms (deadline). It may have been carried out: call again with idempotencyKey 'key-1'.`,
    );
    expect(seen).toHaveLength(1);
    expect(clock.pending()).toEqual([]);
  });

  test('the deadline cuts the last attempt short', async () => {
    const { read, ids, script, arrived, seen, clock } = await openBench(door);
    script(hangBefore, hangBefore);
    const failure = failureOf(read({ timeout: 30_000, deadline: 45_000 }));
    await arrived(1);
    clock.advance(30_000);
    await arrived(2);
    // 30,000 for the first attempt and 500 for the backoff are gone.
    expect(clock.pending()).toEqual([14_500]);
    clock.advance(14_500);
    const error = await failure;
    expect(error).toMatchObject({ name: 'TimeoutError', kind: 'deadline', ms: 45_000 });
    expect(error.message).toBe(`${ids.read}: no full answer in 45000 ms (deadline). It is safe to call again.`);
    expect(seen).toHaveLength(2);
  });
});
