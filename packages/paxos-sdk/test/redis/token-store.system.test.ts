// Against a real Redis, through both well-kept clients.
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RedisClient, redisTokenStore } from '../../src/redis.ts';
import { type RedisServer, startRedis } from '../support/redis-server.ts';

let server: RedisServer;
const clients: Record<string, RedisClient> = {};
const close: (() => unknown)[] = [];
beforeAll(async () => {
  server = await startRedis();
  const node = await createClient({ url: server.url }).connect();
  const io = new Redis(server.url);
  clients.redis = node;
  clients.ioredis = io;
  close.push(
    () => node.close(),
    () => io.quit(),
  );
});
afterAll(async () => {
  for (const end of close) await end();
  await server.stop();
});

describe.each(['redis', 'ioredis'])('through %s', (name) => {
  const store = (options?: object) => redisTokenStore(clients[name] as RedisClient, { prefix: `${name}:`, ...options });

  test('keeps what it is given, until its time ends', async () => {
    expect(await store().get('a')).toBeUndefined();
    expect(await store().set('a', 'one', 60_000, undefined)).toBe(true);
    expect(await store().get('a')).toBe('one');
    expect(await store().set('short', 'x', 1, undefined)).toBe(true);
    await expect.poll(() => store().get('short')).toBeUndefined();
  });

  test('keeps a value only over the one that was expected', async () => {
    expect(await store().set('b', 'one', 60_000, undefined)).toBe(true);
    expect(await store().set('b', 'late', 60_000, undefined)).toBe(false);
    expect(await store().set('b', 'late', 60_000, 'zero')).toBe(false);
    expect(await store().get('b')).toBe('one');
    expect(await store().set('b', 'two', 60_000, 'one')).toBe(true);
    expect(await store().get('b')).toBe('two');
  });

  test('gives a lock to one of many, and to the next once it is given back', async () => {
    const locks = await Promise.all(Array.from({ length: 50 }, () => store().lock('c', 60_000)));
    const held = locks.filter((lock) => lock !== undefined);
    expect(held).toHaveLength(1);
    await held[0]?.();
    expect(await store().lock('c', 60_000)).toBeDefined();
  });

  test('a lock that ended is not taken from its next holder by the one before', async () => {
    const first = await store({ lockTtl: 1 }).lock('d', 60_000);
    let second: Awaited<ReturnType<ReturnType<typeof store>['lock']>>;
    await expect
      .poll(async () => {
        second ??= await store().lock('d', 60_000);
        return second;
      })
      .toBeDefined();
    await first?.();
    expect(await store().lock('d', 60_000)).toBeUndefined();
    await second?.();
    expect(await store().lock('d', 60_000)).toBeDefined();
  });
});

test('what is no client is refused at once', () => {
  for (const wrong of [undefined, null, {}, 'redis://localhost', { get() {} }]) {
    expect(() => redisTokenStore(wrong as never)).toThrow("Expected a connected 'redis' or 'ioredis' client.");
  }
});

test.each([0, -1, 1.5, Number.NaN])('lockTtl %s is refused', (lockTtl) => {
  expect(() => redisTokenStore(clients.redis as RedisClient, { lockTtl })).toThrow(
    `Option 'lockTtl' must be a positive integer of milliseconds (got ${lockTtl}).`,
  );
});
