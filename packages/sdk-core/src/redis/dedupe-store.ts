import { ConfigurationError } from '../errors.ts';
import type { DedupeStore, Lease } from '../webhooks/dedupe.ts';
import { type RedisClient, type RedisStoreOptions, sendThrough } from './client.ts';

/** Options of a dedupe store. */
export interface RedisDedupeStoreOptions extends RedisStoreOptions {
  /**
   * The service that handles the events, such as `accounting`: it is part of each key, so that two services on one Redis
   * both get every event. All processes of a service have the same. 1 to 64 letters, digits, `.`, `_` and `-`.
   */
  readonly consumer: string;
}

const LEASE = `
local held = redis.call('GET', KEYS[1])
if held then return held == 'done' and 'done' or 'busy' end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 'leased'`;

const RENEW = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end return 0`;

const RELEASE = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`;

/** Forgets the event of the group that was handled before, but not a lease: somebody may be handling that event again. */
const DONE_OF_GROUP = `
local before = redis.call('GET', KEYS[2])
redis.call('SET', KEYS[1], 'done', 'PX', ARGV[1])
redis.call('SET', KEYS[2], KEYS[1], 'PX', ARGV[1])
if before and before ~= KEYS[1] and redis.call('GET', before) == 'done' then redis.call('DEL', before) end
return 'OK'`;

/**
 * Remembers in a Redis which events a consumer handled, so that an event that comes twice, to whichever of its processes,
 * is handled once.
 *
 * @param client a connected client of `redis` or `ioredis`; the store neither connects nor closes it
 * @param options `consumer` names the service; `prefix` begins each key
 * @param defaultPrefix where `options` has none
 * @throws {ConfigurationError} if `client` is not such a client, or `consumer` is missing or malformed
 */
export function createRedisDedupeStore(
  client: RedisClient,
  options: RedisDedupeStoreOptions,
  defaultPrefix: string,
): DedupeStore {
  const { prefix = defaultPrefix, consumer } = (options ?? {}) as Partial<RedisDedupeStoreOptions>;
  const send = sendThrough(client);
  // No colon: consumer and id must not run into each other.
  if (typeof consumer !== 'string' || !/^[\w.-]{1,64}$/.test(consumer)) {
    throw new ConfigurationError(
      "Option 'consumer' must name the service that handles the events, such as 'accounting' (1 to 64 letters, digits, '.', '_' or '-'): services that share a name share their events, and each event is handled by one of them only.",
    );
  }
  const name = (id: string): string => `${prefix}event:${consumer}:${id}`;
  return {
    async lease(id, ms) {
      const token = crypto.randomUUID();
      const state = await send('EVAL', LEASE, 1, name(id), token, Math.ceil(ms));
      return (state === 'leased' ? { state, token } : { state }) as Lease;
    },
    async renew(id, token, ms) {
      return Number(await send('EVAL', RENEW, 1, name(id), token, Math.ceil(ms))) === 1;
    },
    async done(id, _token, ms, group) {
      if (group === undefined) await send('SET', name(id), 'done', 'PX', Math.ceil(ms));
      else await send('EVAL', DONE_OF_GROUP, 2, name(id), `${prefix}group:${consumer}:${group}`, Math.ceil(ms));
    },
    async release(id, token) {
      await send('EVAL', RELEASE, 1, name(id), token);
    },
  };
}
