// What processes share through Redis: `@org/iron-sdk/redis`.
import { createRedisDedupeStore, type RedisClient, type RedisStoreOptions } from '@org/sdk-core/redis';
import type { DedupeStore } from '@org/sdk-core/webhooks';

/**
 * Remembers in a Redis which webhook deliveries were handled, so that an event that comes twice, to whichever process, is
 * handled once.
 *
 * @param client a connected client of `redis` or `ioredis`; the store neither connects nor closes it
 * @param options `prefix` begins each key; default `iron:`
 * @throws {ConfigurationError} if `client` is not such a client
 * @example
 * createIronWebhookHandler({ secrets, dedupeStore: redisDedupeStore(redis) }, handle);
 */
export function redisDedupeStore(client: RedisClient, { prefix = 'iron:' }: RedisStoreOptions = {}): DedupeStore {
  return createRedisDedupeStore(client, { prefix });
}

export type { DedupeStore } from '@org/sdk-core/webhooks';
export type { RedisClient, RedisStoreOptions };
