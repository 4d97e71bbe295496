// A connection that is reset instead of an answer.
import { isConnectionError } from '@org/iron-sdk';
import { describe, expect, test } from 'vitest';
import { DOORS, NAMED, openBench, PATHS } from './support/bench.ts';
import { resetAfter, resetBefore } from './support/faults.ts';
import { answerOf, dataOf, expectSameBytes, failureOf } from './support/outcome.ts';

describe.each(DOORS)('%s', (door) => {
  test('a create that was never carried out is sent again with its key and its bytes, and happens once', async () => {
    const { create, script, seen, ledger } = await openBench(door);
    script(resetBefore, resetBefore);
    const data = await dataOf(create());
    expectSameBytes(seen, 3);
    expect(ledger.of(seen[0]?.call ?? '').made).toEqual([(data as { id: string }).id]);
  });

  test('after three resets it says what may have become of the create, with its key and each attempt', async () => {
    const { create, ids, script, seen, clock } = await openBench(door);
    script(resetAfter, resetBefore, resetBefore);
    const error = await failureOf(create());
    expect(isConnectionError(error)).toBe(true);
    expect(error).toMatchObject({ name: 'ConnectionError', reason: 'network', unsent: false, idempotencyKey: 'key-1' });
    expect(error.message).toBe(
      `${ids.create}: the connection failed (network: ECONNRESET). It may have been carried out: call again with idempotencyKey 'key-1'.`,
    );
    const reason = `${ids.create}: the connection failed (network: ECONNRESET)`;
    expect(error.attempts).toEqual([
      { attempt: 1, unsent: false, reason, delay: 500 },
      { attempt: 2, unsent: false, reason, delay: 1000 },
      { attempt: 3, unsent: false, reason },
    ]);
    expectSameBytes(seen, 3);
    expect(clock.fired).toEqual([500, 1000]);
    expect(clock.pending()).toEqual([]);
  });

  test('a read is sent again, and after three resets says that it is safe to call again', async () => {
    const { read, ids, script, seen } = await openBench(door);
    script(resetAfter);
    expect(await dataOf(read())).toHaveProperty('id');
    expect(seen).toHaveLength(2);
    script(resetBefore, resetBefore, resetBefore);
    const error = await failureOf(read());
    expect(error.message).toBe(`${ids.read}: the connection failed (network: ECONNRESET). It is safe to call again.`);
    expect(error.idempotencyKey).toBeUndefined();
  });

  test('without retries the first reset is the end', async () => {
    const { create, script, seen } = await openBench(door);
    script(resetAfter);
    const error = await failureOf(create({ maxRetries: 0 }));
    expect(error.name).toBe('ConnectionError');
    expect(error.attempts).toHaveLength(1);
    expect(seen).toHaveLength(1);
  });
});

test.each(NAMED)('%s: a create whose answer was lost gives the one record that was made', async (door) => {
  const { create, script, seen, ledger } = await openBench(door);
  script(resetAfter);
  const { id } = (await create()) as { id: string };
  expect(ledger.of(seen[0]?.call ?? '').made).toEqual([id]);
  expectSameBytes(seen.slice(0, 2), 2);
});

test.each(PATHS)('%s: a create whose answer was lost happens once', async (door) => {
  const { create, script, seen, ledger } = await openBench(door);
  script(resetAfter);
  const { status } = await answerOf(create());
  // Iron replays the answer under the key; Paxos says that it exists, and the path door says what Paxos says.
  expect(status).toBe(door === 'Iron by path' ? 201 : 409);
  expect(ledger.of(seen[0]?.call ?? '').made).toHaveLength(1);
  expectSameBytes(seen, 2);
});
