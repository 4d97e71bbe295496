/**
 * Keeps one access token for many processes, sealed: it sees neither the token nor its times. All times are in
 * milliseconds, and each method must be atomic.
 */
export interface TokenStore {
  /** What is kept under `key`, if its time has not ended. */
  get(key: string): PromiseLike<string | undefined>;
  /**
   * Keeps `value` for `ttl` milliseconds, but only if what is kept now is `expected` (undefined: nothing), so that an old
   * answer that arrives late does not overwrite a newer token.
   *
   * @returns whether it was kept
   */
  set(key: string, value: string, ttl: number, expected: string | undefined): PromiseLike<boolean>;
  /**
   * Takes a lock that ends by itself after `ttl` milliseconds, so that a process that dies does not stop the others.
   *
   * @returns a function that gives it back if it is still this holder's; undefined if somebody else has it
   */
  lock(key: string, ttl: number): PromiseLike<(() => PromiseLike<void>) | undefined>;
  /** How errors name the lock of `key`, for a person who has to delete it. Default: `key`. */
  lockName?(key: string): string;
}
