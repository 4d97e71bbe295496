/** Where time comes from. Tests pass one of their own, so that nothing has to wait. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs `run` after `ms` milliseconds. */
  setTimeout(run: () => void, ms: number): unknown;
  /** Stops what `setTimeout` returned. */
  clearTimeout(id: unknown): void;
}

/** The real time. The functions are looked up late, so that fake timers of a test framework work too. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (run, ms) => setTimeout(run, ms),
  clearTimeout: (id) => clearTimeout(id as number),
};

/**
 * Does `work`, but for no longer than `ms` and only until `signal` fires; without work it waits that long. Whatever
 * happens first decides, even when the work does not notice that it was given up; timer and listener are gone afterwards.
 *
 * @param stopped makes the error when the signal fired or the time was up; if it makes none, the promise is fulfilled
 */
export function bounded<T>(
  work: (() => PromiseLike<T>) | undefined,
  ms: number,
  clock: Clock,
  signal: AbortSignal | null | undefined,
  stopped: (aborted: boolean) => Error | undefined,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    let timer: unknown;
    const settle = <V>(how: (value: V) => void, value: V): void => {
      clock.clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      how(value);
    };
    const stop = (aborted?: unknown): void => {
      const error = stopped(!!aborted);
      settle(error ? reject : (resolve as () => void), error);
    };
    if (signal?.aborted || ms <= 0) return stop(signal?.aborted);
    timer = clock.setTimeout(stop, ms);
    signal?.addEventListener('abort', stop);
    try {
      work?.().then(
        (value) => settle(resolve, value),
        (error) => settle(reject, error),
      );
    } catch (error) {
      settle(reject, error);
    }
  });
}
