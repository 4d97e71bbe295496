import type { Clock } from '../../src/clock.ts';

/** A clock that stands still until it is told to move; it records what was waited for. */
export interface FakeClock extends Clock {
  /** Milliseconds of the timers now running, shortest first. */
  pending(): number[];
  /** Every timer that ever ran to its end, in ms. */
  readonly fired: number[];
  /** Moves on by that much and runs what is due. */
  advance(ms: number): void;
  /** Runs every timer of less than `below` ms as soon as it is set: backoffs pass, timeouts do not. */
  skipBelow(ms: number): void;
}

export function fakeClock(start = 1_800_000_000_000): FakeClock {
  let time = start;
  let instant = 0;
  let next = 1;
  const timers = new Map<number, { at: number; ms: number; run: () => void }>();
  const fired: number[] = [];
  const fire = (id: number): void => {
    const timer = timers.get(id);
    if (!timer) return;
    timers.delete(id);
    time = Math.max(time, timer.at);
    fired.push(timer.ms);
    timer.run();
  };
  return {
    fired,
    now: () => time,
    setTimeout: (run, ms) => {
      const id = next++;
      timers.set(id, { at: time + ms, ms, run });
      // Not before the work that it is to limit had its chance.
      if (ms < instant) setImmediate(() => fire(id));
      return id;
    },
    clearTimeout: (id) => {
      timers.delete(id as number);
    },
    pending: () => [...timers.values()].map(({ at }) => at - time).sort((a, b) => a - b),
    advance: (ms) => {
      const until = time + ms;
      for (;;) {
        const [due] = [...timers].filter(([, { at }]) => at <= until).sort(([, a], [, b]) => a.at - b.at);
        if (!due) break;
        fire(due[0]);
      }
      time = until;
    },
    skipBelow: (ms) => {
      instant = ms;
    },
  };
}
