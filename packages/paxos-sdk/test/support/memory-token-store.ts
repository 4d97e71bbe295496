import type { Clock } from '@org/sdk-core';
import type { TokenStore } from '../../src/token/token-store.ts';

/** A token store in memory, with what happened to it. */
export interface MemoryTokenStore extends TokenStore {
  readonly kept: Map<string, { value: string; until: number }>;
  readonly locks: Map<string, { holder: object; until: number }>;
}

export function memoryTokenStore(clock: Pick<Clock, 'now'>): MemoryTokenStore {
  const kept = new Map<string, { value: string; until: number }>();
  const locks = new Map<string, { holder: object; until: number }>();
  const present = (key: string): string | undefined => {
    const entry = kept.get(key);
    return entry && entry.until > clock.now() ? entry.value : undefined;
  };
  return {
    kept,
    locks,
    get: async (key) => present(key),
    async set(key, value, ttl, expected) {
      if (present(key) !== expected) return false;
      kept.set(key, { value, until: clock.now() + ttl });
      return true;
    },
    async lock(key, ttl) {
      if ((locks.get(key)?.until ?? 0) > clock.now()) return undefined;
      const holder = {};
      locks.set(key, { holder, until: clock.now() + ttl });
      return async () => {
        if (locks.get(key)?.holder === holder) locks.delete(key);
      };
    },
  };
}
