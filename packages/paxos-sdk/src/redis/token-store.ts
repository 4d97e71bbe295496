import { type RedisClient, type RedisStoreOptions, sendThrough } from '@org/sdk-core/redis';
import { type SharedTokenStore, type ShareOptions, shareTokens } from '../token/share-token.ts';
import type { TokenStore } from '../token/token-store.ts';

export interface RedisTokenStoreOptions extends RedisStoreOptions, ShareOptions {}

// A key of another type holds nothing that can be used: it reads as empty, and is replaced.
const GET = `
local held = redis.pcall('GET', KEYS[1])
return type(held) == 'string' and held or false`;

const SET_IF = `
local held = redis.pcall('GET', KEYS[1])
if (type(held) == 'string' and held or '') ~= ARGV[3] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`;

const DELETE_IF = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`;

/**
 * Shares one access token among all processes on a Redis: one of them gets it, the others read it. It is sealed under the
 * client secret, so who reads that Redis cannot use it, and who writes to it cannot plant another.
 *
 * @param client a connected client of `redis` or `ioredis`; the store neither connects nor closes it
 * @param options `lockTtl` in milliseconds; `prefix` begins each key, default `paxos:`
 * @throws {ConfigurationError} if `client` is not such a client, or `lockTtl` is malformed
 * @example
 * import { createClient } from 'redis';
 * const redis = await createClient({ url: process.env.REDIS_URL }).connect();
 * const paxos = createPaxosClient({ environment: 'sandbox', scopes, tokenStore: redisTokenStore(redis) });
 */
export function redisTokenStore(client: RedisClient, options: RedisTokenStoreOptions = {}): SharedTokenStore {
  const { prefix = 'paxos:', lockTtl } = options;
  const send = sendThrough(client);
  const name = (kind: 'token' | 'lock', key: string): string => `${prefix}${kind}:${key}`;
  const store: TokenStore = {
    get: async (key) => ((await send('EVAL', GET, 1, name('token', key))) as string | null) ?? undefined,
    set: async (key, value, ttl, expected) =>
      Number(await send('EVAL', SET_IF, 1, name('token', key), value, Math.ceil(ttl), expected ?? '')) === 1,
    async lock(key, ttl) {
      const holder = crypto.randomUUID();
      const taken = await send('SET', name('lock', key), holder, 'NX', 'PX', Math.ceil(ttl));
      if (taken === null) return undefined;
      return async () => {
        await send('EVAL', DELETE_IF, 1, name('lock', key), holder);
      };
    },
    lockName: (key) => name('lock', key),
  };
  return shareTokens(store, { lockTtl });
}
