import type { Clock } from '@org/sdk-core';

/** Gives `work` a time to be done in. What it does after that is nobody's concern any more. */
export function timed<T>(work: PromiseLike<T>, ms: number, clock: Clock, late: () => Error): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = clock.setTimeout(() => reject(late()), ms);
    work.then(resolve, reject).then(() => clock.clearTimeout(timer));
  });
}

/** Waits, no longer than until `signal` fires. */
export function pause(ms: number, clock: Clock, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clock.clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = clock.setTimeout(end, ms);
    signal?.addEventListener('abort', end);
  });
}
