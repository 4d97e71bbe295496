import { flood, json, raw, redirect } from '@org/test-kit/replies';
import { startServer, useServer } from '@org/test-kit/server';
import { expect, test } from 'vitest';
import { isConnectionError } from '../src/guards.ts';
import { failureOf, testClient } from './support/client.ts';

const server = useServer(json(200, { id: 'c1' }));

test.each([301, 302, 303, 307, 308])(
  'a redirect with status %i is not followed, so no credentials leave',
  async (status) => {
    const other = await startServer(json(200, { id: 'stolen' }));
    try {
      server.script(redirect(status, `${other.url}/elsewhere?token=1`));
      const error = await failureOf(testClient({ baseUrl: server.url }).customer.getCustomer({ path: { id: 'c1' } }));
      expect(isConnectionError(error)).toBe(true);
      expect(error).toMatchObject({ reason: 'redirect', notSent: false });
      expect(error.message).toBe(
        `getCustomer failed: redirects are not followed (${status} to ${new URL(other.url).host}). Check baseUrl. It is safe to retry.`,
      );
      expect(other.seen).toEqual([]);
      expect(server.seen).toHaveLength(1);
    } finally {
      await other.close();
    }
  },
);

test('neither is the opaque redirect of a browser; a 3xx without a target is an error response', async () => {
  const get = (options = {}) =>
    failureOf(testClient({ baseUrl: server.url, ...options }).customer.getCustomer({ path: { id: 'c1' } }));
  for (const status of [300, 302, 304]) {
    server.script(raw(status, ''));
    expect(await get()).toMatchObject({ name: 'ApiError', status });
  }
  const hidden = await get({ fetch: async () => Response.error() });
  expect(hidden.reason).toBe('redirect');
  expect(hidden.message).toContain('redirects are not followed (where to is hidden).');
});

test('the body of a redirect is not waited for', async () => {
  server.script((response, seen, socket) => {
    response.setHeader('location', 'https://elsewhere.test/');
    flood(302)(response, seen, socket);
  });
  const error = await failureOf(testClient({ baseUrl: server.url }).customer.getCustomer({ path: { id: 'c1' } }));
  expect(error.reason).toBe('redirect');
  await expect.poll(() => server.open()).toBe(0);
});
