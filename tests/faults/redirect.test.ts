// Responses that send the client to another host.
import { redirect } from '@org/test-kit/faults';
import { json } from '@org/test-kit/replies';
import { type SeenRequest, startServer } from '@org/test-kit/server';
import { describe, expect, test } from 'vitest';
import { CLIENTS, failureOf, startClient } from './clients.ts';

/** Another host, which takes whatever comes. */
async function startOtherHost(): Promise<{ url: string; seen: readonly SeenRequest[] }> {
  const { url, seen } = await startServer(json(200, {}));
  return { url: `${url.replace('127.0.0.1', 'localhost')}/login`, seen };
}

describe.each(CLIENTS)('%s', (client) => {
  test.each([301, 302, 303, 307, 308])(
    'a redirect with status %i is refused, and the other host never sees a credential',
    async (status) => {
      const other = await startOtherHost();
      const { create, ids, inject, seen, clock } = await startClient(client);
      inject(redirect(status, `${other.url}?session=5ecret`));
      const error = await failureOf(create());
      expect(error).toMatchObject({
        name: 'ConnectionError',
        reason: 'redirect',
        idempotencyKey: '00000000-0000-4000-8000-000000000001',
      });
      expect(error.message).toContain(
        `${ids.create} failed: redirects are not followed (${status} to ${new URL(other.url).host}). Check baseUrl.`,
      );
      expect(error.message).not.toContain('5ecret');
      expect(seen).toHaveLength(1);
      expect(other.seen).toEqual([]);
      expect(clock.pending()).toEqual([]);
    },
  );

  test('a redirect to a path of the same host is refused', async () => {
    const { read, ids, inject, seen } = await startClient(client);
    inject(redirect(308, '/elsewhere'));
    const error = await failureOf(read());
    expect(error.message).toContain(`${ids.read} failed: redirects are not followed (308 to `);
    expect(error.message).toContain('). Check baseUrl. It is safe to retry.');
    expect(seen).toHaveLength(1);
  });
});

test('the other host would have accepted the request', async () => {
  const other = await startOtherHost();
  expect((await fetch(other.url, { method: 'POST', headers: { 'X-API-Key': 'x' } })).status).toBe(200);
  expect(other.seen).toHaveLength(1);
});
