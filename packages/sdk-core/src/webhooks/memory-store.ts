import { type Clock, systemClock } from '../clock.ts';
import { ConfigurationError } from '../errors.ts';
import type { DedupeStore } from './dedupe.ts';

export interface MemoryDedupeStoreOptions {
  /** How many handled deliveries are remembered; the oldest is forgotten first. 100,000. */
  readonly maxEntries?: number;
  readonly clock?: Pick<Clock, 'monotonic'>;
}

interface Entry {
  /** Undefined once it is done. */
  readonly token: string | undefined;
  readonly until: number;
  readonly group?: string | undefined;
}

/**
 * Remembers deliveries in this process: for one process, and for tests. With several processes, or to know after a
 * restart what was handled, pass a {@link DedupeStore} over a database instead.
 *
 * @throws {ConfigurationError} if `maxEntries` is not a positive integer
 * @example
 * const dedupeStore = createMemoryDedupeStore();
 */
export function createMemoryDedupeStore(options: MemoryDedupeStoreOptions = {}): DedupeStore {
  const { maxEntries = 100_000, clock = systemClock } = options;
  if (!Number.isInteger(maxEntries) || maxEntries < 1) {
    throw new ConfigurationError(`Option 'maxEntries' must be a positive integer (got ${maxEntries}).`);
  }
  const leased = new Map<string, Entry>();
  const handled = new Map<string, Entry>();
  /** The id of each group that was handled last. */
  const lastOf = new Map<string, string>();
  let leases = 0;

  /** Entries are in the order in which they were made, and usually kept equally long: the oldest end first. */
  const forget = (entries: Map<string, Entry>, most: number): void => {
    for (const [id, { until, group }] of entries) {
      if (until > clock.monotonic() && entries.size <= most) return;
      entries.delete(id);
      if (group !== undefined && lastOf.get(group) === id) lastOf.delete(group);
    }
  };

  return {
    lease(id, ms) {
      forget(handled, maxEntries);
      forget(leased, Number.POSITIVE_INFINITY);
      const now = clock.monotonic();
      if ((handled.get(id)?.until ?? 0) > now) return { state: 'done' };
      if ((leased.get(id)?.until ?? 0) > now) return { state: 'busy' };
      const token = `${++leases}`;
      leased.delete(id);
      leased.set(id, { token, until: now + ms });
      return { state: 'leased', token };
    },
    renew(id, token, ms) {
      const now = clock.monotonic();
      const held = leased.get(id);
      if (held?.token !== token || held.until <= now) return false;
      // To the end of the order, which is that of the ends.
      leased.delete(id);
      leased.set(id, { token, until: now + ms });
      return true;
    },
    done(id, token, ms, group) {
      if (leased.get(id)?.token === token) leased.delete(id);
      handled.delete(id);
      if (group !== undefined) {
        const before = lastOf.get(group);
        if (before !== undefined) handled.delete(before);
        lastOf.set(group, id);
      }
      handled.set(id, { token: undefined, until: clock.monotonic() + ms, group });
      forget(handled, maxEntries);
    },
    release(id, token) {
      if (leased.get(id)?.token === token) leased.delete(id);
    },
  };
}
