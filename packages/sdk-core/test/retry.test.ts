import { manualClock } from '@org/test-kit/clock';
import { empty, html, json, redirect, reset, resetInBody } from '@org/test-kit/replies';
import { useServer } from '@org/test-kit/server';
import { describe, expect, test } from 'vitest';
import { isAbortedError, isApiError, isConnectionError } from '../src/guards.ts';
import { failureOf, testClient } from './support/client.ts';
import { found } from './support/found.ts';

const server = useServer(found);
const client = (options: Parameters<typeof testClient>[0] = {}) => testClient({ baseUrl: server.url, ...options });
const get = (options?: Parameters<typeof testClient>[0]) =>
  client(options).customer.getCustomer({ path: { id: 'c1' } });
const create = (options?: Parameters<typeof testClient>[0]) =>
  client(options).customer.createCustomer({ body: { name: 'Ada' } });
const busy = (status: number, headers?: Record<string, string>) => json(status, { message: 'busy' }, headers);

describe('a call is sent again', () => {
  test.each([408, 425, 429, 500, 501, 502, 503, 504, 507, 520, 521, 522, 523, 524, 525, 526, 527, 530])(
    'after status %i',
    async (status) => {
      server.script(busy(status), json(200, { id: 'c1' }));
      expect(await get()).toEqual({ id: 'c1' });
      expect(server.seen).toHaveLength(2);
    },
  );

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
    expect(error.failures).toMatchObject([
      { attempt: 1, status: 503, reason: '503 Service Unavailable', delay: 500 },
      { attempt: 2, reason: 'the connection failed (ECONNRESET)', delay: 1000 },
      { attempt: 3, status: 502, reason: '502 Bad Gateway' },
    ]);
    expect(error.failures?.[2]?.delay).toBeUndefined();
    expect(error.message).toBe('getCustomer failed after 3 attempts: 502 Bad Gateway: busy. It is safe to retry.');
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
  test.each([400, 401, 403, 404, 409, 410, 422])('after status %i', async (status) => {
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
      'patchCustomer failed: the connection failed (ECONNRESET). The request may have succeeded. Verify before retrying.',
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

  test('a POST through a path method, with the key that was made for it', async () => {
    server.script(reset, json(200, { id: 't1' }));
    await client().POST('/transfers', { body: { amount: '1' } });
    expect(new Set(server.seen.map(({ body }) => body)).size).toBe(1);
    expect(server.seen).toHaveLength(2);
  });

  test('a success whose body is not what the contract promises', async () => {
    server.script(empty(200), html(200), json(200, { id: 'c1' }));
    expect(await create()).toEqual({ id: 'c1' });
    expect(new Set(server.seen.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  });
});

describe('what was certainly not sent', () => {
  const failing = (error: object, times = 1): typeof globalThis.fetch => {
    let left = times;
    return (url, init) =>
      left-- > 0 ? Promise.reject(new TypeError('fetch failed', { cause: error })) : globalThis.fetch(url, init);
  };
  const patch = (fetch: typeof globalThis.fetch, options = {}) =>
    client({ fetch, ...options }).customer.patchCustomer({ path: { id: 'c1' }, body: { name: 'Ada' } });

  test.each([
    { code: 'ECONNREFUSED' },
    { code: 'ENOTFOUND' },
    { code: 'EAI_AGAIN' },
    { code: 'EHOSTUNREACH', syscall: 'connect' },
    { code: 'ENETUNREACH', syscall: 'connect' },
    { code: 'UND_ERR_CONNECT_TIMEOUT' },
    { code: 'ETIMEDOUT', syscall: 'connect' },
    { code: 'ERR_SSL_WRONG_VERSION_NUMBER' },
    { code: 'ConnectionRefused' },
  ])('is sent again for every operation: %j', async (error) => {
    expect(await patch(failing(error))).toEqual({ id: 'c1' });
    server.script(json(200, { id: 't1' }));
    await client({ fetch: failing(error) }).transfer.sendOnce({ path: { id: 't1' } });
    const failed = await failureOf(patch(failing(error, 9)));
    expect(failed).toMatchObject({ name: 'ConnectionError', notSent: true, retryable: true, attempts: 3 });
  });

  test.each([
    { code: 'EHOSTUNREACH', syscall: 'read' },
    { code: 'ENETUNREACH' },
    { code: 'EPROTO', syscall: 'write' },
    { code: 'ERR_SSL_SSLV3_ALERT_BAD_RECORD_MAC' },
    { code: 'ECONNRESET' },
  ])('is not assumed where an established connection may have ended: %j', async (error) => {
    const failed = await failureOf(patch(failing(error, 9)));
    expect(failed).toMatchObject({ name: 'ConnectionError', notSent: false, attempts: 1 });
    expect(failed.message).toContain('The request may have succeeded.');
  });

  test.each([
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'CERT_HAS_EXPIRED',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  ])('is not sent again where the certificate is refused: %s', async (code) => {
    let calls = 0;
    const fetch = async (): Promise<Response> => {
      calls++;
      throw new TypeError('fetch failed', { cause: { code } });
    };
    const error = await failureOf(create({ fetch }));
    expect(calls).toBe(1);
    expect(error).toMatchObject({
      name: 'ConnectionError',
      reason: 'certificate',
      code,
      notSent: true,
      retryable: false,
    });
    expect(error.message).toBe(
      `createCustomer failed: the server's certificate was not accepted (${code}). Check baseUrl, this machine's clock and its trusted certificates. Nothing was sent.`,
    );
  });
});

describe('the retry budget of a client', () => {
  test('lets 200 retries pass, and no more until calls succeed', async () => {
    server.script(busy(503));
    const one = client({ maxRetries: 2 });
    const id = { path: { id: 'c1' } };
    for (let calls = 0; calls < 150; calls++) await failureOf(one.customer.getCustomer(id));
    expect(server.seen).toHaveLength(150 + 200);
    server.script(json(200, { id: 'c1' }));
    await one.customer.getCustomer(id);
    await one.customer.getCustomer(id);
    server.script(busy(503));
    await failureOf(one.customer.getCustomer(id));
    await failureOf(one.customer.getCustomer(id));
    expect(server.seen).toHaveLength(3);
  });

  test('is not shared with other clients', async () => {
    server.script(busy(503));
    const one = client({ maxRetries: 2 });
    for (let calls = 0; calls < 110; calls++) await failureOf(one.customer.getCustomer({ path: { id: 'c1' } }));
    server.script(busy(503), json(200, { id: 'c1' }));
    expect(await get()).toEqual({ id: 'c1' });
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

  test('in seconds is waited for, with jitter, instead of a backoff', async () => {
    expect(await waits({ 'retry-after': '7' }, { random: () => 0 })).toEqual([7000]);
    expect(await waits({ 'retry-after': '7' })).toEqual([8750]);
  });

  test('as a date is waited for', async () => {
    expect(await waits({ 'retry-after': 'Fri, 20 Nov 2026 12:00:09 GMT' }, { random: () => 0 })).toEqual([9000]);
  });

  test.each(['0', 'Fri, 20 Nov 2026 11:00:00 GMT', 'soon', '-5'])('%j means a backoff', async (value) => {
    expect(await waits({ 'retry-after': value })).toEqual([500]);
  });

  test('beyond the deadline throws at once, with the time in it', async () => {
    server.script(busy(429, { 'retry-after': '300' }));
    const error = await failureOf(get());
    expect(error.retryAfter).toBe(300_000);
    expect(error.message).toBe('getCustomer failed: 429 Too Many Requests: busy. Retry after 300 s.');
    expect(server.seen).toHaveLength(1);
  });

  test('a backoff beyond the deadline throws at once as well', async () => {
    server.script(reset);
    expect(isConnectionError(await failureOf(get({ clock: manualClock(), deadline: 400 })))).toBe(true);
    expect(server.seen).toHaveLength(1);
  });

  test('is needed for a retry where the provider’s policy says so', async () => {
    const retryPolicy: Parameters<typeof testClient>[0] = {
      random: () => 0,
      retryResponse: ({ status, retryAfter }) => status !== 429 || retryAfter !== undefined,
    };
    server.script(busy(429));
    const error = await failureOf(get(retryPolicy));
    expect(error.message).toBe('getCustomer failed: 429 Too Many Requests: busy. Reduce your request rate.');
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
    expect(error.message).toBe('getCustomer failed: aborted by its signal. It is safe to retry.');
    expect(error.cause).toEqual(new Error('changed my mind'));
    expect(error.failures).toHaveLength(1);
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

  test('has done it through a path method too', async () => {
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
    expect(error.failures).toMatchObject([
      { attempt: 1, notSent: true },
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
      "createCustomer failed after 2 attempts: 500 Internal Server Error: oops. This failure is stored under idempotency key 'key-1' and " +
        'is returned again. Retry with a new key.',
    );
    expect(error).toMatchObject({ requestId: 'trace-1', idempotencyKey: 'key-1' });
  });

  test('is known also when something else came between', async () => {
    for (const between of [reset, empty(503), html(502)]) {
      server.script(stored, between, stored);
      expect((await failureOf(create({ maxRetries: 5 }))).message).toContain(
        'is returned again. Retry with a new key.',
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
      "createCustomer failed after 3 attempts: 500 Internal Server Error: oops. The request may have succeeded. Retry with idempotencyKey 'key-1'.",
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
