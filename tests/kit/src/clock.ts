// Time that a test moves. Nothing sleeps: a timer runs when the test says so, or as soon as it is set.
// The shape is that of the SDKs' option `clock`, which this package cannot import.

export interface ManualClock {
  /** The wall clock, in ms since 1970. It can be stepped without any time passing. */
  now(): number;
  /** Milliseconds since an arbitrary moment. Only passing time moves it. */
  monotonic(): number;
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(id: unknown): void;
  /**
   * Lets `ms` milliseconds pass and runs the timers that are due, in order, before it returns. The promise resolves when
   * the work that they started has had its turn, local sockets included.
   */
  advance(ms: number): Promise<void>;
  /** Changes what the wall clock shows, as NTP or a person does. No time passes and no timer runs. */
  stepWallClock(ms: number): void;
  /** From now on a timer of less than `below` ms runs as soon as it is set: backoffs pass at once, timeouts do not. */
  skipBelow(below: number): void;
  /** Milliseconds that the timers now set still have, shortest first. */
  pending(): number[];
  /** Milliseconds of every timer that ran, in order. A clock with a speed keeps none, so that it uses no memory. */
  readonly fired: readonly number[];
  /** Resolves as soon as a timer of exactly `ms` milliseconds is set. */
  armed(ms: number): Promise<void>;
}

export interface ManualClockOptions {
  /** What the wall clock shows first, in ms since 1970. */
  readonly start?: number;
  /**
   * Milliseconds that pass by themselves in each real one; 0 unless given. For runs against a server in another process:
   * only real time tells whether such a server is slow or will never respond.
   */
  readonly speed?: number;
}

interface Timer {
  readonly at: number;
  readonly ms: number;
  readonly run: () => void;
  /** The real timer, on a clock that runs by itself. */
  readonly real?: NodeJS.Timeout;
}

// Not 0, and far from `now`, so that code that confuses the two clocks fails.
const FIRST_MONOTONIC = 5_000;

/** A clock that stands still until it is told to move, unless it is given a speed. */
export function manualClock({ start = 1_800_000_000_000, speed = 0 }: ManualClockOptions = {}): ManualClock {
  const created = performance.now();
  const timers = new Map<number, Timer>();
  const fired: number[] = [];
  const waiting = new Map<number, () => void>();
  let moved = FIRST_MONOTONIC;
  let wallStep = 0;
  let skipped = 0;
  let lastId = 0;

  const monotonic = (): number => moved + (performance.now() - created) * speed;
  const fire = (id: number): void => {
    const timer = timers.get(id);
    if (!timer) return;
    timers.delete(id);
    if (speed === 0) {
      moved = Math.max(moved, timer.at);
      fired.push(timer.ms);
    }
    timer.run();
  };
  const nextDue = (until: number): number | undefined => {
    const [first] = [...timers].filter(([, { at }]) => at <= until).sort(([, a], [, b]) => a.at - b.at);
    return first?.[0];
  };

  return {
    fired,
    monotonic,
    now: () => start + wallStep + monotonic() - FIRST_MONOTONIC,
    setTimeout(run, ms) {
      lastId += 1;
      const id = lastId;
      const real = speed > 0 ? { real: setTimeout(() => fire(id), ms / speed) } : {};
      timers.set(id, { at: monotonic() + ms, ms, run, ...real });
      // Not before the work that the timer limits had its chance.
      if (ms < skipped) setImmediate(() => fire(id));
      waiting.get(ms)?.();
      return id;
    },
    clearTimeout(id) {
      clearTimeout(timers.get(id as number)?.real);
      timers.delete(id as number);
    },
    advance(ms) {
      const until = moved + ms;
      for (let due = nextDue(until); due !== undefined; due = nextDue(until)) fire(due);
      moved = until;
      return settle();
    },
    stepWallClock(ms) {
      wallStep += ms;
    },
    skipBelow(below) {
      skipped = below;
    },
    pending: () => [...timers.values()].map(({ at }) => at - monotonic()).sort((a, b) => a - b),
    armed: (ms) =>
      new Promise((resolve) => {
        if ([...timers.values()].some((timer) => timer.ms === ms)) resolve();
        else waiting.set(ms, resolve);
      }),
  };
}

/** Lets everything that is ready run, local sockets included. */
export async function settle(turns = 20): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Moves the clock on in steps of 50 ms until `work` is done, with turns for local sockets in between. */
export async function driven<T>(clock: ManualClock, work: Promise<T>): Promise<T> {
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
