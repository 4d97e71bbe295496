// Time that passes by itself, and a client whose reads give one state after the other.
import type { Clock } from '@org/sdk-core';

/** Pauses end at once and move the time on; deadlines never come while something is being read. */
export function quickClock(): Clock & { readonly pauses: number[] } {
  let time = 1_800_000_000_000;
  const pauses: number[] = [];
  const stopped = new Set<unknown>();
  let next = 0;
  return {
    pauses,
    now: () => time,
    setTimeout(run, ms) {
      const id = ++next;
      if (ms <= 5000) {
        queueMicrotask(() => {
          if (stopped.has(id)) return;
          pauses.push(ms);
          time += ms;
          run();
        });
      }
      return id;
    },
    clearTimeout: (id) => void stopped.add(id),
  };
}

/** Waits with that clock, without jitter. */
export const quick = (): { clock: ReturnType<typeof quickClock>; random: () => number; interval: number } => ({
  clock: quickClock(),
  random: () => 0.5,
  interval: 1000,
});

/** Gives one value after the other, and the last one for ever; counts how often it was asked. */
export function script<T>(...values: T[]): { (): Promise<T>; readonly calls: number } {
  let calls = 0;
  const read = async (): Promise<T> => {
    const value = values[Math.min(calls, values.length - 1)] as T;
    calls += 1;
    return value;
  };
  return Object.defineProperty(read, 'calls', { get: () => calls }) as { (): Promise<T>; readonly calls: number };
}
