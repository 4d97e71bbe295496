import type { DedupeStore, Lease } from '../webhooks/dedupe.ts';
import { type RedisClient, type RedisStoreOptions, sendThrough } from './client.ts';

const LEASE = `
local held = redis.call('GET', KEYS[1])
if held then return held == 'done' and 'done' or 'busy' end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 'leased'`;

const RELEASE = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`;

/**
 * Remembers in a Redis which events were handled, so that an event that comes twice, to whichever process, is handled
 * once.
 *
 * @param client a connected client of `redis` or `ioredis`; the store neither connects nor closes it
 * @throws {ConfigurationError} if `client` is not such a client
 */
export function createRedisDedupeStore(client: RedisClient, options: Required<RedisStoreOptions>): DedupeStore {
  const { prefix } = options;
  const send = sendThrough(client);
  const name = (id: string): string => `${prefix}event:${id}`;
  return {
    async lease(id, ms) {
      const token = crypto.randomUUID();
      const state = await send('EVAL', LEASE, 1, name(id), token, Math.ceil(ms));
      return (state === 'leased' ? { state, token } : { state }) as Lease;
    },
    async done(id, _token, ms) {
      await send('SET', name(id), 'done', 'PX', Math.ceil(ms));
    },
    async release(id, token) {
      await send('EVAL', RELEASE, 1, name(id), token);
    },
  };
}
