import { empty, html, json, raw } from '@org/test-kit/replies';
import { useServer } from '@org/test-kit/server';
import { expect, test } from 'vitest';
import { isConfigError, isDecodeError } from '../src/index.ts';
import { createPathDoor } from '../src/path-door.ts';
import { API_KEY, testRuntime } from './support/client.ts';
import type { paths } from './support/paths.ts';

const server = useServer(json(200, { id: 'c1' }));

const door = (options: Parameters<typeof testRuntime>[0] = {}) =>
  createPathDoor<paths>(testRuntime({ baseUrl: `${server.url}/api`, ...options }));

test('answers as openapi-fetch does, with the credentials and headers of the client', async () => {
  const { data, error, response } = await door().GET('/customers/{id}', { params: { path: { id: 'a/b' } } });
  expect(data).toEqual({ id: 'c1' });
  expect(error).toBeUndefined();
  expect(response).toBeInstanceOf(Response);
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ id: 'c1' });
  const [seen] = server.seen;
  expect(seen?.url).toBe('/api/customers/a%2Fb');
  expect(seen?.headers['x-api-key']).toBe(API_KEY);
  expect(seen?.headers['user-agent']).toBe('test-sdk/0.0.0');
});

test('resolves with the error of every answer that is not a success', async () => {
  server.script(json(409, 'exists'));
  const { data, error, response } = await door().POST('/customers', { body: { name: 'Ada' } });
  expect(data).toBeUndefined();
  expect(error).toBe('exists');
  expect(response.status).toBe(409);
});

test('fills the idempotency header, and leaves the caller’s alone in whichever spelling', async () => {
  await door({ createKey: () => 'made' }).POST('/customers', { body: { name: 'Ada' } });
  await door().POST('/customers', { body: { name: 'Ada' }, params: { header: { 'IDEMPOTENCY-KEY': 'mine' } } });
  await door().POST('/customers', { body: { name: 'Ada' }, headers: { 'idempotency-key': 'lower' } });
  await door().POST('/customers', { body: { name: 'Ada' }, idempotencyKey: 'option' });
  expect(server.seen.map((seen) => seen.headers['idempotency-key'])).toEqual(['made', 'mine', 'lower', 'option']);
});

test('leaves ref_id to the caller, unless it is given as idempotencyKey', async () => {
  const body = { amount: '1.00' };
  await door().POST('/transfers', { body });
  await door().POST('/transfers', { body, idempotencyKey: 'r1' });
  expect(server.seen.map((seen) => JSON.parse(seen.body))).toEqual([
    { amount: '1.00' },
    { amount: '1.00', ref_id: 'r1' },
  ]);
  expect(body).toEqual({ amount: '1.00' });
});

test('sends query arrays as the contract says, byte by byte', async () => {
  await door().GET('/customers', { params: { query: { status: ['a,b', 'c d'], type: ['x', 'y'], cursor: 'z' } } });
  expect(server.seen[0]?.url).toBe('/api/customers?status=a%2Cb,c%20d&type=x&type=y&cursor=z');
});

test('an empty success is undefined data', async () => {
  server.script(empty(200));
  const { data, response } = await door().GET('/customers/{id}', { params: { path: { id: 'c1' } } });
  expect(data).toBeUndefined();
  expect(response.ok).toBe(true);
});

test('JSON without a content type is JSON', async () => {
  server.script(raw(200, '{"id":"c9"}'));
  const { data } = await door().GET('/customers/{id}', { params: { path: { id: 'c1' } } });
  expect(data).toEqual({ id: 'c9' });
});

test('a success that is not JSON is a DecodeError', async () => {
  server.script(html(200));
  const error = await door()
    .GET('/customers/{id}', { params: { path: { id: 'c1' } } })
    .catch((error) => error);
  expect(isDecodeError(error)).toBe(true);
  expect(error.status).toBe(200);
  expect(error.start).toBe('<!DOCTYPE html><html><body><h1>Bad gateway</h1></body></html>');
  expect(error.message).toBe(
    "getCustomer: answered 200 with a body that is HTML of a proxy or login page; this error's 'start' shows how it " +
      'begins. It is safe to call again.',
  );
});

test('a missing path parameter is refused before anything is sent', async () => {
  const error = await door()
    .GET('/customers/{id}', { params: { path: {} as { id: string } } })
    .catch((error) => error);
  expect(isConfigError(error)).toBe(true);
  expect(error.message).toBe("getCustomer: path parameter 'id' is missing or empty. Nothing was sent.");
  expect(server.seen).toEqual([]);
});

test('middleware of openapi-fetch works', async () => {
  const client = door();
  client.use({
    onRequest: ({ request }) => {
      request.headers.set('x-mine', 'yes');
      return request;
    },
    onResponse: async ({ response }) => {
      expect(await response.clone().json()).toEqual({ id: 'c1' });
      return response;
    },
  });
  const { data } = await client.GET('/customers/{id}', { params: { path: { id: 'c1' } } });
  expect(data).toEqual({ id: 'c1' });
  expect(server.seen[0]?.headers['x-mine']).toBe('yes');
});

test('a path that the table leaves out is an operation without hints', async () => {
  const table = { customer: { createCustomer: 'POST /customers key=header:IDEMPOTENCY-KEY' } };
  await door({ table }).GET('/customers', { params: { query: { status: ['a', 'b'] } } });
  expect(server.seen[0]?.url).toBe('/api/customers?status=a&status=b');
  server.script(html(200));
  const error = await door({ table })
    .GET('/customers/{id}', { params: { path: { id: 'c1' } } })
    .catch((error) => error);
  expect(error.operation).toBe('GET /customers/{id}');
});
