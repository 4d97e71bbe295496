// A clock that a test moves by hand.
import type { Clock } from '@org/iron-sdk';

export interface HandClock extends Clock {
  /** Milliseconds of every timer that ran to its end, in order. */
  readonly fired: readonly number[];
  /** Milliseconds that the timers now set still have, shortest first. */
  pending(): number[];
  /** Resolves as soon as a timer of exactly that many milliseconds is set. */
  armed(ms: number): Promise<void>;
  /** Moves on by that much and runs what is due, in order. */
  advance(ms: number): void;
}

/**
 * A clock that stands still.
 *
 * @param instant timers of less than that many milliseconds run as soon as they are set, and move the clock on: so
 * backoffs pass at once, and timeouts only when the test says so
 */
export function handClock(instant = 0): HandClock {
  let now = Date.UTC(2026, 10, 20);
  let last = 0;
  const timers = new Map<number, { readonly at: number; readonly ms: number; readonly run: () => void }>();
  const fired: number[] = [];
  const waiting = new Map<number, () => void>();
  const fire = (id: number): void => {
    const timer = timers.get(id);
    if (!timer) return;
    timers.delete(id);
    now = Math.max(now, timer.at);
    fired.push(timer.ms);
    timer.run();
  };
  return {
    fired,
    now: () => now,
    setTimeout: (run, ms) => {
      last += 1;
      const id = last;
      timers.set(id, { at: now + ms, ms, run });
      if (ms < instant) queueMicrotask(() => fire(id));
      waiting.get(ms)?.();
      return id;
    },
    clearTimeout: (id) => {
      timers.delete(id as number);
    },
    pending: () => [...timers.values()].map(({ at }) => at - now).sort((a, b) => a - b),
    armed: (ms) =>
      new Promise((resolve) => {
        if ([...timers.values()].some((timer) => timer.ms === ms)) resolve();
        else waiting.set(ms, resolve);
      }),
    advance: (ms) => {
      const until = now + ms;
      for (;;) {
        const [due] = [...timers].filter(([, { at }]) => at <= until).sort(([, a], [, b]) => a.at - b.at);
        if (!due) break;
        fire(due[0]);
      }
      now = until;
    },
  };
}
