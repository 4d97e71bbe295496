// What is due on the sandbox's clock: jobs, deliveries, delayed responses. It runs at the next request, when real time has
// passed where the clock runs, and in order of time when the clock is advanced.
import type { Clock } from './clock.ts';

/** Something that has work at certain times. */
export interface Source {
  /** When the next work is due, in milliseconds since the epoch; undefined where there is none. */
  next(): number | undefined;
  /** Starts what is due at `now`. */
  run(now: number): void;
  /** Resolves when what was started is done. */
  settled(): Promise<void>;
}

export interface Timeline {
  /** Says that a source has work at `at`. */
  due(at: number): void;
  /** Starts what is due now. Cheap where nothing is. */
  run(): void;
  /** Moves the clock by `ms`, with a stop at each time at which something is due. */
  advance(ms: number): Promise<void>;
  /** Resolves at `at` on the sandbox's clock. */
  until(at: number): Promise<void>;
  /** Resolves when everything that was started is done. */
  settled(): Promise<void>;
  /** Looks at all sources anew, after their state was replaced. */
  refresh(): void;
  /** Ends the timer; nothing runs by itself afterwards. */
  close(): void;
}

/** Longest delay of a timer, in milliseconds: a longer one would run at once. */
const longestTimer = 2 ** 31 - 1;

/** `ran` is called when something that was due has run. */
export function createTimeline(
  clock: Clock,
  ran: () => void = () => undefined,
): Timeline & { add(source: Source): void } {
  const sources: Source[] = [];
  let waiting: { readonly at: number; readonly resolve: () => void }[] = [];
  let next = Number.POSITIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  const delayed: Source = {
    next: () => earliest(waiting.map(({ at }) => at)),
    run(now) {
      const ready = waiting.filter(({ at }) => at <= now);
      waiting = waiting.filter(({ at }) => at > now);
      for (const { resolve } of ready) resolve();
    },
    settled: () => Promise.resolve(),
  };
  sources.push(delayed);

  const timeline: Timeline & { add(source: Source): void } = {
    add: (source) => sources.push(source),
    due(at) {
      if (at >= next) return;
      next = at;
      setTimer();
    },
    run() {
      const now = clock.now();
      if (now < next) return;
      for (const source of sources) source.run(now);
      timeline.refresh();
      ran();
    },
    async advance(ms) {
      await timeline.settled();
      const end = clock.now() + ms;
      while (next <= end) {
        clock.advance(Math.max(0, next - clock.now()));
        timeline.run();
        await timeline.settled();
      }
      clock.advance(Math.max(0, end - clock.now()));
      setTimer();
    },
    until: (at) =>
      new Promise((resolve) => {
        waiting.push({ at, resolve });
        timeline.due(at);
      }),
    async settled() {
      timeline.run();
      for (const source of sources) await source.settled();
      timeline.refresh();
    },
    refresh() {
      next = earliest(sources.map((source) => source.next())) ?? Number.POSITIVE_INFINITY;
      setTimer();
    },
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
  return timeline;

  function setTimer(): void {
    clearTimeout(timer);
    if (clock.stopped || closed || next === Number.POSITIVE_INFINITY) return;
    timer = setTimeout(() => timeline.run(), Math.min(longestTimer, Math.max(0, next - clock.now())));
    // A sandbox must not keep a test run alive.
    if (typeof timer === 'object') timer.unref();
  }
}

function earliest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length > 0 ? Math.min(...known) : undefined;
}
