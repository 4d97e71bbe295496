import { type Deadline, Stop } from '@org/sdk-core/internal';
import type { Limiter } from './limiter.ts';
import type { RateClass } from './store.ts';

/** A request may go out now; `probe` if it is the first one after a block. */
export interface Turn {
  readonly probe: boolean;
}

/** A request would have to wait longer than its deadline allows. */
export interface Withheld {
  /** Milliseconds until it could go out. */
  readonly wait: number;
  /** True if Paxos answered 429; else this client's own limit is used up. */
  readonly blocked: boolean;
}

/**
 * Waits until a request of a class may go out, for as long as the deadline allows.
 *
 * @param again true for a second request of a call that has its turn. It may be the first one after a block, for which
 *   all others wait, and must not wait for itself.
 */
export async function waitForTurn(
  limiter: Limiter,
  rate: RateClass,
  deadline: Deadline,
  again: boolean,
): Promise<Turn | Withheld | Stop> {
  const { address } = limiter;
  for (;;) {
    // Asked apart from the reservation, one more round trip to a shared store: a script over the keys of both, the address
    // and the class, fails on a Redis Cluster unless they have one slot.
    const blocked = await limiter.blockedFor();
    if (blocked > 0) {
      if (blocked >= deadline.left()) return { wait: blocked, blocked: true };
      const stop = await deadline.sleep(blocked);
      if (stop) return stop;
      continue;
    }
    const entry = again ? 'open' : address.enter();
    if (typeof entry !== 'string') {
      const stop = await deadline.race(entry);
      if (stop instanceof Stop) return stop.reason === 'deadline' ? { wait: address.left(), blocked: true } : stop;
      continue;
    }
    const probe = entry === 'probe';
    let isReserved = false;
    try {
      const withheld = await takeReservation(limiter, rate, deadline);
      isReserved = !withheld;
      return withheld ?? { probe };
    } finally {
      if (probe && !isReserved) address.probed(false);
    }
  }
}

/** Waits for a reservation of the class. */
async function takeReservation(
  limiter: Limiter,
  rate: RateClass,
  deadline: Deadline,
): Promise<Withheld | Stop | undefined> {
  for (;;) {
    const { wait, blocked } = await limiter.reserve(rate, deadline.left());
    if (wait === 0) return undefined;
    if (wait > deadline.left()) return { wait, blocked };
    const stop = await deadline.sleep(wait);
    if (stop) return stop;
    // A 429 of another call may have blocked the class while this one was waiting.
    if (!(await limiter.blockedFor(rate))) return undefined;
  }
}
