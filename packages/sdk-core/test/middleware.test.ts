import { json, reset } from '@org/test-kit/replies';
import { useServer } from '@org/test-kit/server';
import { describe, expect, test } from 'vitest';
import type { Middleware } from '../src/request.ts';
import type { Step } from '../src/step.ts';
import { API_KEY, failureOf, testClient } from './support/client.ts';
import { found } from './support/found.ts';

const server = useServer(found);
const id = { path: { id: 'c1' } };

describe('middleware of the user', () => {
  test('runs from the outside in, closest to fetch', async () => {
    const trail: string[] = [];
    const named =
      (name: string): Middleware =>
      async (request, next) => {
        trail.push(`${name} in`);
        const response = await next(request);
        trail.push(`${name} out`);
        return response;
      };
    await testClient({ baseUrl: server.url, middleware: [named('a'), named('b')] }).customer.getCustomer(id);
    expect(trail).toEqual(['a in', 'b in', 'b out', 'a out']);
  });

  test('sees each attempt with its credentials and operation, inside the timeout', async () => {
    const seen: unknown[] = [];
    const middleware: Middleware = (request, next) => {
      const { attempt, headers, signal, operation } = request;
      seen.push([attempt, headers.get('x-api-key') === API_KEY, signal.aborted, operation.name]);
      return next(request);
    };
    server.script(reset, json(200, { id: 'c1' }));
    await testClient({ baseUrl: server.url, middleware: [middleware] }).customer.getCustomer(id);
    expect(seen).toEqual([
      [1, true, false, 'getCustomer'],
      [2, true, false, 'getCustomer'],
    ]);
  });

  test('changes its own attempt only', async () => {
    const middleware: Middleware = (request, next) => {
      request.headers.append('x-added', `${request.attempt}`);
      return next(request);
    };
    server.script(reset, json(200, { id: 'c1' }));
    await testClient({ baseUrl: server.url, middleware: [middleware] }).customer.getCustomer(id);
    expect(server.seen.map(({ headers }) => headers['x-added'])).toEqual(['1', '2']);
  });

  test('may respond by itself', async () => {
    const middleware: Middleware = async () => new Response('{"id":"own"}');
    const client = testClient({ baseUrl: server.url, middleware: [middleware] });
    expect(await client.customer.getCustomer(id)).toEqual({ id: 'own' });
    expect(server.seen).toEqual([]);
  });
});

test('the rate limit is between retries and credentials: each attempt passes it', async () => {
  const seen: unknown[] = [];
  const rateLimit: Step = (next) => (call, attempt) => {
    seen.push([attempt, call.headers.has('x-api-key')]);
    return next(call, attempt);
  };
  server.script(reset, json(200, { id: 'c1' }));
  await testClient({ baseUrl: server.url, rateLimit }).customer.getCustomer(id);
  expect(seen).toEqual([
    [1, false],
    [2, false],
  ]);
});

test('fetch is given what the web platform knows, and nothing of the SDK', async () => {
  const given: [unknown, RequestInit][] = [];
  const client = testClient({
    fetch: async (url, init) => {
      given.push([url, init]);
      return new Response('{}');
    },
  });
  await client.POST('/customers', { body: { name: 'Ada' }, cache: 'no-store', credentials: 'omit' });
  const [url, init] = given[0] ?? [];
  expect(url).toBe('http://localhost:1/customers');
  expect(init).toMatchObject({
    method: 'POST',
    body: '{"name":"Ada"}',
    redirect: 'manual',
    cache: 'no-store',
    credentials: 'omit',
  });
  expect(Object.keys(init ?? {}).sort()).toEqual(
    ['body', 'cache', 'credentials', 'headers', 'method', 'redirect', 'signal'].sort(),
  );
  expect(init?.headers).toBeInstanceOf(Headers);
  expect(init?.signal).toBeInstanceOf(AbortSignal);
});

test('fetchOptions of a call reach fetch, from operation methods and path methods', async () => {
  const given: unknown[] = [];
  const client = testClient({
    fetch: async (_url, init) => {
      given.push((init as { dispatcher?: unknown }).dispatcher);
      return new Response('{}');
    },
  });
  await client.customer.getCustomer(id, { fetchOptions: { dispatcher: 'a' } });
  await client.GET('/customers/{id}', { params: id, fetchOptions: { dispatcher: 'b' } } as never);
  expect(given).toEqual(['a', 'b']);
});

test('a call may bring its own fetch and serializer, but not its own base URL', async () => {
  const client = testClient({ baseUrl: server.url });
  const args = { params: id };
  const own = await client.GET('/customers/{id}', { ...args, fetch: async () => new Response('{"id":"own"}') });
  expect(own.data).toEqual({ id: 'own' });
  expect(server.seen).toEqual([]);
  await client.GET('/customers', { params: { query: { status: ['a'] } }, querySerializer: () => 'mine=1' });
  expect(server.seen[0]?.url).toBe('/customers?mine=1');
  const error = await failureOf(client.GET('/customers/{id}', { ...args, baseUrl: 'https://x.test' }));
  expect(error.message).toBe("getCustomer: unknown option 'baseUrl'.");
});

test('request() takes the method as a value', async () => {
  const { data } = await testClient({ baseUrl: server.url }).request('get', '/customers/{id}', { params: id });
  expect(data).toEqual({ id: 'c1' });
});
