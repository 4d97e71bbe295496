// A DELETE whose answer got lost: our own retry finds nothing any more.
import { describe, expect, test } from 'vitest';
import { DOORS, NAMED, openBench, PATHS } from './support/bench.ts';
import { serve } from './support/exchange.ts';
import { breakOff, hangAfter, proxyPage, resetAfter, turnAway } from './support/faults.ts';
import { answerOf, failureOf } from './support/outcome.ts';

describe.each(DOORS)('%s', (door) => {
  test.each([
    ['a reset', resetAfter],
    ['a body that broke off', breakOff],
    ["a proxy's 502", proxyPage(502)],
    ["a proxy's 504", proxyPage(504)],
  ])('after %s, a 404 on our own retry is a success', async (_what, act) => {
    const { remove, script, seen, ledger } = await openBench(door);
    script(act);
    const value = await remove();
    if (door.endsWith('path')) expect(value).toMatchObject({ response: { ok: true } });
    else expect(value).toBeUndefined();
    expect(seen).toHaveLength(2);
    expect(ledger.of(seen[0]?.call ?? '').deleted).toBe(1);
  });

  test('after a timeout, a 404 on our own retry is a success', async () => {
    const { remove, script, arrived, clock, ledger, seen } = await openBench(door);
    script(hangAfter);
    const call = remove();
    await arrived(1);
    clock.advance(30_000);
    await call;
    expect(seen).toHaveLength(2);
    expect(ledger.of(seen[0]?.call ?? '').deleted).toBe(1);
  });
});

describe.each(NAMED)('%s', (door) => {
  test('a 404 on the first attempt is an error', async () => {
    const { remove, ids } = await openBench(door);
    await remove();
    const error = await failureOf(remove());
    expect(error).toMatchObject({ name: 'ApiError', status: 404 });
    const said = door === 'Iron by name' ? 'there is no body' : 'Not Found: there is no such record';
    expect(error.message).toBe(
      `${ids.remove}: answered 404: ${said}. Check the ids, and that they are of this environment.`,
    );
  });

  test('a 404 after an attempt that was turned away is an error, since that attempt deleted nothing', async () => {
    const { remove, script, seen } = await openBench(door);
    await remove();
    script(turnAway(503), serve);
    const error = await failureOf(remove());
    expect(error).toMatchObject({ name: 'ApiError', status: 404 });
    expect(seen).toHaveLength(3);
  });
});

test.each(PATHS)('%s: a 404 on the first attempt is the answer', async (door) => {
  const { remove } = await openBench(door);
  await remove();
  expect((await answerOf(remove())).status).toBe(404);
});
