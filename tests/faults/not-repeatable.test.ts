// Operations that are not safe to repeat are sent once, whatever goes wrong.
import { createIronClient } from '@org/iron-sdk';
import { emptyError, hangAfter, proxyPage, rejectWith, resetAfter } from '@org/test-kit/faults';
import { IRON_KEY } from '@org/test-kit/providers';
import { describe, expect, test } from 'vitest';
import { CLIENTS, failureOf, startClient } from './clients.ts';

const LOOK = 'The request may have succeeded. Verify before retrying.';

describe.each(CLIENTS)('%s', (client) => {
  test('a POST without a key is not retried after a lost response, and its error asks to verify first', async () => {
    const { risk, ids, inject, seen, effects } = await startClient(client);
    inject(resetAfter);
    const error = await failureOf(risk());
    expect(error.message).toBe(`${ids.risk} failed: the connection failed (ECONNRESET). ${LOOK}`);
    expect(error).toMatchObject({ idempotencyKey: undefined, retryable: true });
    expect(seen).toHaveLength(1);
    expect(effects.of(seen[0]?.call ?? '').created).toHaveLength(1);
  });

  test('a POST without a key is not retried after a timeout', async () => {
    const { risk, ids, inject, seen, arrived, clock } = await startClient(client);
    inject(hangAfter);
    const failure = failureOf(risk());
    await arrived(1);
    clock.advance(30_000);
    expect((await failure).message).toBe(
      `${ids.risk} failed: timed out after 30000 ms waiting for a complete response (per-attempt timeout). ${LOOK}`,
    );
    expect(seen).toHaveLength(1);
  });

  test.each([
    ['503', rejectWith(503)],
    ['503 with Retry-After', rejectWith(503, '1')],
    ['an empty 500', emptyError(500)],
    ["a proxy's 502", proxyPage(502)],
  ])('a POST without a key is not retried after %s', async (_what, fault) => {
    const { risk, inject, seen, clock } = await startClient(client);
    inject(fault);
    await risk().then(undefined, () => {});
    expect(seen).toHaveLength(1);
    expect(clock.fired).toEqual([]);
  });
});

test('an operation that Iron forbids to repeat is not retried, though its HTTP method is idempotent', async () => {
  const { origin, inject, seen, clock } = await startClient('Iron operations');
  const { customer } = createIronClient({ baseUrl: `${origin}/api`, apiKey: IRON_KEY, clock });
  inject(resetAfter);
  const error = await failureOf(customer.submitAuthenticationCode({ path: { id: 'code-1' }, body: { code: 123456 } }));
  expect(error.message).toBe(`submitAuthenticationCode failed: the connection failed (ECONNRESET). ${LOOK}`);
  expect(seen).toHaveLength(1);
});
