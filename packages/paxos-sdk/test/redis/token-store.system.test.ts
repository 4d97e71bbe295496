// Against a real Redis, through both well-kept clients.
import { sendThrough } from '@org/sdk-core/redis';
import { type ManualClock, manualClock, settle } from '@org/test-kit/clock';
import { json } from '@org/test-kit/replies';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PaxosPathClient } from '../../src/paths.ts';
import { type RedisClient, redisTokenStore } from '../../src/redis.ts';
import { testClient } from '../support/client.ts';
import { type RedisServer, startRedis } from '../support/redis-server.ts';
import { paxosServers } from '../support/servers.ts';

const { api, tokens } = paxosServers(json(200, { items: [] }));

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

  test.each(['list', 'hash', 'set', 'zset', 'stream'])(
    'a key of type %s reads as empty, and is replaced',
    async (type) => {
      const key = `wrong-${type}`;
      await plant(name, type, `${name}:token:${key}`);
      expect(await store().get(key)).toBeUndefined();
      expect(await store().set(key, 'late', 60_000, 'another')).toBe(false);
      expect(await store().set(key, 'one', 60_000, undefined)).toBe(true);
      expect(await store().get(key)).toBe('one');
    },
  );

  test.each(['list', 'string'])('a lock of type %s that never ends is not free, and can be named', async (type) => {
    await plant(name, type, `${name}:lock:planted-${type}`);
    expect(await store().lock(`planted-${type}`, 60_000)).toBeUndefined();
    expect(store().lockName?.(`planted-${type}`)).toBe(`${name}:lock:planted-${type}`);
  });

  test('a lock that ended is not taken from its next holder by the one before', async () => {
    const first = await store().lock('d', 1);
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

/** Makes a key that the store did not make, and that does not end. */
async function plant(name: string, type: string, key: string): Promise<void> {
  const commands: Record<string, string[]> = {
    list: ['RPUSH', key, 'x'],
    hash: ['HSET', key, 'x', '1'],
    set: ['SADD', key, 'x'],
    zset: ['ZADD', key, '1', 'x'],
    stream: ['XADD', key, '*', 'x', '1'],
    string: ['SET', key, 'x'],
  };
  await sendThrough(clients[name] as RedisClient)(...(commands[type] ?? []));
}

/** A client that shares its tokens on the Redis under a prefix. */
function sharing(prefix: string, clock: ManualClock, client = clients.redis as RedisClient): PaxosPathClient {
  return testClient(api, tokens, clock, { tokenStore: redisTokenStore(client, { prefix }) });
}

const tokenKey = (prefix: string): string =>
  `${prefix}token:["${tokens.url}/oauth2/token","client-1","funding:read_profile","identity:read_identity"]`;

test('a token on the Redis is sealed; one that was planted is replaced, and all processes share the fresh one', async () => {
  const redis = sendThrough(clients.redis as RedisClient);
  const key = tokenKey('planted:');
  const planted = JSON.stringify({ value: 'ATTACKER', renewAt: 9e15, endsAt: 9e15 });
  await redis('SET', key, planted);
  for (let process = 0; process < 3; process++) {
    expect((await sharing('planted:', manualClock()).GET('/profiles')).response.status).toBe(200);
  }
  expect(new Set(api.seen.map(({ headers }) => headers.authorization))).toEqual(new Set(['Bearer t']));
  expect(tokens.seen).toHaveLength(1);
  const kept = `${await redis('GET', key)}`;
  expect(kept).toMatch(/^v1\./);
  expect(Number(await redis('PTTL', key))).toBeGreaterThan(3_000_000);
});

test('a lock that was planted on the Redis ends each call after 20 seconds, with an error that names its key', async () => {
  const key = tokenKey('stuck:').replace('stuck:token:', 'stuck:lock:');
  await plant('redis', 'list', key);
  const send = sendThrough(clients.redis as RedisClient);
  let waiting = 0;
  const sendCommand = (command: string[]): Promise<unknown> => {
    waiting++;
    return send(...command).finally(() => waiting--);
  };
  const clock = manualClock();
  const pending = sharing('stuck:', clock, { sendCommand }).GET('/profiles');
  let ended = false;
  const error = pending
    .catch((thrown: Error) => thrown)
    .finally(() => {
      ended = true;
    }) as Promise<Error>;
  // No time passes while the Redis is asked, or it would seem to be slow.
  for (; !ended; await settle()) if (waiting === 0) await clock.advance(50);
  expect(await error).toMatchObject({ name: 'TokenError', notSent: true });
  expect((await error).message).toContain(`The lock '${key}' of the shared access token was not free for 20000 ms`);
  expect(tokens.seen).toHaveLength(0);
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
