import { manualClock } from '@org/test-kit/clock';
import { json, raw, reset } from '@org/test-kit/replies';
import { useServer } from '@org/test-kit/server';
import { describe, expect, test } from 'vitest';
import { TimeoutError } from '../src/errors.ts';
import { isConfigError, isTimeoutError } from '../src/guards.ts';
import { type Authorizer, authorize, authorizeAgain } from '../src/layers/authorize.ts';
import { failureOf, testClient } from './support/client.ts';

const server = useServer(json(200, { id: 'c1' }));
const clock = manualClock();
clock.skipBelow(20_000);
const denied = raw(401, 'authorization error', { 'content-type': 'text/plain; charset=utf-8' });
const sent = () => server.seen.map(({ headers }) => headers.authorization);

/** A client whose token is replaced when it is refused, as long as `tokens` last. */
const withTokens = (...tokens: string[]) => {
  let asked = 0;
  const authorizer: Authorizer = {
    apply: async (request) => request.headers.set('Authorization', `Bearer ${tokens[0]}`),
    refused: async () => {
      asked++;
      tokens.shift();
      return tokens.length > 0;
    },
  };
  const client = testClient({ baseUrl: server.url, clock, authorize: authorizeAgain(authorizer, clock) });
  return { client, asked: () => asked };
};

describe('credentials', () => {
  test('are set for each attempt anew, and win over headers of the caller', async () => {
    let at = 0;
    const client = testClient({
      baseUrl: server.url,
      clock,
      authorize: authorize((request) => request.headers.set('Authorization', `key-${++at}`) ?? undefined, clock),
    });
    server.script(reset, json(200, { id: 'c1' }));
    await client.customer.getCustomer({ path: { id: 'c1' } }, { headers: { Authorization: 'mine' } });
    expect(sent()).toEqual(['key-1', 'key-2']);
  });

  test('may take a while, but not longer than the deadline', async () => {
    const still = manualClock();
    const client = testClient({
      baseUrl: server.url,
      clock: still,
      authorize: authorize(() => new Promise(() => {}), still),
    });
    const call = client.customer.getCustomer({ path: { id: 'c1' } }, { deadline: 900 });
    await expect.poll(() => still.pending()).toEqual([900]);
    still.advance(900);
    const error = await failureOf(call);
    expect(isTimeoutError(error)).toBe(true);
    expect(error.message).toBe('getCustomer: no full answer in 900 ms (deadline). Nothing was sent.');
    expect(server.seen).toEqual([]);
  });

  test.each([
    [
      'at once',
      () => {
        throw new Error('the vault is shut.');
      },
    ],
    ['later', () => Promise.reject(new Error('the vault is shut.'))],
  ])('that cannot be had, %s, end the call', async (_when, apply) => {
    const client = testClient({ baseUrl: server.url, clock, authorize: authorize(apply, clock) });
    const error = await failureOf(client.customer.getCustomer({ path: { id: 'c1' } }));
    expect(isConfigError(error)).toBe(true);
    expect(error.message).toBe('getCustomer: the vault is shut. Nothing was sent.');
    expect(error.cause).toEqual(new Error('the vault is shut.'));
    expect(server.seen).toEqual([]);
  });
});

test('an error of the SDK’s own, such as of a token that came too late, is told as this call’s', async () => {
  const late = new TimeoutError('no token in 10000 ms.', undefined, { kind: 'attempt', ms: 10_000 });
  const client = testClient({ baseUrl: server.url, clock, authorize: authorize(() => Promise.reject(late), clock) });
  const error = await failureOf(client.customer.getCustomer({ path: { id: 'c1' } }));
  expect(error).toMatchObject({ name: 'TimeoutError', operation: 'getCustomer', kind: 'attempt', ms: 10_000 });
  expect(error.message).toBe('getCustomer: no token in 10000 ms. Nothing was sent.');
  expect(error.cause).toBe(late);
  expect(late.message).toBe('no token in 10000 ms.');
});

test('credentials that cannot be had go unnoticed, not unhandled, when the call was aborted before', async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  process.on('unhandledRejection', note);
  const apply = () => Promise.reject(new Error('the vault is shut'));
  const client = testClient({ baseUrl: server.url, clock, authorize: authorize(apply, clock) });
  const signal = AbortSignal.abort();
  expect((await failureOf(client.customer.getCustomer({ path: { id: 'c1' } }, { signal }))).name).toBe('AbortedError');
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
});

describe('a 401', () => {
  test('is answered with fresh credentials, once', async () => {
    const { client, asked } = withTokens('old', 'new');
    server.script(denied, json(200, { id: 'c1' }));
    expect(await client.customer.createCustomer({ body: { name: 'Ada' } })).toEqual({ id: 'c1' });
    expect(sent()).toEqual(['Bearer old', 'Bearer new']);
    expect(asked()).toBe(1);
    expect(new Set(server.seen.map(({ body }) => body)).size).toBe(1);
  });

  test('with fresh credentials is the answer', async () => {
    const { client, asked } = withTokens('old', 'new', 'newer');
    server.script(denied);
    const error = await failureOf(client.customer.getCustomer({ path: { id: 'c1' } }));
    expect(sent()).toEqual(['Bearer old', 'Bearer new']);
    expect(asked()).toBe(1);
    expect(error.attempts).toMatchObject([
      { attempt: 1, status: 401, reason: '401, credentials renewed', delay: 0 },
      { attempt: 2, status: 401, reason: '401 Unauthorized' },
    ]);
    expect(error.message).toBe(
      'getCustomer: answered 401 after 2 attempts: authorization error. Check the credentials, and that they are for this environment.',
    );
  });

  test('is the answer when there are no fresh ones', async () => {
    const { client } = withTokens('old');
    server.script(denied);
    expect((await failureOf(client.customer.getCustomer({ path: { id: 'c1' } }))).status).toBe(401);
    expect(server.seen).toHaveLength(1);
  });

  test('is the answer where credentials do not expire', async () => {
    server.script(denied);
    const error = await failureOf(testClient({ baseUrl: server.url }).customer.getCustomer({ path: { id: 'c1' } }));
    expect(error).toMatchObject({ status: 401, body: 'authorization error' });
    expect(server.seen).toHaveLength(1);
  });
});
