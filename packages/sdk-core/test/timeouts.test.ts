import { manualClock } from '@org/test-kit/clock';
import { drip, hang, hangInBody, json, reset } from '@org/test-kit/replies';
import { useServer } from '@org/test-kit/server';
import { describe, expect, test } from 'vitest';
import type { Clock } from '../src/clock.ts';
import { Deadline, Stop } from '../src/deadline.ts';
import { isAbortedError, isTimeoutError } from '../src/guards.ts';
import { failureOf, testClient } from './support/client.ts';

const server = useServer(json(200, { id: 'c1' }));
const setup = (options: Parameters<typeof testClient>[0] = {}) => {
  const clock = manualClock();
  const client = testClient({ baseUrl: server.url, clock, maxRetries: 0, ...options });
  return { clock, client, get: (own = {}) => client.customer.getCustomer({ path: { id: 'c1' } }, own) };
};

describe('an attempt', () => {
  test.each([
    ['never begins to answer', hang],
    ['never ends its answer', hangInBody],
  ])('that %s ends at its timeout', async (_what, act) => {
    const { clock, get } = setup();
    server.script(act);
    const call = get();
    await server.arrived(1);
    // Also the head of an answer that never ends has to be there.
    await new Promise((resolve) => setImmediate(resolve));
    expect(clock.pending()).toEqual([30_000]);
    clock.advance(29_999);
    clock.advance(1);
    const error = await failureOf(call);
    expect(isTimeoutError(error)).toBe(true);
    expect(error).toMatchObject({ kind: 'attempt', ms: 30_000, operation: 'getCustomer' });
    expect(error.message).toBe(
      'getCustomer failed: timed out after 30000 ms waiting for a complete response (per-attempt timeout). It is safe to retry.',
    );
    expect(clock.pending()).toEqual([]);
    await expect.poll(() => server.open()).toBe(0);
  });

  test('that is slow but in time is waited for', async () => {
    const { get } = setup();
    server.script(drip('{"id":"c1","name":"slow"}'));
    expect(await get()).toEqual({ id: 'c1', name: 'slow' });
  });

  test('may have a timeout of its own, and is tried again after it', async () => {
    const { clock, get } = setup();
    server.script(hang, json(200, { id: 'c1' }));
    const call = get({ timeout: 50, maxRetries: 1 });
    await server.arrived(1);
    clock.advance(50);
    await expect.poll(() => clock.pending()).toEqual([500]);
    clock.advance(500);
    expect(await call).toEqual({ id: 'c1' });
    expect(clock.pending()).toEqual([]);
  });

  test('ends even if fetch does not listen', async () => {
    const { clock, get } = setup({ fetch: () => new Promise(() => {}) });
    const call = get();
    await expect.poll(() => clock.pending()).toEqual([30_000]);
    clock.advance(30_000);
    expect(isTimeoutError(await failureOf(call))).toBe(true);
  });

  test('of a create says which key to come back with', async () => {
    const { clock, client } = setup({ createKey: () => 'key-1' });
    server.script(hang);
    const call = client.customer.createCustomer({ body: { name: 'Ada' } });
    await server.arrived(1);
    clock.advance(30_000);
    const error = await failureOf(call);
    expect(error.idempotencyKey).toBe('key-1');
    expect(error.message).toBe(
      "createCustomer failed: timed out after 30000 ms waiting for a complete response (per-attempt timeout). The request may have succeeded. Retry with idempotencyKey 'key-1'.",
    );
  });
});

describe('the deadline', () => {
  test('is shared by all attempts', async () => {
    const { clock, get } = setup();
    server.script(hang);
    const call = get({ timeout: 70, deadline: 1000, maxRetries: 9 });
    await server.arrived(1);
    clock.advance(70);
    await expect.poll(() => clock.pending()).toEqual([500]);
    clock.advance(500);
    await server.arrived(2);
    clock.advance(70);
    // 360 ms are left, and the next backoff would be 1,000.
    const error = await failureOf(call);
    expect(error.kind).toBe('attempt');
    expect(error.failures).toHaveLength(2);
    expect(clock.pending()).toEqual([]);
  });

  test('cuts an attempt short, and then there is no other', async () => {
    const { clock, get } = setup();
    server.script(reset, hang);
    const call = get({ deadline: 700, maxRetries: 5 });
    await expect.poll(() => clock.pending()).toEqual([500]);
    clock.advance(500);
    await server.arrived(2);
    expect(clock.pending()).toEqual([200]);
    clock.advance(200);
    const error = await failureOf(call);
    expect(error).toMatchObject({ name: 'TimeoutError', kind: 'deadline', ms: 700 });
    expect(error.message).toBe(
      'getCustomer failed: timed out after 700 ms (deadline of the whole call). It is safe to retry.',
    );
    expect(server.seen).toHaveLength(2);
  });
});

describe('a signal', () => {
  test('that fired before keeps anything from being sent', async () => {
    const { clock, get } = setup();
    const error = await failureOf(get({ signal: AbortSignal.abort('no') }));
    expect(isAbortedError(error)).toBe(true);
    expect(error.message).toBe('getCustomer failed: aborted by its signal. Nothing was sent.');
    expect(error.cause).toBe('no');
    expect(server.seen).toEqual([]);
    expect(clock.pending()).toEqual([]);
  });

  test.each([
    ['before the answer', hang],
    ['in the body', hangInBody],
  ])('ends a call %s', async (_what, act) => {
    const { clock, get } = setup({ maxRetries: 2 });
    const controller = new AbortController();
    server.script(act);
    const call = get({ signal: controller.signal });
    await server.arrived(1);
    await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    expect(isAbortedError(await failureOf(call))).toBe(true);
    expect(clock.pending()).toEqual([]);
    expect(server.seen).toHaveLength(1);
    await expect.poll(() => server.open()).toBe(0);
  });

  test('that is used for many calls keeps no listener of theirs', async () => {
    const { get } = setup();
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners++;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners--;
      remove(...args);
    };
    for (let at = 0; at < 20; at++) await get({ signal });
    server.script(reset);
    for (let at = 0; at < 5; at++) await failureOf(get({ signal }));
    expect(listeners).toBe(0);
  });
});

test('a deadline whose timer fires a little early is not followed by another attempt', async () => {
  const manual = manualClock();
  // Bun's timers have been seen to fire before the monotonic clock has reached their time.
  const clock = { ...manual, monotonic: () => manual.monotonic() * 0.99 };
  server.script(hang);
  const { get } = setup({ clock, maxRetries: 2, random: () => 0 });
  const call = get({ deadline: 50 });
  await server.arrived(1);
  manual.advance(50);
  expect(await failureOf(call)).toMatchObject({ name: 'TimeoutError', kind: 'deadline', attempts: 1 });
});

test('a deadline that passes between two looks at the clock sets no timer with a negative delay', async () => {
  const times = [0, 0.5, 2];
  const delays: number[] = [];
  const clock: Clock = {
    now: () => 0,
    monotonic: () => times.shift() ?? 2,
    setTimeout: (run, ms) => {
      delays.push(ms);
      return setTimeout(run, ms);
    },
    clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
  };
  const stop = await new Deadline(clock, 1, undefined).race(new Promise(() => {}));
  expect(stop).toBeInstanceOf(Stop);
  expect(delays).toEqual([0]);
});
