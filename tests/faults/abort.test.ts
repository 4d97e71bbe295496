// The caller gives up.
import { isAbortedError } from '@org/iron-sdk';
import { describe, expect, test } from 'vitest';
import { DOORS, openBench } from './support/bench.ts';
import { hangAfter, stall, turnAway } from './support/faults.ts';
import { failureOf } from './support/outcome.ts';
import { unhandledDuring } from './support/unhandled.ts';

describe.each(DOORS)('%s', (door) => {
  test('an abort during the backoff ends the call at once, and nothing more is sent', async () => {
    const { create, ids, script, seen, clock } = await openBench(door, { instant: 0 });
    const controller = new AbortController();
    script(turnAway(503));
    const failure = failureOf(create({ signal: controller.signal }));
    await clock.armed(500);
    controller.abort(new Error('the user left'));
    const error = await failure;
    expect(isAbortedError(error)).toBe(true);
    expect(error.message).toBe(
      `${ids.create}: aborted by its signal. It may have been carried out: call again with idempotencyKey 'key-1'.`,
    );
    expect(error.cause).toEqual(new Error('the user left'));
    expect(error.attempts).toEqual([{ attempt: 1, status: 503, reason: '503 Service Unavailable', delay: 500 }]);
    expect(clock.pending()).toEqual([]);
    expect(clock.fired).toEqual([]);
    expect(seen).toHaveLength(1);
  });

  test.each([
    ['before the answer', hangAfter],
    ['in the middle of the answer', stall],
  ])('an abort %s ends the call at once', async (_when, act) => {
    const { create, script, arrived, seen, clock, ledger } = await openBench(door);
    const controller = new AbortController();
    script(act);
    const failure = failureOf(create({ signal: controller.signal }));
    await arrived(1);
    controller.abort();
    const error = await failure;
    expect(error).toMatchObject({ name: 'AbortedError', idempotencyKey: 'key-1' });
    expect(clock.pending()).toEqual([]);
    expect(seen).toHaveLength(1);
    expect(ledger.of(seen[0]?.call ?? '').made).toHaveLength(1);
  });

  test('with a signal that fired before, nothing is sent', async () => {
    const { create, ids, seen } = await openBench(door);
    const error = await failureOf(create({ signal: AbortSignal.abort() }));
    expect(error.message).toBe(`${ids.create}: aborted by its signal. Nothing was sent.`);
    expect(seen).toHaveLength(0);
  });
});

test('with a signal that fired before, a key that cannot be got goes unnoticed instead of unhandled', async () => {
  const { create } = await openBench('Iron by name', {
    apiKey: () => Promise.reject(new Error('the vault is closed')),
  });
  const unhandled = await unhandledDuring(async () => {
    expect(await failureOf(create({ signal: AbortSignal.abort() }))).toMatchObject({ name: 'AbortedError' });
  });
  expect(unhandled).toEqual([]);
});
