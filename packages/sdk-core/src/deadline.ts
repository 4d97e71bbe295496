import type { Clock } from './clock.ts';
import { onAbort } from './signal.ts';

/** Why waiting ended before the work did: the limit of the one wait, the deadline of the whole, or the caller's signal. */
export class Stop {
  readonly reason: 'timeout' | 'deadline' | 'aborted';

  constructor(reason: Stop['reason']) {
    this.reason = reason;
  }
}

/**
 * The time that a call has, and the caller's signal. Everything in a call waits through it, so that nothing outlasts
 * either. It resolves with a reason instead of rejecting: an error made in a timer would lack the caller's stack frame.
 */
export class Deadline {
  readonly ms: number;
  readonly signal: AbortSignal | null | undefined;
  readonly #clock: Clock;
  readonly #endsAt: number;

  constructor(clock: Clock, ms: number, signal: AbortSignal | null | undefined) {
    this.ms = ms;
    this.signal = signal;
    this.#clock = clock;
    this.#endsAt = clock.monotonic() + ms;
  }

  /** Milliseconds until the deadline. */
  left(): number {
    return this.#endsAt - this.#clock.monotonic();
  }

  /** Why nothing may be begun any more, if so. */
  stopped(): Stop | undefined {
    if (this.signal?.aborted) return new Stop('aborted');
    return this.left() <= 0 ? new Stop('deadline') : undefined;
  }

  /** Waits for `work`, for at most `limit` milliseconds. What the work does later is ignored; it is not stopped. */
  async race<T>(work: PromiseLike<T>, limit: number = Number.POSITIVE_INFINITY): Promise<T | Stop> {
    let release = (): void => {};
    const first = new Promise<T | Stop>((resolve, reject) => {
      release = this.arm(limit, resolve);
      // Not wrapped: through a function of ours, V8 loses the caller's stack frame.
      work.then(resolve, reject);
    });
    try {
      return await first;
    } finally {
      release();
    }
  }

  /** Waits that long. Returns why it ended early, if it did. */
  async sleep(ms: number): Promise<Stop | undefined> {
    const stop = await new Promise<Stop>((resolve) => this.arm(ms, resolve));
    return stop.reason === 'timeout' ? undefined : stop;
  }

  /**
   * Tells `stop` once why time is over.
   *
   * @returns a function that takes timer and listener away
   */
  arm(limit: number, stop: (reason: Stop) => void): () => void {
    const already = this.stopped();
    if (already) {
      stop(already);
      return () => {};
    }
    const left = this.left();
    const end = (reason: Stop['reason']): void => {
      release();
      stop(new Stop(reason));
    };
    // Time passes between two looks at the clock, and Node warns of a negative delay.
    const ms = Math.max(0, Math.min(limit, left));
    const timer = this.#clock.setTimeout(() => end(limit < left ? 'timeout' : 'deadline'), ms);
    const forget = onAbort(this.signal, () => end('aborted'));
    const release = (): void => {
      this.#clock.clearTimeout(timer);
      forget();
    };
    return release;
  }
}
