/** Tokens of a full bucket, and what a success gives back. */
const CAPACITY = 200;
const RETURNED = 0.5;

/**
 * How many retries a client may still make. A retry takes one token, a success returns a half: an outage is not
 * multiplied by retries, and a client that mostly succeeds never notices.
 */
export class RetryBudget {
  #tokens = CAPACITY;

  /** Takes a token for a retry; false when there is none. */
  take(): boolean {
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }

  /** A call succeeded. */
  succeeded(): void {
    this.#tokens = Math.min(CAPACITY, this.#tokens + RETURNED);
  }
}
