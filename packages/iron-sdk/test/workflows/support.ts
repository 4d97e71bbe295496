// Waits whose pauses pass at once, and reads that return one state after the other.
import { type ManualClock, manualClock } from '@org/test-kit/clock';

/** Pauses pass at once and move the time on; longer timers, such as deadlines, never come. */
function quickClock(): ManualClock {
  const clock = manualClock();
  clock.skipBelow(5_001);
  return clock;
}

/** Options of a wait: that clock, and no jitter. */
export const quick = (): { clock: ManualClock; random: () => number; interval: number } => ({
  clock: quickClock(),
  random: () => 0.5,
  interval: 1000,
});

/** Resolves with one value after the other, and with the last one from then on. Counts its calls. */
export function script<T>(...values: T[]): { (): Promise<T>; readonly calls: number } {
  let calls = 0;
  const read = async (): Promise<T> => {
    const value = values[Math.min(calls, values.length - 1)] as T;
    calls += 1;
    return value;
  };
  return Object.defineProperty(read, 'calls', { get: () => calls }) as { (): Promise<T>; readonly calls: number };
}
