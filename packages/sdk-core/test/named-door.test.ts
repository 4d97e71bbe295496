import { empty, json } from '@org/test-kit/replies';
import { useServer } from '@org/test-kit/server';
import { describe, expect, test } from 'vitest';
import { isConfigError } from '../src/guards.ts';
import { createNamedDoor } from '../src/named-door.ts';
import type { TestApi } from './support/api.ts';
import { API_KEY, failureOf, testClient, testRuntime } from './support/client.ts';

const server = useServer(json(200, { id: 'c1' }));
const client = () => testClient({ baseUrl: `${server.url}/api/`, createKey: () => 'key-1' });

describe('a named call', () => {
  test('sends path, query, header and body, and gives the data', async () => {
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

  test('gives undefined for an empty answer', async () => {
    server.script(empty(204));
    expect(await client().customer.deleteCustomer({ path: { id: 'c1' } })).toBeUndefined();
  });

  test('refuses an argument that it does not know', async () => {
    const error = await failureOf(client().customer.getCustomer({ id: 'c1' } as never));
    expect(isConfigError(error)).toBe(true);
    expect(error.message).toBe("getCustomer: there is no argument 'id', only path, query, header and body.");
    expect(server.seen).toEqual([]);
  });

  test('refuses a text where the arguments belong', async () => {
    const error = await failureOf(client().customer.getCustomer('c1' as never));
    expect(error.message).toBe("getCustomer: there is no argument '0', only path, query, header and body.");
  });

  test('refuses what has no form in JSON', async () => {
    const error = await failureOf(client().customer.createCustomer({ body: { name: 1n as never } }));
    expect(isConfigError(error)).toBe(true);
    expect(error.message).toMatch(/^createCustomer: .*BigInt.* Nothing was sent\.$/);
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
      const least = name === 'maxRetries' ? 0 : 1;
      expect(error.message).toBe(`Option '${name}' must be a whole number from ${least}, not ${value}.`);
    }
    expect(server.seen).toEqual([]);
  });

  test('of a sandbox operation is refused in production', async () => {
    const production = testClient({ baseUrl: server.url, environment: 'production' });
    const error = await failureOf(production.sandbox.approve({ path: { id: 'c1' } }));
    expect(isConfigError(error)).toBe(true);
    expect(error.message).toBe('approve: it exists in the sandbox only. Nothing was sent.');
    expect(server.seen).toEqual([]);
    server.script(empty(204));
    await testClient({ baseUrl: server.url, environment: 'sandbox' }).sandbox.approve({ path: { id: 'c1' } });
    expect(server.seen).toHaveLength(1);
  });
});

describe('the groups', () => {
  test('are made when they are first used, and once', () => {
    const door = createNamedDoor<TestApi>(testRuntime());
    expect(Object.keys(door)).toEqual(['customer', 'transfer', 'sandbox']);
    expect(door.customer).toBe(door.customer);
    expect(Object.keys(door.sandbox)).toEqual(['approve']);
  });

  test('stay inert whatever their names', () => {
    const rows = Object.fromEntries([['__proto__', 'GET /x']]);
    const table = Object.fromEntries([['__proto__', rows]]);
    const door = createNamedDoor<object>(testRuntime({ table }));
    expect(Object.getPrototypeOf(door)).toBe(Object.prototype);
    expect(Object.hasOwn(door, '__proto__')).toBe(true);
  });

  test('both doors share one client', async () => {
    server.script(json(200, { id: 'c2' }));
    const both = client();
    const { data } = await both.GET('/customers/{id}', { params: { path: { id: 'c2' } } });
    expect(data).toEqual(await both.customer.getCustomer({ path: { id: 'c2' } }));
  });
});
