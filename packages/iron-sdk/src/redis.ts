// What processes share through Redis: `@org/iron-sdk/redis`.
import { createRedisDedupeStore, type RedisClient, type RedisDedupeStoreOptions } from '@org/sdk-core/redis';
import type { DedupeStore } from '@org/sdk-core/webhooks';

/**
 * Remembers in a Redis which webhook deliveries a service handled, so that an event that comes twice, to whichever of its processes,
 * is handled once. Services with different names for `consumer` each get every event.
 *
 * @param client a connected client of `redis` or `ioredis`; the store neither connects nor closes it
 * @param options `consumer` names the service that handles the events; `prefix` begins each key, default `iron:`
 * @throws {ConfigurationError} if `client` is not such a client, or `consumer` is missing or malformed
 * @example
 * const dedupeStore = redisDedupeStore(redis, { consumer: 'accounting' });
 * createIronWebhookHandler({ secrets, dedupeStore }, handle);
 */
export function redisDedupeStore(client: RedisClient, options: RedisDedupeStoreOptions): DedupeStore {
  return createRedisDedupeStore(client, options, 'iron:');
}

export type { DedupeStore } from '@org/sdk-core/webhooks';
export type { RedisClient, RedisDedupeStoreOptions };
