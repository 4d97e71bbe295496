import { json, reset } from '@org/test-kit/replies';
import { useServer } from '@org/test-kit/server';
import { describe, expect, test } from 'vitest';
import { compose, type Layer } from '../src/layer.ts';
import { API_KEY, failureOf, testClient } from './support/client.ts';

const server = useServer(json(200, { id: 'c1' }));

test('layers run from the outside in, and missing ones are left out', async () => {
  const trail: string[] = [];
  const named =
    (name: string): Layer =>
    async (request, context, next) => {
      trail.push(`${name} in`);
      const response = await next(request, context);
      trail.push(`${name} out`);
      return response;
    };
  const run = compose([named('a'), undefined, named('b')], async () => new Response('x'));
  expect(await (await run({} as never, {} as never)).text()).toBe('x');
  expect(trail).toEqual(['a in', 'b in', 'b out', 'a out']);
});

describe('a layer of the user', () => {
  test('sees each attempt with its credentials, inside the timeout', async () => {
    const seen: unknown[] = [];
    const layer: Layer = (request, context, next) => {
      seen.push([context.attempt, request.headers.get('x-api-key') === API_KEY, context.abort?.aborted]);
      return next(request, context);
    };
    server.script(reset, json(200, { id: 'c1' }));
    await testClient({ baseUrl: server.url, layers: [layer] }).customer.getCustomer({ path: { id: 'c1' } });
    expect(seen).toEqual([
      [1, true, false],
      [2, true, false],
    ]);
  });

  test('may answer by itself', async () => {
    const layer: Layer = async () => new Response('{"id":"own"}');
    const client = testClient({ baseUrl: server.url, layers: [layer] });
    expect(await client.customer.getCustomer({ path: { id: 'c1' } })).toEqual({ id: 'own' });
    expect(server.seen).toEqual([]);
  });

  test('that throws is a failed connection', async () => {
    const layer: Layer = () => {
      throw new RangeError('a bug');
    };
    const error = await failureOf(
      testClient({ layers: [layer], maxRetries: 0 }).customer.getCustomer({ path: { id: 'c1' } }),
    );
    expect(error.name).toBe('ConnectionError');
    expect(error.cause).toEqual(new RangeError('a bug'));
  });
});

test('the slot for a rate limit is between retries and credentials: each attempt passes it', async () => {
  const seen: unknown[] = [];
  const rateLimit: Layer = (request, context, next) => {
    seen.push([context.attempt, request.headers.has('x-api-key')]);
    return next(request, context);
  };
  server.script(reset, json(200, { id: 'c1' }));
  await testClient({ baseUrl: server.url, rateLimit }).customer.getCustomer({ path: { id: 'c1' } });
  expect(seen).toEqual([
    [0, false],
    [1, true],
  ]);
});

test('what fetch is given is what the web platform knows, and no Request of ours', async () => {
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
  expect(init?.headers).toBeInstanceOf(Headers);
  expect(init?.signal).toBeInstanceOf(AbortSignal);
});

test('a fetch, a serializer and a base URL of one call', async () => {
  const client = testClient({ baseUrl: server.url });
  const args = { params: { path: { id: 'c1' } } };
  const own = await client.GET('/customers/{id}', { ...args, fetch: async () => new Response('{"id":"own"}') });
  expect(own.data).toEqual({ id: 'own' });
  expect(server.seen).toEqual([]);
  const query = { params: { query: { status: ['a'] } }, querySerializer: () => 'mine=1' };
  await client.GET('/customers', query);
  expect(server.seen[0]?.url).toBe('/customers?mine=1');
  const error = await failureOf(client.GET('/customers/{id}', { ...args, baseUrl: 'https://x.test' }));
  expect(error.message).toBe("getCustomer: option 'baseUrl' is for clients. Nothing was sent.");
});

test('request() takes the method as a value', async () => {
  const { data } = await testClient({ baseUrl: server.url }).request('get', '/customers/{id}', {
    params: { path: { id: 'c1' } },
  });
  expect(data).toEqual({ id: 'c1' });
});
