// Connections that are refused.
import { hangBefore } from '@org/test-kit/faults';
import type { Fault } from '@org/test-kit/providers';
import { describe, expect, test } from 'vitest';
import { CLIENTS, type FaultyClient, failureOf, startClient } from './clients.ts';

/** Carries the request out, and closes the whole server before it responds. */
const vanish =
  (client: FaultyClient): Fault =>
  (exchange) => {
    exchange.handle();
    // Closing ends all connections, so this request's too.
    client.close();
  };

describe.each(CLIENTS)('%s', (name) => {
  test('a create that could not be sent reports that it was not sent and that baseUrl may be wrong', async () => {
    const gone = await startClient(name);
    await gone.close();
    const client = await startClient(name, { elsewhere: gone.origin });
    const error = await failureOf(client.create());
    expect(error).toMatchObject({
      name: 'ConnectionError',
      reason: 'network',
      notSent: true,
      idempotencyKey: '00000000-0000-4000-8000-000000000001',
    });
    expect(error.message).toBe(
      `${client.ids.create} failed: the connection failed (ECONNREFUSED). Check baseUrl and the network. Nothing was sent.`,
    );
    expect(error.failures).toHaveLength(3);
  });

  test('a create that was carried out before the server went away does not report that it was not sent', async () => {
    const client = await startClient(name);
    client.inject(vanish(client), hangBefore);
    const error = await failureOf(client.create());
    expect(client.effects.of(client.seen[0]?.call ?? '').created).toHaveLength(1);
    expect([error.failures?.at(0)?.notSent, error.failures?.at(-1)?.notSent]).toEqual([false, true]);
    expect(error).toMatchObject({ name: 'ConnectionError', notSent: false });
    expect(error.message).toContain(
      `The request may have succeeded. Retry with idempotencyKey '00000000-0000-4000-8000-000000000001'.`,
    );
  });
});
