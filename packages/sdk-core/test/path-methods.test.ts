import { empty, html, json, raw } from '@org/test-kit/replies';
import { useServer } from '@org/test-kit/server';
import { expect, test } from 'vitest';
import { createPathMethods } from '../src/client.ts';
import { isDecodeError, isInvalidRequestError } from '../src/index.ts';
import { API_KEY, failureOf, testEngine } from './support/client.ts';
import { found } from './support/found.ts';
import type { paths } from './support/paths.ts';

const server = useServer(found);

const methods = (options: Parameters<typeof testEngine>[0] = {}) =>
  createPathMethods<paths>(testEngine({ baseUrl: `${server.url}/api`, ...options }));

test('answers as openapi-fetch does, with the credentials and headers of the client', async () => {
  const { data, error, response } = await methods().GET('/customers/{id}', { params: { path: { id: 'a b' } } });
  expect(data).toEqual({ id: 'c1' });
  expect(error).toBeUndefined();
  expect(response).toBeInstanceOf(Response);
  expect(response.status).toBe(200);
  const [seen] = server.seen;
  expect(seen?.url).toBe('/api/customers/a%20b');
  expect(seen?.headers['x-api-key']).toBe(API_KEY);
  expect(seen?.headers['user-agent']).toBe('test-sdk/0.0.0');
});

test('resolves with the error of every answer that is not a success', async () => {
  server.script(json(409, 'exists'));
  const { data, error, response } = await methods().POST('/customers', { body: { name: 'Ada' } });
  expect(data).toBeUndefined();
  expect(error).toBe('exists');
  expect(response.status).toBe(409);
});

test('fills the idempotency header, and leaves the caller’s alone in whichever spelling', async () => {
  await methods({ createKey: () => 'made' }).POST('/customers', { body: { name: 'Ada' } });
  await methods().POST('/customers', { body: { name: 'Ada' }, params: { header: { 'IDEMPOTENCY-KEY': 'mine' } } });
  await methods().POST('/customers', { body: { name: 'Ada' }, headers: { 'idempotency-key': 'lower' } });
  await methods().POST('/customers', { body: { name: 'Ada' }, idempotencyKey: 'option' });
  expect(server.seen.map((seen) => seen.headers['idempotency-key'])).toEqual(['made', 'mine', 'lower', 'option']);
});

test('fills ref_id like the header, and leaves the caller’s alone', async () => {
  const body = { amount: '1.00' };
  const client = methods({ createKey: () => 'made' });
  await client.POST('/transfers', { body });
  await client.POST('/transfers', { body, idempotencyKey: 'r1' });
  await client.POST('/transfers', { body: { ...body, ref_id: 'mine' } });
  expect(server.seen.map((seen) => JSON.parse(seen.body).ref_id)).toEqual(['made', 'r1', 'mine']);
  expect(body).toEqual({ amount: '1.00' });
});

test('sends query arrays as the contract says, byte by byte', async () => {
  await methods().GET('/customers', { params: { query: { status: ['a,b', 'c d'], type: ['x', 'y'], cursor: 'z' } } });
  expect(server.seen[0]?.url).toBe('/api/customers?status=a%2Cb,c%20d&type=x&type=y&cursor=z');
});

test('JSON without a content type is JSON', async () => {
  server.script(raw(200, '{"id":"c9"}'));
  const { data } = await methods().GET('/customers/{id}', { params: { path: { id: 'c1' } } });
  expect(data).toEqual({ id: 'c9' });
});

test('a success that is not JSON is a DecodeError', async () => {
  server.script(html(200));
  const error = await methods()
    .GET('/customers/{id}', { params: { path: { id: 'c1' } } })
    .catch((error) => error);
  expect(isDecodeError(error)).toBe(true);
  expect(error.status).toBe(200);
  expect(error.bodyPreview).toBe('<!DOCTYPE html><html><body><h1>Bad gateway</h1></body></html>');
  expect(error.message).toBe(
    'getCustomer failed: 200 OK with an HTML page, probably from a proxy or login screen. See error.bodyPreview. It is safe to retry.',
  );
});

test('a missing path parameter is refused before anything is sent', async () => {
  const error = await methods()
    .GET('/customers/{id}', { params: { path: {} as { id: string } } })
    .catch((error) => error);
  expect(isInvalidRequestError(error)).toBe(true);
  expect(error.message).toBe('getCustomer: path.id is missing or empty.');
  expect(server.seen).toEqual([]);
});

test('middleware of openapi-fetch works', async () => {
  const client = methods();
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

test('a path that is not in the table is an operation without facts, of which any body is a success', async () => {
  const client = methods();
  await client.GET('/others/{id}' as never, { params: { path: { id: 'o1' }, query: { status: ['a', 'b'] } } } as never);
  expect(server.seen[0]?.url).toBe('/api/others/o1?status=a&status=b');
  server.script(empty(200));
  expect((await client.GET('/others' as never)).data).toBeUndefined();
  server.script(html(200));
  const error = await failureOf(client.GET('/others' as never));
  expect(error.operation).toBe('GET /others');
});

test.each([
  '@evil.test/x',
  '.evil.test/x',
  'customers',
  '/../admin',
  '/a/../b',
  '/a/./b',
  '/a\\b',
  '//..',
  '',
  '/%2e%2E/admin',
  '/a/.%2e',
  '/.\t./admin',
  '/a b',
  '/..?x=1',
])('a path that leads elsewhere is refused: %j', async (path) => {
  const error = await failureOf(methods().GET(path as never));
  expect(isInvalidRequestError(error)).toBe(true);
  expect(error.message).toContain('must begin with');
  expect(server.seen).toEqual([]);
});

test('an option that is not known is refused, with a suggestion', async () => {
  const error = await failureOf(methods().GET('/customers', { timout: 5 } as never));
  expect(error.message).toBe("listCustomers: unknown option 'timout'; did you mean 'timeout'?");
  expect((await failureOf(methods().GET('/customers', null as never))).message).toBe(
    'listCustomers: Options must be an object (got null).',
  );
});
