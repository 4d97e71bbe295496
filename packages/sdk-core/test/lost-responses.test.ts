// A response was lost, and what comes after must not read as if nothing had happened: a caller that retries with a new key
// would pay twice.

import { html, json, redirect, reset } from '@org/test-kit/replies';
import { type Reply, useServer } from '@org/test-kit/server';
import { describe, expect, test } from 'vitest';
import { authorize } from '../src/steps/authorize.ts';
import { failureOf, testClient } from './support/client.ts';
import { found } from './support/found.ts';

const server = useServer(found);
const NEXT = "The request may have succeeded. Retry with idempotencyKey 'key-1'.";
const create = (options: Parameters<typeof testClient>[0] = {}) =>
  failureOf(
    testClient({ baseUrl: server.url, createKey: () => 'key-1', ...options }).customer.createCustomer({
      body: { name: 'Ada' },
    }),
  );

describe('a create whose first response was lost, and which then gets', () => {
  test.each<[string, Reply, string]>([
    [
      '422',
      json(422, { message: 'no' }),
      `failed after 2 attempts: 422 Unprocessable Entity: no. Correct the request and retry. ${NEXT}`,
    ],
    [
      '503 with a long Retry-After',
      json(503, 'x', { 'retry-after': '600' }),
      `failed after 2 attempts: 503 Service Unavailable: x. Retry after 600 s. ${NEXT}`,
    ],
    [
      'a page',
      html(403),
      `failed after 2 attempts: 403 Forbidden: an HTML page, probably from a proxy or login screen. These credentials are not permitted to perform this operation. ${NEXT}`,
    ],
    [
      'a redirect',
      redirect(302, 'https://x.test/'),
      `failed: redirects are not followed (302 to x.test). Check baseUrl. ${NEXT}`,
    ],
  ])('%s, says which key to come back with', async (_what, act, message) => {
    server.script(reset, act);
    const error = await create();
    expect(error.message).toBe(`createCustomer ${message}`);
    expect(error).toMatchObject({ idempotencyKey: 'key-1', attempts: 2, notSent: false });
    expect(error.failures).toHaveLength(2);
  });

  test('a refused connection, says the same, and does not claim that nothing was sent', async () => {
    let sent = 0;
    const fetch = async (): Promise<Response> => {
      throw new TypeError('fetch failed', { cause: { code: sent++ ? 'ECONNREFUSED' : 'ECONNRESET' } });
    };
    const error = await create({ fetch });
    expect(error.message).toBe(`createCustomer failed: the connection failed (ECONNREFUSED). ${NEXT}`);
    expect(error).toMatchObject({ name: 'ConnectionError', notSent: false });
    expect(error.failures?.map(({ notSent }) => notSent)).toEqual([false, true, true]);
  });

  test('no more credentials, says the same', async () => {
    const failure = { ok: false, kind: 'token', message: 'no token.', notSent: true, failures: [] } as const;
    let asked = 0;
    const apply = () => (asked++ ? { ...failure, retryable: false } : undefined);
    server.script(reset);
    const error = await create({ authorize: authorize({ apply }) });
    expect(error.message).toBe(`createCustomer failed: no token. ${NEXT}`);
    expect(error).toMatchObject({ name: 'TokenError', notSent: false });
  });
});

test('a read whose first response was lost reports its last one only', async () => {
  server.script(reset, json(404, { message: 'no' }));
  const error = await failureOf(testClient({ baseUrl: server.url }).customer.getCustomer({ path: { id: 'c1' } }));
  expect(error.message).toBe(
    'getCustomer failed after 2 attempts: 404 Not Found: no. Check the ids, and that they belong to this environment.',
  );
});

test('a create that was only turned away before reports its last response only', async () => {
  server.script(json(429, 'x'), json(422, { message: 'no' }));
  expect((await create()).message).toBe(
    'createCustomer failed after 2 attempts: 422 Unprocessable Entity: no. Correct the request and retry with a new idempotency key.',
  );
});
