// What would happen twice if it were sent twice is sent once, whatever goes wrong.
import { createIronClient } from '@org/iron-sdk';
import { describe, expect, test } from 'vitest';
import { DOORS, openBench } from './support/bench.ts';
import { emptyError, hangAfter, proxyPage, resetAfter, turnAway } from './support/faults.ts';
import { IRON_KEY } from './support/iron-books.ts';
import { failureOf } from './support/outcome.ts';

const LOOK = 'It may have been carried out: look before you call again.';

describe.each(DOORS)('%s', (door) => {
  test('a POST without a key whose answer is lost is not sent again, and says to look first', async () => {
    const { risk, ids, script, seen, ledger } = await openBench(door);
    script(resetAfter);
    const error = await failureOf(risk());
    expect(error.message).toBe(`${ids.risk}: the connection failed (network: ECONNRESET). ${LOOK}`);
    expect(error).toMatchObject({ idempotencyKey: undefined, passing: true });
    expect(seen).toHaveLength(1);
    expect(ledger.of(seen[0]?.call ?? '').made).toHaveLength(1);
  });

  test('nor after a timeout', async () => {
    const { risk, ids, script, seen, arrived, clock } = await openBench(door);
    script(hangAfter);
    const failure = failureOf(risk());
    await arrived(1);
    clock.advance(30_000);
    expect((await failure).message).toBe(`${ids.risk}: no full answer in 30000 ms (attempt). ${LOOK}`);
    expect(seen).toHaveLength(1);
  });

  test.each([
    ['503', turnAway(503)],
    ['503 with Retry-After', turnAway(503, '1')],
    ['an empty 500', emptyError(500)],
    ["a proxy's 502", proxyPage(502)],
  ])('nor after %s', async (_what, act) => {
    const { risk, script, seen, clock } = await openBench(door);
    script(act);
    await risk().then(undefined, () => {});
    expect(seen).toHaveLength(1);
    expect(clock.fired).toEqual([]);
  });
});

test('what the provider forbids to repeat is not repeated, though its method is idempotent', async () => {
  const { origin, script, seen, clock } = await openBench('Iron by name');
  const { customer } = createIronClient({ baseUrl: `${origin}/api`, apiKey: IRON_KEY, clock });
  script(resetAfter);
  const error = await failureOf(customer.submitAuthenticationCode({ path: { id: 'code-1' }, body: { code: 123456 } }));
  expect(error.message).toBe(`submitAuthenticationCode: the connection failed (network: ECONNRESET). ${LOOK}`);
  expect(seen).toHaveLength(1);
});
