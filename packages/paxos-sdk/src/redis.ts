// What processes share through Redis: `@org/paxos-sdk/redis`.
export type { RedisClient, RedisStoreOptions } from './redis/client.ts';
export { redisRateLimitStore } from './redis/rate-limit-store.ts';
export { redisReplayStore } from './redis/replay-store.ts';
export { type RedisTokenStoreOptions, redisTokenStore } from './redis/token-store.ts';
