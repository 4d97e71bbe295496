/** What a store says when a delivery is to be leased. */
export type Lease =
  /** Ours until the lease ends; `token` tells it from another worker's lease of the same id. */
  | { readonly state: 'leased'; readonly token: string }
  /** Another worker holds it, and has not finished. */
  | { readonly state: 'busy' }
  /** It was handled to the end before. */
  | { readonly state: 'done' };

/**
 * Remembers which deliveries were handled, over restarts and processes where the store does. Each method must be atomic.
 *
 * On Redis: `lease` is `SET key token NX PX ms`, and where that sets nothing, `GET key` tells `done` from `busy`; `done`
 * is `SET key done PX ms`; `release` deletes the key if it still holds the token.
 */
export interface ReplayStore {
  /** Takes an id for `ms` milliseconds, unless it is done or somebody else's lease of it has not ended. */
  lease(id: string, ms: number): Lease | PromiseLike<Lease>;
  /** Marks an id as handled for `ms` milliseconds. It holds even when the lease ended meanwhile: the work was done. */
  done(id: string, token: string, ms: number): void | PromiseLike<void>;
  /** Gives a lease back, so that the next delivery is handled. Does nothing if the lease is not `token`'s any more. */
  release(id: string, token: string): void | PromiseLike<void>;
}
