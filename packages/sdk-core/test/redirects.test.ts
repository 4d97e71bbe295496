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
      expect(error).toMatchObject({ reason: 'redirect', unsent: false });
      expect(error.message).toBe(
        `getCustomer: redirects are not followed (redirect: ${other.url}/elsewhere). Check baseUrl.`,
      );
      expect(other.seen).toEqual([]);
      expect(server.seen).toHaveLength(1);
    } finally {
      await other.close();
    }
  },
);

test('neither is one without a target, nor the opaque one of a browser', async () => {
  server.script(raw(304, ''));
  const get = (options = {}) =>
    failureOf(testClient({ baseUrl: server.url, ...options }).customer.getCustomer({ path: { id: 'c1' } }));
  expect((await get()).reason).toBe('redirect');
  expect((await get({ fetch: async () => Response.error() })).reason).toBe('redirect');
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
