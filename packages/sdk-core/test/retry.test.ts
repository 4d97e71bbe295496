import { manualClock } from '@org/test-kit/clock';
import { empty, html, json, redirect, reset, resetInBody } from '@org/test-kit/replies';
import { useServer } from '@org/test-kit/server';
import { describe, expect, test } from 'vitest';
import { isAbortedError, isApiError, isConnectionError } from '../src/guards.ts';
import { retryableStatus } from '../src/layers/retry.ts';
import { failureOf, testClient } from './support/client.ts';

const server = useServer(json(200, { id: 'c1' }));
const client = (options: Parameters<typeof testClient>[0] = {}) => testClient({ baseUrl: server.url, ...options });
const get = (options?: Parameters<typeof testClient>[0]) =>
  client(options).customer.getCustomer({ path: { id: 'c1' } });
const create = (options?: Parameters<typeof testClient>[0]) =>
  client(options).customer.createCustomer({ body: { name: 'Ada' } });
const busy = (status: number, headers?: Record<string, string>) => json(status, { message: 'busy' }, headers);

describe('a call is sent again', () => {
  test.each([408, 425, 429, 500, 502, 503, 504])('after status %i', async (status) => {
    server.script(busy(status), json(200, { id: 'c1' }));
    expect(await get()).toEqual({ id: 'c1' });
    expect(server.seen).toHaveLength(2);
  });

  test.each([
    ['a connection that was reset', reset],
    ['a body that broke off', resetInBody],
    ['a proxy’s page', html(502)],
    ['an error without a body', empty(503)],
  ])('after %s', async (_what, act) => {
    server.script(act, act, json(200, { id: 'c1' }));
    expect(await get()).toEqual({ id: 'c1' });
    expect(server.seen).toHaveLength(3);
  });

  test('byte for byte, with the same key', async () => {
    server.script(reset, busy(503), json(200, { id: 'c1' }));
    await client().customer.createCustomer({ body: { name: 'Ada\u2028 “é”' } });
    const [first, second, third] = server.seen;
    expect(first?.body).toBe('{"name":"Ada\u2028 “é”"}');
    expect([second?.body, third?.body]).toEqual([first?.body, first?.body]);
    expect(first?.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/);
    expect(new Set(server.seen.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  });

  test('twice unless told otherwise, and then throws with all that happened', async () => {
    server.script(busy(503), reset, busy(502));
    const error = await failureOf(get());
    expect(isApiError(error, 'getCustomer')).toBe(true);
    expect(error.status).toBe(502);
    expect(error.attempts).toMatchObject([
      { attempt: 1, status: 503, reason: '503 Service Unavailable', delay: 500 },
      { attempt: 2, reason: 'getCustomer: the connection failed (network: ECONNRESET)', delay: 1000 },
      { attempt: 3, status: 502, reason: '502 Bad Gateway' },
    ]);
    expect(error.attempts?.[2]?.delay).toBeUndefined();
    expect(error.message).toBe('getCustomer: answered 502 after 3 attempts: busy. It is safe to call again.');
  });

  test.each([0, 1, 5])('as often as maxRetries says: %i', async (maxRetries) => {
    server.script(busy(503));
    await failureOf(client({ maxRetries }).customer.getCustomer({ path: { id: 'c1' } }));
    expect(server.seen).toHaveLength(maxRetries + 1);
    server.script(busy(503));
    await failureOf(client().customer.getCustomer({ path: { id: 'c1' } }, { maxRetries }));
    expect(server.seen).toHaveLength(maxRetries + 1);
  });

  test('after waits that grow and are drawn at random', async () => {
    const clock = manualClock();
    clock.skipBelow(20_000);
    server.script(busy(503));
    await failureOf(get({ clock, maxRetries: 6, random: () => 0.5 }));
    expect(clock.fired).toEqual([250, 500, 1000, 2000, 4000, 4000]);
  });
});

describe('a call is not sent again', () => {
  test.each([400, 401, 403, 404, 409, 410, 422, 501, 505])('after status %i', async (status) => {
    server.script(busy(status));
    expect((await failureOf(get())).status).toBe(status);
    expect(server.seen).toHaveLength(1);
  });

  test('when doing it twice would do harm', async () => {
    const act = client().customer;
    server.script(reset);
    const error = await failureOf(act.patchCustomer({ path: { id: 'c1' }, body: { name: 'Ada' } }));
    expect(isConnectionError(error)).toBe(true);
    expect(error.message).toBe(
      'patchCustomer: the connection failed (network: ECONNRESET). It may have been carried out: look before you call again.',
    );
    expect(server.seen).toHaveLength(1);
  });

  test('where the provider forbids it', async () => {
    server.script(busy(503));
    await failureOf(client().transfer.sendOnce({ path: { id: 't1' } }));
    expect(server.seen).toHaveLength(1);
  });

  test('after a redirect', async () => {
    server.script(redirect(302, 'https://elsewhere.test/'));
    await failureOf(get());
    expect(server.seen).toHaveLength(1);
  });

  test('when the key has no place in the body', async () => {
    server.script(reset);
    await failureOf(client().transfer.createAccount({ body: {} as never }));
    expect(server.seen).toHaveLength(1);
  });
});

describe('a call that does no harm twice is sent again', () => {
  test('a PUT and a DELETE', async () => {
    server.script(reset, json(200, { id: 'c1' }));
    await client().customer.updateCustomer({ path: { id: 'c1' }, body: { name: 'Ada' } });
    server.script(reset, empty(204));
    await client().customer.deleteCustomer({ path: { id: 'c1' } });
    expect(server.seen).toHaveLength(2);
  });

  test('a POST with an idempotency key, and one with a ref_id', async () => {
    server.script(reset, json(200, { id: 'c1' }));
    await create();
    expect(server.seen).toHaveLength(2);
    server.script(reset, json(200, { id: 't1' }));
    await client().transfer.createTransfer({ body: { amount: '1' } });
    expect(server.seen).toHaveLength(2);
  });

  test('on the path door a POST only with a ref_id of the caller’s', async () => {
    server.script(reset, json(200, { id: 't1' }));
    await client().POST('/transfers', { body: { amount: '1', ref_id: 'mine' } });
    expect(server.seen).toHaveLength(2);
    server.script(reset);
    await failureOf(client().POST('/transfers', { body: { amount: '1' } }));
    expect(server.seen).toHaveLength(1);
  });
});

describe('Retry-After', () => {
  const waits = async (headers: Record<string, string>, options: Parameters<typeof testClient>[0] = {}) => {
    const clock = manualClock({ start: Date.parse('2026-11-20T12:00:00Z') });
    clock.skipBelow(29_000);
    server.script(busy(429, headers), json(200, { id: 'c1' }));
    await get({ clock, ...options });
    return clock.fired;
  };

  test('in seconds is waited for, instead of a backoff', async () => {
    expect(await waits({ 'retry-after': '7' })).toEqual([7000]);
  });

  test('as a date is waited for', async () => {
    expect(await waits({ 'retry-after': 'Fri, 20 Nov 2026 12:00:09 GMT' })).toEqual([9000]);
  });

  test.each(['0', 'Fri, 20 Nov 2026 11:00:00 GMT', 'soon', '-5'])('%j means a backoff', async (value) => {
    expect(await waits({ 'retry-after': value })).toEqual([500]);
  });

  test('beyond the deadline throws at once, with the time in it', async () => {
    server.script(busy(429, { 'retry-after': '300' }));
    const error = await failureOf(get());
    expect(error.retryAfter).toBe(300_000);
    expect(error.message).toBe('getCustomer: answered 429: busy. Call again in 300 s.');
    expect(server.seen).toHaveLength(1);
  });

  test('a backoff beyond the deadline throws at once as well', async () => {
    server.script(reset);
    expect(isConnectionError(await failureOf(get({ clock: manualClock(), deadline: 400 })))).toBe(true);
    expect(server.seen).toHaveLength(1);
  });

  test('is needed for a retry where the provider’s policy says so', async () => {
    const retryPolicy: Parameters<typeof testClient>[0] = {
      retryPolicy: (status, ...rest) => (status === 429 ? 'after' : retryableStatus(status, ...rest)),
    };
    server.script(busy(429));
    const error = await failureOf(get(retryPolicy));
    expect(error.message).toBe('getCustomer: answered 429: busy. Call less often.');
    expect(server.seen).toHaveLength(1);
    expect(await waits({ 'retry-after': '2' }, retryPolicy)).toEqual([2000]);
    server.script(busy(503), json(200, { id: 'c1' }));
    await get(retryPolicy);
    expect(server.seen).toHaveLength(2);
  });
});

describe('a backoff', () => {
  test('ends at once when the signal fires', async () => {
    const clock = manualClock();
    const controller = new AbortController();
    server.script(busy(503));
    const call = client({ clock }).customer.getCustomer({ path: { id: 'c1' } }, { signal: controller.signal });
    await expect.poll(() => clock.pending()).toEqual([500]);
    controller.abort(new Error('changed my mind'));
    const error = await failureOf(call);
    expect(isAbortedError(error)).toBe(true);
    expect(error.message).toBe('getCustomer: aborted by its signal. It is safe to call again.');
    expect(error.cause).toEqual(new Error('changed my mind'));
    expect(error.attempts).toHaveLength(1);
    expect(clock.pending()).toEqual([]);
    expect(server.seen).toHaveLength(1);
  });
});

describe('a DELETE that finds nothing on its own retry', () => {
  const remove = () => client().customer.deleteCustomer({ path: { id: 'c1' } });
  const gone = json(404, { message: 'not found' });

  test.each([
    ['the connection was reset', reset],
    ['the answer broke off', resetInBody],
    ['a gateway lost the answer', html(502)],
    ['a gateway waited too long', html(504)],
  ])('has done it, when %s', async (_what, act) => {
    server.script(act, gone);
    const { data, response } = await remove().withResponse();
    expect(data).toBeUndefined();
    expect(response.status).toBe(204);
    expect(server.seen).toHaveLength(2);
  });

  test('has done it on the path door too', async () => {
    server.script(reset, gone);
    const { data, error, response } = await client().DELETE('/customers/{id}', { params: { path: { id: 'c1' } } });
    expect([data, error, response.status]).toEqual([undefined, undefined, 204]);
  });

  test('gets the 404, when the first never got there', async () => {
    server.script(gone);
    let refused = false;
    const fetch: typeof globalThis.fetch = (url, init) => {
      if (refused) return globalThis.fetch(url, init);
      refused = true;
      return Promise.reject(new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } }));
    };
    const error = await failureOf(client({ fetch }).customer.deleteCustomer({ path: { id: 'c1' } }));
    expect(error.status).toBe(404);
    expect(error.attempts).toMatchObject([
      { attempt: 1, unsent: true },
      { attempt: 2, status: 404 },
    ]);
  });

  test.each([
    ['there was no retry', [gone]],
    ['the first was refused', [busy(429), gone]],
    ['the first was answered', [busy(503), gone]],
  ])('gets the 404, when %s', async (_what, acts) => {
    server.script(...acts);
    expect((await failureOf(remove())).status).toBe(404);
  });
});

describe('a stored failure that comes back', () => {
  const stored = json(500, { message: 'oops', trace_id: 'trace-1' });

  test('ends the retries, and the error says that a fresh key is needed', async () => {
    server.script(stored);
    const error = await failureOf(create({ createKey: () => 'key-1' }));
    expect(server.seen).toHaveLength(2);
    expect(error.message).toBe(
      "createCustomer: answered 500 after 2 attempts: oops. This failure is stored under idempotency key 'key-1' and " +
        'comes back: call again with a fresh key.',
    );
    expect(error).toMatchObject({ requestId: 'trace-1', idempotencyKey: 'key-1' });
  });

  test('is known also when something else came between', async () => {
    for (const between of [reset, empty(503), html(502)]) {
      server.script(stored, between, stored);
      expect((await failureOf(create({ maxRetries: 5 }))).message).toContain(
        'comes back: call again with a fresh key.',
      );
      expect(server.seen).toHaveLength(3);
    }
  });

  test('is not taken for one when each has a trace id of its own', async () => {
    let at = 0;
    server.script((response, seen, socket) =>
      json(500, { message: 'oops', trace_id: `${at++}` })(response, seen, socket),
    );
    const error = await failureOf(create({ createKey: () => 'key-1' }));
    expect(server.seen).toHaveLength(3);
    expect(error.message).toBe(
      "createCustomer: answered 500 after 3 attempts: oops. It may have been carried out: call again with idempotencyKey 'key-1'.",
    );
  });

  test('is not taken for one without a trace id, or without a key', async () => {
    server.script(html(500));
    await failureOf(create());
    expect(server.seen).toHaveLength(3);
    server.script(stored);
    await failureOf(get());
    expect(server.seen).toHaveLength(3);
  });

  test('is not seen across an attempt without an answer', async () => {
    server.script(stored, reset, json(200, { id: 'c1' }));
    expect(await create()).toEqual({ id: 'c1' });
  });
});
