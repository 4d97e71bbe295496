import { manualClock } from '@org/test-kit/clock';
import { json, raw, reset } from '@org/test-kit/replies';
import { useServer } from '@org/test-kit/server';
import { describe, expect, test } from 'vitest';
import { isTimeoutError } from '../src/guards.ts';
import { type Authorizer, authorize } from '../src/steps/authorize.ts';
import { failureOf, testClient } from './support/client.ts';
import { found } from './support/found.ts';

const server = useServer(found);
const id = { path: { id: 'c1' } };
const denied = raw(401, 'authorization error', { 'content-type': 'text/plain; charset=utf-8' });
const sent = () => server.seen.map(({ headers }) => headers.authorization);
const clientWith = (authorizer: Authorizer) => testClient({ baseUrl: server.url, authorize: authorize(authorizer) });

/** A client whose token is replaced when it is refused, as long as `tokens` last. */
const withTokens = (...tokens: string[]) => {
  let asked = 0;
  const client = clientWith({
    apply: async (headers) => {
      headers.set('Authorization', `Bearer ${tokens[0]}`);
      return undefined;
    },
    renew: async () => {
      asked++;
      tokens.shift();
      return tokens.length > 0;
    },
  });
  return { client, asked: () => asked };
};

describe('credentials', () => {
  test('are set for each attempt anew, and win over headers of the caller', async () => {
    let at = 0;
    const client = clientWith({ apply: (headers) => headers.set('Authorization', `key-${++at}`) as undefined });
    server.script(reset, json(200, { id: 'c1' }));
    await client.customer.getCustomer(id, { headers: { Authorization: 'mine' } });
    expect(sent()).toEqual(['key-1', 'key-2']);
  });

  test('may take a while, but not longer than the deadline', async () => {
    const clock = manualClock();
    const never = authorize({ apply: () => new Promise<undefined>(() => {}) });
    const client = testClient({ baseUrl: server.url, clock, authorize: never });
    const call = client.customer.getCustomer(id, { deadline: 900 });
    await expect.poll(() => clock.pending()).toEqual([900]);
    clock.advance(900);
    const error = await failureOf(call);
    expect(isTimeoutError(error)).toBe(true);
    expect(error.message).toBe(
      'getCustomer failed: timed out after 900 ms (deadline of the whole call). Nothing was sent.',
    );
    expect(error.notSent).toBe(true);
    expect(server.seen).toEqual([]);
  });

  test('that the SDK cannot get are a failure of the call, which was not sent', async () => {
    const message = 'auth.test returned 503.';
    const failure = { ok: false, kind: 'token', message, status: 503, notSent: true, failures: [] } as const;
    const client = clientWith({ apply: () => ({ ...failure, retryable: false }) });
    const error = await failureOf(client.customer.getCustomer(id));
    expect(error).toMatchObject({ name: 'TokenError', operation: 'getCustomer', status: 503, notSent: true });
    expect(error.message).toBe('getCustomer failed: auth.test returned 503. Nothing was sent.');
  });
});

test('credentials that cannot be had go unnoticed, not unhandled, when the call was aborted before', async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  process.on('unhandledRejection', note);
  const client = clientWith({ apply: () => Promise.reject(new Error('the vault is shut')) });
  const signal = AbortSignal.abort();
  expect((await failureOf(client.customer.getCustomer(id, { signal }))).name).toBe('AbortedError');
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

  test('with fresh credentials is the result', async () => {
    const { client, asked } = withTokens('old', 'new', 'newer');
    server.script(denied);
    const error = await failureOf(client.customer.getCustomer(id));
    expect(sent()).toEqual(['Bearer old', 'Bearer new']);
    expect(asked()).toBe(1);
    expect(error.failures).toMatchObject([
      { attempt: 1, status: 401, reason: '401, credentials renewed', delay: 0 },
      { attempt: 2, status: 401, reason: '401 Unauthorized' },
    ]);
    expect(error.message).toBe(
      'getCustomer failed after 2 attempts: 401 Unauthorized: authorization error. Check that the credentials are valid for this environment.',
    );
  });

  test('is the result when there are no fresh ones', async () => {
    const { client } = withTokens('old');
    server.script(denied);
    expect((await failureOf(client.customer.getCustomer(id))).status).toBe(401);
    expect(server.seen).toHaveLength(1);
  });

  test('is the result where credentials do not expire', async () => {
    server.script(denied);
    const error = await failureOf(testClient({ baseUrl: server.url }).customer.getCustomer(id));
    expect(error).toMatchObject({ status: 401, body: 'authorization error' });
    expect(server.seen).toHaveLength(1);
  });
});
