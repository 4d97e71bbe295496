import type { Clock } from '@org/sdk-core';

/** A clock that moves only when it is told to. */
export interface FakeClock extends Clock {
  /** Moves on by that much and runs what is due, giving other work its turn in between. */
  advance(ms: number): Promise<void>;
  /** Milliseconds of the timers now running, the shortest first. */
  pending(): number[];
  /** From now on, timers of up to `most` ms run as soon as they are set. */
  rush(most: number): void;
}

/** Lets everything that is ready run, sockets included. */
export async function settle(turns = 20): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** Moves the clock on in small steps until `work` is done, with turns for real sockets in between. */
export async function driven<T>(clock: FakeClock, work: Promise<T>): Promise<T> {
  let done = false;
  const end = (): void => {
    done = true;
  };
  work.then(end, end);
  while (!done) {
    await settle();
    if (!done) await clock.advance(50);
  }
  return work;
}

export function fakeClock(start = 1_800_000_000_000): FakeClock {
  let time = start;
  let rushed = 0;
  let next = 1;
  const timers = new Map<number, { at: number; run: () => void }>();
  const fire = (id: number): void => {
    const timer = timers.get(id);
    if (!timer) return;
    timers.delete(id);
    time = Math.max(time, timer.at);
    timer.run();
  };
  return {
    now: () => time,
    setTimeout: (run, ms) => {
      const id = next++;
      timers.set(id, { at: time + ms, run });
      if (ms <= rushed) queueMicrotask(() => fire(id));
      return id;
    },
    clearTimeout: (id) => {
      timers.delete(id as number);
    },
    pending: () => [...timers.values()].map(({ at }) => at - time).sort((a, b) => a - b),
    async advance(ms) {
      const until = time + ms;
      for (;;) {
        await settle(2);
        const [due] = [...timers].filter(([, { at }]) => at <= until).sort(([, a], [, b]) => a.at - b.at);
        if (!due) break;
        fire(due[0]);
      }
      time = until;
      await settle(2);
    },
    rush: (most) => {
      rushed = most;
    },
  };
}
