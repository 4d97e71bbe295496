// A DELETE whose response was lost: our own retry finds nothing any more.
import { breakOff, hangAfter, proxyPage, rejectWith, resetAfter } from '@org/test-kit/faults';
import { pathResultOf } from '@org/test-kit/outcomes';
import { serve } from '@org/test-kit/providers';
import { describe, expect, test } from 'vitest';
import { CLIENTS, failureOf, OPERATION_CLIENTS, PATH_CLIENTS, startClient } from './clients.ts';

describe.each(CLIENTS)('%s', (client) => {
  test.each([
    ['a reset', resetAfter],
    ['a body that broke off', breakOff],
    ["a proxy's 502", proxyPage(502)],
    ["a proxy's 504", proxyPage(504)],
  ])('a 404 to the retry of a DELETE after %s is a success', async (_what, fault) => {
    const { remove, inject, seen, effects } = await startClient(client);
    inject(fault);
    const value = await remove();
    if (client.endsWith('paths')) expect(value).toMatchObject({ response: { ok: true } });
    else expect(value).toBeUndefined();
    expect(seen).toHaveLength(2);
    expect(effects.of(seen[0]?.call ?? '').deleted).toBe(1);
  });

  test('a 404 to the retry of a DELETE after a timeout is a success', async () => {
    const { remove, inject, arrived, clock, effects, seen } = await startClient(client);
    inject(hangAfter);
    const call = remove();
    await arrived(1);
    clock.advance(30_000);
    await call;
    expect(seen).toHaveLength(2);
    expect(effects.of(seen[0]?.call ?? '').deleted).toBe(1);
  });
});

describe.each(OPERATION_CLIENTS)('%s', (client) => {
  test('a 404 to the first attempt of a DELETE is an error', async () => {
    const { remove, ids } = await startClient(client);
    await remove();
    const error = await failureOf(remove());
    expect(error).toMatchObject({ name: 'ApiError', status: 404 });
    const said = client === 'Iron operations' ? '' : ': Not Found: there is no such record';
    expect(error.message).toBe(
      `${ids.remove} failed: 404 Not Found${said}. Check the ids, and that they belong to this environment.`,
    );
  });

  test('a 404 after an attempt that was rejected is an error, since that attempt deleted nothing', async () => {
    const { remove, inject, seen } = await startClient(client);
    await remove();
    inject(rejectWith(503), serve);
    const error = await failureOf(remove());
    expect(error).toMatchObject({ name: 'ApiError', status: 404 });
    expect(seen).toHaveLength(3);
  });
});

test.each(PATH_CLIENTS)('%s: a 404 to the first attempt of a DELETE is the result', async (client) => {
  const { remove } = await startClient(client);
  await remove();
  expect((await pathResultOf(remove())).status).toBe(404);
});
