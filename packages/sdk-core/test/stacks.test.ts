// The line of the user's code that made a call is in the stack of every error, at the default limit of ten frames.
import { manualClock } from '@org/test-kit/clock';
import { hang, html, json, raw, redirect, reset, resetInBody } from '@org/test-kit/replies';
import { type Reply, useServer } from '@org/test-kit/server';
import { describe, expect, test } from 'vitest';
import { waitFor } from '../src/wait.ts';
import { failureOf, type TestClient, testClient } from './support/client.ts';
import { found } from './support/found.ts';

const server = useServer(found);
const path = { id: 'c1' };

/** The ways to call, each in a function whose name the stack has to have. */
const ways: Readonly<Record<string, (client: TestClient, options: object) => Promise<unknown>>> = {
  'an operation method': async function theCaller(client, options) {
    return await client.customer.getCustomer({ path }, options);
  },
  'a creation': async function theCaller(client, options) {
    return await client.customer.createCustomer({ body: { name: 'Ada' } }, options);
  },
  'withResponse()': async function theCaller(client, options) {
    return await client.customer.getCustomer({ path }, options).withResponse();
  },
  'the first page of a list': async function theCaller(client, options) {
    return await client.customer.listCustomers({}, options);
  },
  'a loop over a list': async function theCaller(client, options) {
    for await (const _customer of client.customer.listCustomers({}, options));
  },
  'toArray()': async function theCaller(client, options) {
    return await client.customer.listCustomers({}, options).toArray();
  },
  'a wait': async function theCaller(client, options) {
    return await waitFor(
      () => client.customer.getCustomer({ path }, options),
      () => true,
      { deadline: 25_000, interval: 10_000, clock: racingClock() },
    );
  },
};

/** Backoffs pass at once, and so do the timeouts that a test sets. */
const racingClock = () => {
  const clock = manualClock();
  clock.skipBelow(20_000);
  return clock;
};

const failures: Readonly<Record<string, { replies: Reply[]; options?: object; names: RegExp }>> = {
  'an error response': { replies: [json(404, { message: 'none' })], names: /^ApiError$/ },
  'an error response after retries': { replies: Array(15).fill(html(503)), names: /^(ApiError|WaitTimeoutError)$/ },
  'a lost connection': { replies: Array(15).fill(reset), names: /^(ConnectionError|WaitTimeoutError)$/ },
  'a connection that breaks off in the body': {
    replies: Array(15).fill(resetInBody),
    names: /^(ConnectionError|WaitTimeoutError)$/,
  },
  'a redirect': { replies: [redirect(302, 'https://elsewhere.test/')], names: /^ConnectionError$/ },
  'a timeout': { replies: Array(15).fill(hang), options: { timeout: 60 }, names: /^(TimeoutError|WaitTimeoutError)$/ },
  'a deadline': {
    replies: Array(15).fill(hang),
    options: { deadline: 60 },
    names: /^(TimeoutError|WaitTimeoutError)$/,
  },
  'a body that is not JSON': { replies: Array(15).fill(raw(200, '<p>')), names: /^(DecodeError|WaitTimeoutError)$/ },
  'a signal that fired before': { replies: [], options: { signal: AbortSignal.abort() }, names: /^AbortedError$/ },
  'a refused option': { replies: [], options: { timeout: -1 }, names: /^InvalidRequestError$/ },
};

describe.each(Object.entries(ways))('%s', (_way, call) => {
  test.each(Object.entries(failures))(
    'keeps the caller in the stack of: %s',
    async (_what, { replies, options, names }) => {
      server.script(...replies);
      const client = testClient({ baseUrl: server.url, clock: racingClock() });
      const error = await failureOf(call(client, options ?? {}));
      expect(error.name).toMatch(names);
      expect(error.stack).toMatch(/\btheCaller\b/);
    },
  );

  test('keeps the caller in the stack of an aborted call', async () => {
    const controller = new AbortController();
    server.script((...given) => {
      controller.abort();
      return hang(...given);
    });
    const client = testClient({ baseUrl: server.url });
    const error = await failureOf(call(client, { signal: controller.signal }));
    expect(error.name).toBe('AbortedError');
    expect(error.stack).toMatch(/\btheCaller\b/);
  });
});

test('keeps the caller in the stack of a path method that gets no response', async () => {
  server.script(reset, reset, reset);
  const client = testClient({ baseUrl: server.url, clock: racingClock() });
  const error = await failureOf(
    (async function theCaller() {
      return await client.GET('/customers/{id}', { params: { path } });
    })(),
  );
  expect(error).toMatchObject({ name: 'ConnectionError' });
  expect(error.stack).toMatch(/\btheCaller\b/);
});

test('keeps the caller in the stack of a list whose second page fails', async () => {
  server.script(json(200, { items: [{ id: 'c1' }], cursor: 'next' }), json(404, { message: 'gone' }));
  const client = testClient({ baseUrl: server.url });
  const error = await failureOf(
    (async function theCaller() {
      for await (const _customer of client.customer.listCustomers());
    })(),
  );
  expect(error).toMatchObject({ name: 'ApiError', status: 404 });
  expect(error.stack).toMatch(/\btheCaller\b/);
});

test('keeps the caller in the stack of a wait that times out or cannot succeed', async () => {
  const clock = racingClock();
  const late = await failureOf(
    (async function theCaller() {
      return await waitFor(
        async () => 1,
        () => 'pending',
        { deadline: 2_500, clock },
      );
    })(),
  );
  expect(late).toMatchObject({ name: 'WaitTimeoutError' });
  expect(late.stack).toMatch(/\btheCaller\b/);
  const failed = await failureOf(
    (async function theCaller() {
      return await waitFor(
        async () => 1,
        () => ({ failed: 'it was cancelled.' }),
        { clock },
      );
    })(),
  );
  expect(failed).toMatchObject({ name: 'TerminalStateError' });
  expect(failed.stack).toMatch(/\btheCaller\b/);
});
