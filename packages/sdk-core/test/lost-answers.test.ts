// An answer was lost, and what comes after must not read as if nothing had happened: whoever calls again with a fresh key
// would pay twice.
import { manualClock } from '@org/test-kit/clock';
import { html, json, redirect, reset } from '@org/test-kit/replies';
import { type Reply, useServer } from '@org/test-kit/server';
import { describe, expect, test } from 'vitest';
import { ApiError } from '../src/api-error.ts';
import { ConnectionError } from '../src/errors.ts';
import { authorize } from '../src/layers/authorize.ts';
import { failureOf, testClient } from './support/client.ts';

const server = useServer(json(200, { id: 'c1' }));
const NEXT = "It may have been carried out: call again with idempotencyKey 'key-1'.";
const create = (options: Parameters<typeof testClient>[0] = {}) =>
  failureOf(
    testClient({ baseUrl: server.url, createKey: () => 'key-1', ...options }).customer.createCustomer({
      body: { name: 'Ada' },
    }),
  );

describe('a create whose first answer was lost, and which then gets', () => {
  test.each<[string, Reply, string]>([
    [
      '422',
      json(422, { message: 'no' }),
      `answered 422 after 2 attempts: no. Correct the request and call again. ${NEXT}`,
    ],
    [
      '503 with a long Retry-After',
      json(503, 'x', { 'retry-after': '600' }),
      `answered 503 after 2 attempts: x. Call again in 600 s. ${NEXT}`,
    ],
    [
      'a page',
      html(403),
      `answered 403 after 2 attempts: the body is HTML, so a proxy answered rather than the API. Check what these credentials may do. ${NEXT}`,
    ],
    [
      'a redirect',
      redirect(302, 'https://x.test/'),
      `redirects are not followed (redirect: https://x.test/). Check baseUrl. ${NEXT}`,
    ],
  ])('%s, says which key to come back with', async (_what, act, message) => {
    server.script(reset, act);
    const error = await create();
    expect(error.message).toBe(`createCustomer: ${message}`);
    expect(error.idempotencyKey).toBe('key-1');
    expect(error.attempts).toHaveLength(2);
  });

  test('nobody who takes the connection, says the same, and is not unsent', async () => {
    let sent = 0;
    const fetch = async (): Promise<Response> => {
      throw new TypeError('fetch failed', { cause: { code: sent++ ? 'ECONNREFUSED' : 'ECONNRESET' } });
    };
    const error = await create({ fetch });
    expect(error.message).toBe(`createCustomer: the connection failed (network: ECONNREFUSED). Check baseUrl. ${NEXT}`);
    expect(error).toMatchObject({ name: 'ConnectionError', unsent: false });
    expect(error.attempts?.map(({ unsent }) => unsent)).toEqual([false, true, true]);
  });

  test.each([
    ['an error of the caller’s', new Error('the vault is shut')],
    [
      'an error of the SDK’s',
      new ConnectionError('the vault is shut.', undefined, { reason: 'network', unsent: true }),
    ],
  ])('no more credentials, but %s, says the same', async (_what, thrown) => {
    let asked = 0;
    const clock = manualClock();
    clock.skipBelow(20_000);
    const apply = () => (asked++ ? Promise.reject(thrown) : undefined);
    server.script(reset);
    const error = await create({ clock, authorize: authorize(apply, clock) });
    expect(error.message).toBe(`createCustomer: the vault is shut. ${NEXT}`);
    expect(error.unsent ?? false).toBe(false);
  });
});

test('an error that many calls share is told to each as its own', async () => {
  const shared = new ApiError('the token endpoint answered 400.', undefined, { status: 400 });
  let asked = 0;
  const clock = manualClock();
  clock.skipBelow(20_000);
  const apply = () => (asked++ ? Promise.reject(shared) : undefined);
  server.script(reset);
  const first = await create({ clock, authorize: authorize(apply, clock) });
  asked = 0;
  const second = await create({ clock, authorize: authorize(apply, clock), createKey: () => 'key-2' });
  expect(first.message).toBe(`createCustomer: the token endpoint answered 400. ${NEXT}`);
  expect([second.name, second.status, second.idempotencyKey]).toEqual(['ApiError', 400, 'key-2']);
  expect(second.cause).toBe(shared);
  expect(shared.message).toBe('the token endpoint answered 400.');
});

test('a read whose first answer was lost is told of its last one only', async () => {
  server.script(reset, json(404, { message: 'no' }));
  const error = await failureOf(testClient({ baseUrl: server.url }).customer.getCustomer({ path: { id: 'c1' } }));
  expect(error.message).toBe(
    'getCustomer: answered 404 after 2 attempts: no. Check the ids, and that they are of this environment.',
  );
});

test('a create that was only turned away before is told of its last answer only', async () => {
  server.script(json(429, 'x'), json(422, { message: 'no' }));
  expect((await create()).message).toBe(
    'createCustomer: answered 422 after 2 attempts: no. Correct the request and call again, with a fresh idempotency key.',
  );
});
