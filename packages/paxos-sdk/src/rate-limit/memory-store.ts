import type { Clock } from '@org/sdk-core';
import { systemClock } from '@org/sdk-core/internal';
import { type RateLimitStore, slackOf } from './store.ts';

/** Monotonic times, in milliseconds. */
interface Entry {
  /** When all reservations so far would be used up at the steady rate. */
  usedUntil: number;
  blockedUntil: number;
}

/** Remembers reservations in this process. */
export function createMemoryRateLimitStore(clock: Pick<Clock, 'monotonic'> = systemClock): RateLimitStore {
  const entries = new Map<string, Entry>();
  const entryOf = (key: string): Entry => {
    // A monotonic clock may begin anywhere, below zero too.
    const unused = { usedUntil: Number.NEGATIVE_INFINITY, blockedUntil: Number.NEGATIVE_INFINITY };
    const entry = entries.get(key) ?? unused;
    entries.set(key, entry);
    return entry;
  };
  return {
    reserve(key, pace, maxWait) {
      const entry = entryOf(key);
      const now = clock.monotonic();
      const from = Math.max(entry.usedUntil, now);
      const blocked = entry.blockedUntil > now;
      const wait = Math.ceil(Math.max(0, from - slackOf(pace) - now, entry.blockedUntil - now));
      if (wait <= maxWait) entry.usedUntil = from + pace.interval;
      return { wait, blocked };
    },
    block(key, pace, ms) {
      const entry = entryOf(key);
      entry.blockedUntil = Math.max(entry.blockedUntil, clock.monotonic() + ms);
      entry.usedUntil = Math.max(entry.usedUntil, entry.blockedUntil + slackOf(pace));
    },
    blockedFor: (key) => Math.max(0, entryOf(key).blockedUntil - clock.monotonic()),
  };
}

const SHARED = Symbol.for('@org/paxos-sdk/rate-limit');

/**
 * The store of this process, which all clients share, also those of another copy of this package: Paxos counts by
 * address, not by client.
 */
export function processRateLimitStore(): RateLimitStore {
  const place = globalThis as { [SHARED]?: RateLimitStore };
  place[SHARED] ??= createMemoryRateLimitStore();
  return place[SHARED];
}
