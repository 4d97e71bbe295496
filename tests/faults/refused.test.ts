// Nobody takes the connection.
import { describe, expect, test } from 'vitest';
import { type Bench, DOORS, openBench } from './support/bench.ts';
import type { Act } from './support/exchange.ts';
import { hangBefore } from './support/faults.ts';
import { failureOf } from './support/outcome.ts';

/** Carries the request out, and then the whole server is gone, before it has answered. */
const vanish =
  (bench: Bench): Act =>
  (exchange) => {
    exchange.handle();
    // Closing ends all connections, so this request's too.
    bench.close();
  };

describe.each(DOORS)('%s', (door) => {
  test('a create that could not even be sent says that baseUrl may be wrong, and that it was not sent', async () => {
    const gone = await openBench(door);
    await gone.close();
    const bench = await openBench(door, { elsewhere: gone.origin });
    const error = await failureOf(bench.create());
    expect(error).toMatchObject({ name: 'ConnectionError', reason: 'network', unsent: true, idempotencyKey: 'key-1' });
    expect(error.message).toBe(`${bench.ids.create}: the connection failed (network: ECONNREFUSED). Check baseUrl.`);
    expect(error.attempts).toHaveLength(3);
  });

  test('a create that was carried out before the server went away does not claim that it was not sent', async () => {
    const bench = await openBench(door);
    bench.script(vanish(bench), hangBefore);
    const error = await failureOf(bench.create());
    expect(bench.ledger.of(bench.seen[0]?.call ?? '').made).toHaveLength(1);
    expect([error.attempts?.at(0)?.unsent, error.attempts?.at(-1)?.unsent]).toEqual([false, true]);
    expect(error).toMatchObject({ name: 'ConnectionError', unsent: false });
    expect(error.message).toContain(`It may have been carried out: call again with idempotencyKey 'key-1'.`);
  });
});
