import { type Clock, systemClock } from '../clock.ts';
import { ConfigError } from '../errors.ts';
import type { ReplayStore } from './replay-store.ts';

export interface MemoryReplayStoreOptions {
  /** How many handled deliveries are remembered; the oldest is forgotten first. 100,000. */
  readonly maxEntries?: number;
  readonly clock?: Pick<Clock, 'now'>;
}

interface Entry {
  /** Nothing once it is done. */
  readonly token: string | undefined;
  readonly until: number;
}

/**
 * Remembers deliveries in this process: for one process, and for tests. With several processes, or to know after a
 * restart what was handled, give a {@link ReplayStore} over a database instead.
 *
 * @throws {ConfigError} if `maxEntries` is not a whole number from 1
 * @example
 * const replayStore = createMemoryReplayStore();
 */
export function createMemoryReplayStore(options: MemoryReplayStoreOptions = {}): ReplayStore {
  const { maxEntries = 100_000, clock = systemClock } = options;
  if (!Number.isInteger(maxEntries) || maxEntries < 1) {
    throw new ConfigError(`Option 'maxEntries' must be a whole number from 1, not ${maxEntries}.`);
  }
  const leased = new Map<string, Entry>();
  const handled = new Map<string, Entry>();
  let leases = 0;

  /** Entries stand in the order in which they were made, and are kept equally long as a rule: the oldest end first. */
  const forget = (entries: Map<string, Entry>, most: number): void => {
    for (const [id, { until }] of entries) {
      if (until > clock.now() && entries.size <= most) return;
      entries.delete(id);
    }
  };

  return {
    lease(id, ms) {
      forget(handled, maxEntries);
      forget(leased, Number.POSITIVE_INFINITY);
      const now = clock.now();
      if ((handled.get(id)?.until ?? 0) > now) return { state: 'done' };
      if ((leased.get(id)?.until ?? 0) > now) return { state: 'busy' };
      const token = `${++leases}`;
      leased.delete(id);
      leased.set(id, { token, until: now + ms });
      return { state: 'leased', token };
    },
    done(id, token, ms) {
      if (leased.get(id)?.token === token) leased.delete(id);
      handled.delete(id);
      handled.set(id, { token: undefined, until: clock.now() + ms });
      forget(handled, maxEntries);
    },
    release(id, token) {
      if (leased.get(id)?.token === token) leased.delete(id);
    },
  };
}
