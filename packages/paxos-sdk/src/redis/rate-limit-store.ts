import type { Pace, RateLimitStore } from '../rate-limit/store.ts';
import { type RedisClient, type RedisStoreOptions, sendThrough } from './client.ts';

// The same arithmetic as in memory-store.ts. Redis tells the time, so that the processes' own clocks do not matter.
const READ = `
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local used = tonumber(redis.call('HGET', KEYS[1], 'used') or '0')
local closed = tonumber(redis.call('HGET', KEYS[1], 'closed') or '0')`;

const WRITE = `
redis.call('HSET', KEYS[1], 'used', string.format('%.3f', used), 'closed', string.format('%.3f', closed))
redis.call('PEXPIRE', KEYS[1], math.ceil(math.max(used, closed) - now) + 1000)`;

const RESERVE = `${READ}
local interval, slack, most = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local from = math.max(used, now)
local wait = math.ceil(math.max(0, from - slack - now, closed - now))
local shut = closed > now and 1 or 0
if wait > most then return { wait, shut } end
used = from + interval
${WRITE}
return { wait, shut }`;

const CLOSE = `${READ}
closed = math.max(closed, now + tonumber(ARGV[1]))
used = math.max(used, closed + tonumber(ARGV[2]))
${WRITE}
return 1`;

const CLOSED_FOR = `${READ}
return math.ceil(math.max(0, closed - now))`;

/**
 * Makes Paxos's rate limits hold across all processes on a Redis, which matters where they share an address: Paxos counts
 * by address. While Redis fails, each process keeps to the limits by itself.
 *
 * @param client a connected client of `redis` or `ioredis`; the store neither connects nor closes it
 * @throws {ConfigError} if `client` is no such client
 * @example
 * const paxos = createPaxosClient({ environment: 'sandbox', scopes, rateLimit: redisRateLimitStore(redis) });
 * @see https://docs.paxos.com/guides/developer/rate-limits
 */
export function redisRateLimitStore(client: RedisClient, options: RedisStoreOptions = {}): RateLimitStore {
  const { prefix = 'paxos:' } = options;
  const send = sendThrough(client);
  const name = (key: string): string => `${prefix}rate:${key}`;
  const slack = ({ interval, burst }: Pace): number => (burst - 1) * interval;
  return {
    async reserve(key, pace, maxWait) {
      const most = Math.floor(Math.min(maxWait, Number.MAX_SAFE_INTEGER));
      const answer = await send('EVAL', RESERVE, 1, name(key), pace.interval, slack(pace), most);
      const [wait, shut] = answer as [number, number];
      return { wait: Number(wait), closed: Number(shut) === 1 };
    },
    async close(key, pace, ms) {
      await send('EVAL', CLOSE, 1, name(key), ms, slack(pace));
    },
    closedFor: async (key) => Number(await send('EVAL', CLOSED_FOR, 1, name(key))),
  };
}
