import { json, reset } from '@org/test-kit/replies';
import { useServer } from '@org/test-kit/server';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isApiError, isConnectionError } from '../src/guards.ts';
import { failureOf, testClient } from './support/client.ts';

const server = useServer(json(200, { id: 'c1' }));
const get = () => testClient({ baseUrl: server.url, maxRetries: 0 }).customer.getCustomer({ path: { id: 'c1' } });

const unhandled: unknown[] = [];
const note = (reason: unknown): void => void unhandled.push(reason);
beforeEach(() => {
  unhandled.length = 0;
  process.on('unhandledRejection', note);
});
afterEach(() => process.off('unhandledRejection', note));

/** Node reports unhandled rejections once microtasks are through. */
const turns = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

describe('ApiPromise', () => {
  test('is a promise in all that counts', async () => {
    expect(await get().then(({ id }) => id)).toBe('c1');
    expect(await Promise.all([get(), 2])).toEqual([{ id: 'c1' }, 2]);
    expect(Object.prototype.toString.call(get())).toBe('[object Promise]');
    let done = 0;
    expect(await get().finally(() => done++)).toEqual({ id: 'c1' });
    expect(done).toBe(1);
    server.script(json(404, { message: 'no' }));
    expect(await get().catch((error) => (error as { status: number }).status)).toBe(404);
    expect(await get().then(undefined, isApiError)).toBe(true);
  });

  test('withResponse() adds the response, its request id, the idempotency key, attempts and duration', async () => {
    server.script(json(201, { id: 'c1' }, { 'x-request-id': 'r-1' }));
    const { data, response, requestId, idempotencyKey, attempts, duration } = await get().withResponse();
    expect(data).toEqual({ id: 'c1' });
    expect(response.status).toBe(201);
    expect(requestId).toBe('r-1');
    expect({ idempotencyKey, attempts, duration }).toEqual({ idempotencyKey: undefined, attempts: 1, duration: 0 });
  });

  test('withResponse() throws like the call', async () => {
    server.script(json(404, { message: 'no' }));
    expect(isApiError(await failureOf(get().withResponse()), 'getCustomer')).toBe(true);
  });

  test('result() gives every answer', async () => {
    const good = await get().result();
    expect(good).toMatchObject({ ok: true, status: 200, data: { id: 'c1' } });
    expect(good.response.status).toBe(200);
    server.script(json(404, { message: 'no' }));
    const bad = await get().result();
    expect(bad).toMatchObject({ ok: false, status: 404, error: { message: 'no' } });
    expect(bad.response.status).toBe(404);
  });

  test('result() rejects when there is no answer', async () => {
    server.script(reset);
    expect(isConnectionError(await failureOf(get().result()))).toBe(true);
  });

  test('sends one request, however often it is asked', async () => {
    const call = get();
    await Promise.all([call, call, call.withResponse(), call.result()]);
    expect(server.seen).toHaveLength(1);
  });

  test('nothing that hangs on a call goes unhandled behind the caller’s back', async () => {
    server.script(json(404, { message: 'no' }));
    await get().result();
    await failureOf(get().withResponse());
    await failureOf(get());
    const call = get();
    await call.result();
    await failureOf(call);
    await turns();
    expect(unhandled).toEqual([]);
  });

  test('a failure that nobody looks at is reported once, as of any promise', async () => {
    server.script(json(404, { message: 'no' }));
    get();
    await server.arrived(1);
    await expect.poll(() => unhandled.length).toBe(1);
    expect(isApiError(unhandled[0])).toBe(true);
  });
});
