// Stores over Redis: `@org/sdk-core/redis`. The SDKs re-export them with a prefix of their own.
export { type RedisClient, type RedisStoreOptions, type Send, sendThrough } from './client.ts';
export { createRedisDedupeStore, type RedisDedupeStoreOptions } from './dedupe-store.ts';
