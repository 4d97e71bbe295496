import { type RedisClient, type RedisStoreOptions, sendThrough } from '@org/sdk-core/redis';
import { BLOCK, type RateLimitStore, slackOf } from '../rate-limit/store.ts';

// The same arithmetic as in memory-store.ts. Redis tells the time, so that the processes' own clocks do not matter.
const READ = `
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local used = tonumber(redis.call('HGET', KEYS[1], 'used') or '0')
local blocked = tonumber(redis.call('HGET', KEYS[1], 'blocked') or '0')
local length = tonumber(redis.call('HGET', KEYS[1], 'length') or '0')
blocked = math.min(blocked, now + length)`;

const WRITE = `
redis.call('HSET', KEYS[1], 'used', string.format('%.3f', used), 'blocked', string.format('%.3f', blocked), 'length', length)
redis.call('PEXPIRE', KEYS[1], math.ceil(math.max(used, blocked) - now) + 1000)`;

const RESERVE = `${READ}
local interval, slack, most = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
-- No reservation is further away than a window: the clock of Redis may have stepped back.
local from = math.max(math.min(used, math.max(now, blocked) + slack + tonumber(ARGV[4])), now)
local wait = math.ceil(math.max(0, from - slack - now, blocked - now))
local shut = blocked > now and 1 or 0
if wait > most then return { wait, shut } end
used = from + interval
${WRITE}
return { wait, shut }`;

const BLOCK_SCRIPT = `${READ}
length = math.max(blocked - now, tonumber(ARGV[1]))
blocked = now + length
used = math.max(used, blocked + tonumber(ARGV[2]))
${WRITE}
return 1`;

const BLOCKED_FOR = `${READ}
return math.ceil(math.max(0, blocked - now))`;

/**
 * Makes Paxos's rate limits hold across all processes on a Redis, which matters where they share an address: Paxos counts
 * by address. While Redis fails, each process keeps to the limits by itself.
 *
 * @param client a connected client of `redis` or `ioredis`; the store neither connects nor closes it
 * @throws {ConfigurationError} if `client` is not such a client
 * @example
 * const paxos = createPaxosClient({ environment: 'sandbox', scopes, rateLimit: redisRateLimitStore(redis) });
 * @see https://docs.paxos.com/guides/developer/rate-limits
 */
export function redisRateLimitStore(client: RedisClient, options: RedisStoreOptions = {}): RateLimitStore {
  const { prefix = 'paxos:' } = options;
  const send = sendThrough(client);
  const name = (key: string): string => `${prefix}rate:${key}`;
  return {
    async reserve(key, pace, maxWait) {
      const most = Math.floor(Math.min(maxWait, Number.MAX_SAFE_INTEGER));
      const answer = await send('EVAL', RESERVE, 1, name(key), pace.interval, slackOf(pace), most, BLOCK);
      const [wait, shut] = answer as [number, number];
      return { wait: Number(wait), blocked: Number(shut) === 1 };
    },
    async block(key, pace, ms) {
      await send('EVAL', BLOCK_SCRIPT, 1, name(key), ms, slackOf(pace));
    },
    blockedFor: async (key) => Number(await send('EVAL', BLOCKED_FOR, 1, name(key))),
  };
}
