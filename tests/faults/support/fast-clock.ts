// A real clock that runs faster, so that a soak spends its time on faults and not on backoffs.
import type { Clock } from '@org/iron-sdk';

export interface FastClock extends Clock {
  /** Timers that are set at this moment. */
  pending(): number;
}

/**
 * A clock on which `speed` milliseconds pass in each real one. Timeouts, backoffs and `Retry-After` keep their
 * proportions, so a client runs with the limits that users have.
 */
export function fastClock(speed: number): FastClock {
  const started = performance.now();
  const origin = Date.now();
  const timers = new Set<NodeJS.Timeout>();
  return {
    now: () => origin + (performance.now() - started) * speed,
    setTimeout: (run, ms) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        run();
      }, ms / speed);
      timers.add(timer);
      return timer;
    },
    clearTimeout: (timer) => {
      timers.delete(timer as NodeJS.Timeout);
      clearTimeout(timer as NodeJS.Timeout);
    },
    pending: () => timers.size,
  };
}
