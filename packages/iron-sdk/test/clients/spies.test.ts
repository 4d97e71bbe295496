import { json } from '@org/test-kit/replies';
import { useServer } from '@org/test-kit/server';
import { expect, test, vi } from 'vitest';
import { createIronClient } from '../../src/index.ts';

const server = useServer();
const client = () => createIronClient({ baseUrl: server.url, apiKey: 'key-of-a-test' });

test('a spy of vitest stubs an operation method, and a restored method calls Iron', async () => {
  server.script(json(200, { id: 'real' }));
  const iron = client();
  const spy = vi.spyOn(iron.customer, 'getCustomerById').mockResolvedValue({ id: 'stubbed' } as never);
  expect(await iron.customer.getCustomerById({ path: { id: 'c' } })).toEqual({ id: 'stubbed' });
  expect(spy).toHaveBeenCalledExactlyOnceWith({ path: { id: 'c' } });
  expect(server.seen).toHaveLength(0);
  spy.mockRestore();
  expect(await iron.customer.getCustomerById({ path: { id: 'c' } })).toEqual({ id: 'real' });
});

test('a spy of vitest watches a path method that goes on working', async () => {
  server.script(json(200, { id: 'real' }));
  const iron = client();
  const spy = vi.spyOn(iron, 'GET');
  const { data } = await iron.GET('/customers/{id}', { params: { path: { id: 'c' } } });
  expect(data).toEqual({ id: 'real' });
  expect(spy).toHaveBeenCalledOnce();
});

test('a stub on one client leaves the others as they are', async () => {
  server.script(json(200, { id: 'real' }));
  const [stubbed, other] = [client(), client()];
  vi.spyOn(stubbed.customer, 'getCustomerById').mockResolvedValue({ id: 'stubbed' } as never);
  expect(await other.customer.getCustomerById({ path: { id: 'c' } })).toEqual({ id: 'real' });
});
