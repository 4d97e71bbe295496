/** Where time comes from. Tests pass one of their own, so that nothing has to wait. */
export interface Clock {
  /** Wall clock: milliseconds since 1970. Only reads dates; it may step in either direction. */
  now(): number;
  /** Milliseconds since any fixed moment. Never steps, so every duration is measured with it. */
  monotonic(): number;
  /** Runs `run` after `ms` milliseconds. */
  setTimeout(run: () => void, ms: number): unknown;
  /** Stops what `setTimeout` returned. */
  clearTimeout(id: unknown): void;
}

/** The real time. The functions are looked up late, so that fake timers of a test framework work too. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimeout: (run, ms) => setTimeout(run, ms),
  clearTimeout: (id) => clearTimeout(id as number),
};
