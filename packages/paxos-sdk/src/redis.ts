// What processes share through Redis: `@org/paxos-sdk/redis`.
import {
  createRedisDedupeStore,
  type RedisClient,
  type RedisDedupeStoreOptions,
  type RedisStoreOptions,
} from '@org/sdk-core/redis';
import type { DedupeStore } from '@org/sdk-core/webhooks';

/**
 * Remembers in a Redis which events a service handled, so that an event that comes twice, to whichever of its processes,
 * is handled once. Services with different names for `consumer` each get every event.
 *
 * @param client a connected client of `redis` or `ioredis`; the store neither connects nor closes it
 * @param options `consumer` names the service that handles the events; `prefix` begins each key, default `paxos:`
 * @throws {ConfigurationError} if `client` is not such a client, or `consumer` is missing or malformed
 * @example
 * const dedupeStore = redisDedupeStore(redis, { consumer: 'accounting' });
 * await receivePaxosEvent(request, { client: paxos, authorize, dedupeStore }, handle);
 */
export function redisDedupeStore(client: RedisClient, options: RedisDedupeStoreOptions): DedupeStore {
  return createRedisDedupeStore(client, options, 'paxos:');
}

export type { DedupeStore } from '@org/sdk-core/webhooks';
export { redisRateLimitStore } from './redis/rate-limit-store.ts';
export { type RedisTokenStoreOptions, redisTokenStore } from './redis/token-store.ts';
export type { RedisClient, RedisDedupeStoreOptions, RedisStoreOptions };
