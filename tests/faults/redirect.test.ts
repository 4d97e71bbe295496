// An answer that sends the client to another host.
import { describe, expect, onTestFinished, test } from 'vitest';
import { DOORS, openBench } from './support/bench.ts';
import { json, type Seen, send } from './support/exchange.ts';
import { redirect } from './support/faults.ts';
import { createLedger } from './support/ledger.ts';
import { failureOf } from './support/outcome.ts';
import { startServer } from './support/server.ts';

/** Another host, which takes whatever comes. */
async function startStranger(): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const nobody = { handle: () => json(200, {}) };
  const { origin, close } = await startServer(nobody, createLedger(), (exchange) => {
    seen.push(exchange.seen);
    return (one) => send(one, one.handle());
  });
  onTestFinished(close);
  return { url: `${origin.replace('127.0.0.1', 'localhost')}/login`, seen };
}

describe.each(DOORS)('%s', (door) => {
  test.each([301, 302, 303, 307, 308])('%i is refused, and the other host never sees a credential', async (status) => {
    const stranger = await startStranger();
    const { create, ids, script, seen, clock } = await openBench(door);
    script(redirect(status, `${stranger.url}?session=5ecret`));
    const error = await failureOf(create());
    expect(error).toMatchObject({ name: 'ConnectionError', reason: 'redirect', idempotencyKey: 'key-1' });
    expect(error.message).toContain(`${ids.create}: redirects are not followed (redirect: ${stranger.url}). `);
    expect(error.message).toContain('Check baseUrl.');
    expect(error.message).not.toContain('5ecret');
    expect(seen).toHaveLength(1);
    expect(stranger.seen).toEqual([]);
    expect(clock.pending()).toEqual([]);
  });

  test('also to a path of the same host', async () => {
    const { read, ids, script, seen } = await openBench(door);
    script(redirect(308, '/elsewhere'));
    const error = await failureOf(read());
    expect(error.message).toBe(`${ids.read}: redirects are not followed (redirect: /elsewhere). Check baseUrl.`);
    expect(seen).toHaveLength(1);
  });
});

test('the stranger is a server that would have taken the request', async () => {
  const stranger = await startStranger();
  expect((await fetch(stranger.url, { method: 'POST', headers: { 'X-API-Key': 'x' } })).status).toBe(200);
  expect(stranger.seen).toHaveLength(1);
});
