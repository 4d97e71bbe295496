// A provider that turns requests away: 429 and 503, with and without Retry-After.
import { isApiError } from '@org/iron-sdk';
import { describe, expect, test } from 'vitest';
import { DOORS, NAMED, openBench, PATHS } from './support/bench.ts';
import { turnAway } from './support/faults.ts';
import { answerOf, dataOf, expectSameBytes, failureOf } from './support/outcome.ts';

const IRON = ['Iron by name', 'Iron by path'] as const;
const PAXOS = ['Paxos by name', 'Paxos by path'] as const;

describe.each(DOORS)('%s', (door) => {
  test.each([503, 408, 425] as const)('%i twice is got over, with a backoff that doubles', async (status) => {
    const { create, script, seen, clock, ledger } = await openBench(door);
    script(turnAway(status), turnAway(status));
    const { id } = (await dataOf(create())) as { id: string };
    expect(clock.fired).toEqual([500, 1000]);
    expectSameBytes(seen, 3);
    expect(ledger.of(seen[0]?.call ?? '').made).toEqual([id]);
  });

  test.each([429, 503] as const)('%i with Retry-After in seconds is waited for', async (status) => {
    const { create, script, seen, clock } = await openBench(door);
    script(turnAway(status, '7'), turnAway(status, '3'));
    expect(await dataOf(create())).toHaveProperty('id');
    expect(clock.fired).toEqual([7_000, 3_000]);
    expectSameBytes(seen, 3);
  });

  test('Retry-After as a date is waited for', async () => {
    const { read, script, clock } = await openBench(door);
    script(turnAway(503, new Date(clock.now() + 4_000).toUTCString()));
    expect(await dataOf(read())).toHaveProperty('id');
    expect(clock.fired).toEqual([4_000]);
  });

  test('Retry-After beyond the deadline ends the call at once', async () => {
    const { read, script, seen, clock } = await openBench(door);
    script(turnAway(503, '121'));
    await read({ deadline: 120_000 }).then(undefined, () => {});
    expect(seen).toHaveLength(1);
    expect(clock.fired).toEqual([]);
    expect(clock.pending()).toEqual([]);
  });
});

describe.each(NAMED)('%s', (door) => {
  test.each([429, 503] as const)('%i beyond the deadline says when to call again', async (status) => {
    const { create, ids, script, clock } = await openBench(door);
    const until = new Date(clock.now() + 300_000).toUTCString();
    script(turnAway(status, until));
    const error = await failureOf(create());
    expect(isApiError(error)).toBe(true);
    expect(error).toMatchObject({ status, retryAfter: 300_000, idempotencyKey: 'key-1', body: 'busy' });
    expect(error.message).toContain(`${ids.create}: answered ${status}: busy. `);
    expect(error.message).toContain('in 300 s');
  });

  test('a storm that lasts longer than the retries says how often it was tried', async () => {
    const { create, ids, script, seen } = await openBench(door);
    script(turnAway(503), turnAway(503), turnAway(503));
    const error = await failureOf(create());
    expect(error).toMatchObject({ name: 'ApiError', status: 503, body: 'busy', idempotencyKey: 'key-1' });
    expect(error.message).toBe(
      `${ids.create}: answered 503 after 3 attempts: busy. It may have been carried out: call again with idempotencyKey 'key-1'.`,
    );
    expect(error.attempts).toEqual([
      { attempt: 1, status: 503, reason: '503 Service Unavailable', delay: 500 },
      { attempt: 2, status: 503, reason: '503 Service Unavailable', delay: 1000 },
      { attempt: 3, status: 503, reason: '503 Service Unavailable' },
    ]);
    expectSameBytes(seen, 3);
  });
});

test.each(PATHS)('%s: a storm that lasts longer than the retries is the answer', async (door) => {
  const { create, script, seen } = await openBench(door);
  script(turnAway(503), turnAway(503), turnAway(503));
  expect(await answerOf(create())).toEqual({ status: 503, error: 'busy' });
  expectSameBytes(seen, 3);
});

test.each(IRON)('%s: a 429 without Retry-After is sent again after a backoff', async (door) => {
  const { create, script, seen, clock } = await openBench(door);
  script(turnAway(429), turnAway(429));
  expect(await dataOf(create())).toHaveProperty('id');
  expect(clock.fired).toEqual([500, 1000]);
  expectSameBytes(seen, 3);
});

test.each(PAXOS)(
  '%s: a 429 without Retry-After is not sent again, since Paxos would block the address',
  async (door) => {
    const { create, read, script, seen, clock } = await openBench(door);
    script(turnAway(429), turnAway(429));
    if (door === 'Paxos by path') {
      expect(await answerOf(create())).toEqual({ status: 429, error: 'busy' });
      expect(await answerOf(read())).toEqual({ status: 429, error: 'busy' });
    } else {
      const error = await failureOf(create());
      expect(error).toMatchObject({ name: 'ApiError', status: 429, retryAfter: undefined, idempotencyKey: 'key-1' });
      expect(error.message).toBe('CreateInternalTransfer: answered 429: busy. Call less often.');
      expect((await failureOf(read())).message).toBe('GetTransfer: answered 429: busy. Call less often.');
    }
    expect(seen).toHaveLength(2);
    expect(clock.fired).toEqual([]);
  },
);
