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
  clearTimeout: (id) => clearTimeout(id as ReturnType<typeof setTimeout>),
};

/**
 * Does `work`, but for no longer than `ms` and only until `signal` fires. Whatever happens first decides, even when the
 * work ignores that it was given up; timer and listener are gone afterwards.
 *
 * @param stopped makes the error: from the signal's reason, or from nothing when the time is up. If it returns nothing
 * the promise is fulfilled instead, which makes a sleep.
 */
export function bounded<T>(
  work: (() => PromiseLike<T>) | undefined,
  ms: number,
  clock: Clock,
  signal: AbortSignal | undefined,
  stopped: (aborted: boolean) => Error | undefined,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const finish = (): void => {
      clock.clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    };
    const stop = (aborted: boolean): void => {
      finish();
      const error = stopped(aborted);
      if (error) reject(error);
      else resolve(undefined as T);
    };
    const abort = (): void => stop(true);
    const timer = clock.setTimeout(() => stop(false), ms);
    if (signal?.aborted) return abort();
    signal?.addEventListener('abort', abort);
    work?.().then(
      (value) => {
        finish();
        resolve(value);
      },
      (error) => {
        finish();
        reject(error);
      },
    );
  });
}
