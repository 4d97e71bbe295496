// What processes share through Redis: `@org/paxos-sdk/redis`.
import { createRedisDedupeStore, type RedisClient, type RedisStoreOptions } from '@org/sdk-core/redis';
import type { DedupeStore } from '@org/sdk-core/webhooks';

/**
 * Remembers in a Redis which events were handled, so that an event that comes twice, to whichever process, is handled
 * once.
 *
 * @param client a connected client of `redis` or `ioredis`; the store neither connects nor closes it
 * @param options `prefix` begins each key; default `paxos:`
 * @throws {ConfigurationError} if `client` is not such a client
 * @example
 * await receivePaxosEvent(request, { client: paxos, authorize, dedupeStore: redisDedupeStore(redis) }, handle);
 */
export function redisDedupeStore(client: RedisClient, { prefix = 'paxos:' }: RedisStoreOptions = {}): DedupeStore {
  return createRedisDedupeStore(client, { prefix });
}

export type { DedupeStore } from '@org/sdk-core/webhooks';
export { redisRateLimitStore } from './redis/rate-limit-store.ts';
export { type RedisTokenStoreOptions, redisTokenStore } from './redis/token-store.ts';
export type { RedisClient, RedisStoreOptions };
