import type { Clock } from '@org/sdk-core';
import { systemClock } from '@org/sdk-core/internal';
import type { Pace, RateLimitStore } from './store.ts';

interface Entry {
  /** When all slots given so far would be used up at the steady rate. */
  usedUntil: number;
  closedUntil: number;
}

/** Remembers slots in this process. */
export function createMemoryRateLimitStore(clock: Pick<Clock, 'now'> = systemClock): RateLimitStore {
  const entries = new Map<string, Entry>();
  const entryOf = (key: string): Entry => {
    let entry = entries.get(key);
    if (!entry) {
      entry = { usedUntil: 0, closedUntil: 0 };
      entries.set(key, entry);
    }
    return entry;
  };
  const slack = ({ interval, burst }: Pace): number => (burst - 1) * interval;
  return {
    reserve(key, pace, maxWait) {
      const entry = entryOf(key);
      const now = clock.now();
      const from = Math.max(entry.usedUntil, now);
      const closed = entry.closedUntil > now;
      const wait = Math.ceil(Math.max(0, from - slack(pace) - now, entry.closedUntil - now));
      if (wait <= maxWait) entry.usedUntil = from + pace.interval;
      return { wait, closed };
    },
    close(key, pace, ms) {
      const entry = entryOf(key);
      entry.closedUntil = Math.max(entry.closedUntil, clock.now() + ms);
      entry.usedUntil = Math.max(entry.usedUntil, entry.closedUntil + slack(pace));
    },
    closedFor: (key) => Math.max(0, entryOf(key).closedUntil - clock.now()),
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
