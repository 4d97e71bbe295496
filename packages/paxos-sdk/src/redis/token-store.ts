import { ConfigurationError } from '@org/sdk-core';
import { type RedisClient, type RedisStoreOptions, sendThrough } from '@org/sdk-core/redis';
import { type SharedTokenStore, shareTokens } from '../token/share-token.ts';

export interface RedisTokenStoreOptions extends RedisStoreOptions {
  /**
   * Milliseconds for which a process that died while it got a token keeps the others waiting. Longer than a request for a
   * token takes. Default 15,000.
   */
  readonly lockTtl?: number | undefined;
}

const SET_IF = `
if (redis.call('GET', KEYS[1]) or '') ~= ARGV[3] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`;

const DELETE_IF = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`;

/**
 * Shares one access token among all processes on a Redis: one of them gets it, the others read it. Anybody
 * who can read that Redis can act as you at Paxos, so protect it with a password and an encrypted connection.
 *
 * @param client a connected client of `redis` or `ioredis`; the store neither connects nor closes it
 * @throws {ConfigurationError} if `client` is not such a client, or an option is wrong
 * @example
 * import { createClient } from 'redis';
 * const redis = await createClient({ url: process.env.REDIS_URL }).connect();
 * const paxos = createPaxosClient({ environment: 'sandbox', scopes, tokenStore: redisTokenStore(redis) });
 */
export function redisTokenStore(client: RedisClient, options: RedisTokenStoreOptions = {}): SharedTokenStore {
  const { prefix = 'paxos:', lockTtl } = options;
  const send = sendThrough(client);
  if (lockTtl !== undefined && !(Number.isInteger(lockTtl) && lockTtl > 0)) {
    throw new ConfigurationError(`Option 'lockTtl' must be a positive integer of milliseconds (got ${lockTtl}).`);
  }
  const name = (kind: 'token' | 'lock', key: string): string => `${prefix}${kind}:${key}`;
  return shareTokens({
    get: async (key) => ((await send('GET', name('token', key))) as string | null) ?? undefined,
    set: async (key, value, ttl, expected) =>
      Number(await send('EVAL', SET_IF, 1, name('token', key), value, Math.ceil(ttl), expected ?? '')) === 1,
    async lock(key, ttl) {
      const holder = crypto.randomUUID();
      const taken = await send('SET', name('lock', key), holder, 'NX', 'PX', lockTtl ?? Math.ceil(ttl));
      if (taken === null) return undefined;
      return async () => {
        await send('EVAL', DELETE_IF, 1, name('lock', key), holder);
      };
    },
  });
}
