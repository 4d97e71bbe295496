import { empty, json } from '@org/test-kit/replies';
import { useServer } from '@org/test-kit/server';
import { describe, expect, test, vi } from 'vitest';
import { addOperationMethods } from '../src/client.ts';
import { isInvalidRequestError } from '../src/guards.ts';
import type { TestApi } from './support/api.ts';
import { API_KEY, failureOf, testClient, testEngine } from './support/client.ts';
import { found } from './support/found.ts';

const server = useServer(found);
const client = () => testClient({ baseUrl: `${server.url}/api/`, createKey: () => 'key-1' });

describe('an operation method', () => {
  test('sends path, query, header and body, and returns the data', async () => {
    const data = await client().customer.createCustomer({
      body: { name: 'Ada' },
      header: { 'IDEMPOTENCY-KEY': 'mine' },
    });
    expect(data).toEqual({ id: 'c1' });
    const [seen] = server.seen;
    expect(seen).toMatchObject({ method: 'POST', url: '/api/customers', body: '{"name":"Ada"}' });
    expect(seen?.headers).toMatchObject({
      'content-type': 'application/json',
      'idempotency-key': 'mine',
      'x-api-key': API_KEY,
      'user-agent': 'test-sdk/0.0.0',
    });
    await client().customer.listCustomers({ query: { status: ['a', 'b'], type: ['x', 'y'] } });
    expect(server.seen[1]?.url).toBe('/api/customers?status=a,b&type=x&type=y');
  });

  test('is sent at once, awaited or not', async () => {
    client().customer.getCustomer({ path: { id: 'c1' } });
    await server.arrived(1);
    expect(server.seen).toHaveLength(1);
  });

  test('returns undefined where the contract has no body', async () => {
    server.script(empty(204));
    expect(await client().customer.deleteCustomer({ path: { id: 'c1' } })).toBeUndefined();
  });

  test('refuses an argument that it does not know', async () => {
    const error = await failureOf(client().customer.getCustomer({ id: 'c1' } as never));
    expect(isInvalidRequestError(error)).toBe(true);
    expect(error.message).toBe(
      "getCustomer: unknown argument 'id'. Expected path, query, header or body; did you mean body.id?",
    );
    expect(server.seen).toEqual([]);
  });

  test('refuses a text where the arguments belong', async () => {
    const error = await failureOf(client().customer.getCustomer('c1' as never));
    expect(error.message).toBe("getCustomer: Arguments must be an object (got 'c1').");
  });

  test('refuses what has no form in JSON', async () => {
    const error = await failureOf(client().customer.createCustomer({ body: { name: 1n as never } }));
    expect(isInvalidRequestError(error)).toBe(true);
    expect(error.message).toBe('createCustomer: body cannot be written as JSON: it contains itself, or a BigInt.');
  });

  test('takes headers of its own, and null takes one away', async () => {
    await client().customer.getCustomer({ path: { id: 'c1' } }, { headers: { 'X-Mine': 'yes', 'User-Agent': null } });
    expect(server.seen[0]?.headers['x-mine']).toBe('yes');
    expect(server.seen[0]?.headers['user-agent']).not.toBe('test-sdk/0.0.0');
  });

  test('refuses limits that make no sense', async () => {
    for (const [name, value] of [
      ['timeout', 0],
      ['deadline', Number.NaN],
      ['maxRetries', -1],
      ['timeout', 2 ** 31],
    ] as const) {
      const error = await failureOf(client().customer.getCustomer({ path: { id: 'c1' } }, { [name]: value }));
      const kind = name === 'maxRetries' ? 'non-negative' : 'positive';
      const message = `getCustomer: option '${name}' must be a ${kind} integer below 2147483648 (got ${value}).`;
      expect(error.message).toBe(message);
    }
    expect(server.seen).toEqual([]);
  });

  test('of a sandbox operation is refused in production', async () => {
    const production = testClient({ baseUrl: server.url, environment: 'production' });
    const error = await failureOf(production.sandbox.approve({ path: { id: 'c1' } }));
    expect(isInvalidRequestError(error)).toBe(true);
    expect(error.message).toBe('approve: this operation exists in the sandbox environment only.');
    expect(server.seen).toEqual([]);
    server.script(empty(204));
    await testClient({ baseUrl: server.url, environment: 'sandbox' }).sandbox.approve({ path: { id: 'c1' } });
    expect(server.seen).toHaveLength(1);
  });
});

describe('the groups', () => {
  test('are ordinary objects with ordinary methods', () => {
    const methods = addOperationMethods<TestApi, object>({}, testEngine());
    expect(Object.keys(methods)).toEqual(['customer', 'transfer', 'sandbox']);
    expect(Object.keys(methods.sandbox)).toEqual(['approve']);
    const spy = vi.spyOn(methods.sandbox, 'approve').mockReturnValue('stubbed' as never);
    expect(methods.sandbox.approve({ path: { id: 'c1' } })).toBe('stubbed');
    spy.mockRestore();
  });

  test('stay inert whatever their names', () => {
    const operation = { method: 'GET', path: '/x', response: 'object' } as const;
    const group = Object.fromEntries([['__proto__', operation]]);
    const operations = Object.fromEntries([['__proto__', group]]);
    const methods = addOperationMethods<object, object>({}, testEngine({ operations }));
    expect(Object.getPrototypeOf(methods)).toBe(Object.prototype);
    expect(Object.hasOwn(methods, '__proto__')).toBe(true);
  });

  test('and path methods share one client', async () => {
    server.script(json(200, { id: 'c2' }));
    const both = client();
    const { data } = await both.GET('/customers/{id}', { params: { path: { id: 'c2' } } });
    expect(data).toEqual(await both.customer.getCustomer({ path: { id: 'c2' } }));
  });
});
