import type { Clock } from '@org/sdk-core';

/**
 * The block of this process's address after a 429. When its time is over, one call goes first and shows whether the
 * block is gone; until then the others wait.
 */
export class AddressBlock {
  readonly #clock: Pick<Clock, 'monotonic'>;
  #until = Number.NEGATIVE_INFINITY;
  #tested = true;
  #probe: { readonly ended: Promise<void>; readonly end: () => void } | undefined;

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  /** Nothing goes out for `ms` milliseconds. */
  block(ms: number): void {
    this.#until = Math.max(this.#until, this.#clock.monotonic() + ms);
    this.#tested = false;
    this.#endProbe();
  }

  /** Milliseconds until the block is over. */
  left(): number {
    return Math.max(0, this.#until - this.#clock.monotonic());
  }

  /** Whether a call may go: as one of many, as the first one, or not before the promise resolves. */
  enter(): 'open' | 'probe' | Promise<void> {
    if (this.#tested) return 'open';
    if (this.#probe) return this.#probe.ended;
    let end = (): void => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    this.#probe = { ended, end };
    return 'probe';
  }

  /** The first call ended: with a response that is not a 429, or with an inconclusive failure. */
  probed(open: boolean): void {
    this.#tested ||= open;
    this.#endProbe();
  }

  #endProbe(): void {
    this.#probe?.end();
    this.#probe = undefined;
  }
}
