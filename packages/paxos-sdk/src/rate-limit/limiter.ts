import type { Clock } from '@org/sdk-core';
import { timed } from '../timed.ts';
import { createMemoryRateLimitStore } from './memory-store.ts';
import type { RateClass } from './rate-class.ts';
import { paceOf, type RateLimitStore, type Slot } from './store.ts';

/** Gives turns, in the order in which they are asked for. */
export interface Limiter {
  /**
   * Waits for a turn. Nothing is given back at once if the turn is now; the promise gives a slot if its turn comes
   * later than `left` allows, in which case there is no turn.
   *
   * @param left milliseconds that the caller still has
   * @param wait waits for that many milliseconds
   */
  take(rate: RateClass, left: () => number, wait: (ms: number) => Promise<void>): undefined | Promise<Slot | undefined>;
  /** No turns for `ms` milliseconds, because Paxos answered 429. */
  close(rate: RateClass, ms: number): void;
}

/** Milliseconds that a shared store has for an answer. */
const STORE_TIMEOUT = 1_000;
/** Milliseconds that a shared store which failed is left alone. */
const STORE_REST = 10_000;

/**
 * Gives the turns of one host. A shared store that fails is done without for a while: this process then keeps to the
 * limits by itself.
 *
 * @param host stands in the keys, because Paxos counts each of its hosts apart
 */
export function createLimiter(shared: RateLimitStore, host: string, clock: Clock): Limiter {
  const own = createMemoryRateLimitStore(clock);
  let restUntil = 0;

  const ask = <T>(question: (store: RateLimitStore) => T | PromiseLike<T>): T | PromiseLike<T> => {
    if (restUntil > clock.now()) return question(own);
    const withoutIt = (): T | PromiseLike<T> => {
      restUntil = clock.now() + STORE_REST;
      return question(own);
    };
    try {
      const answer = question(shared);
      if (!isPromise(answer)) return answer;
      return timed(answer, STORE_TIMEOUT, clock, () => new Error('no answer')).catch(withoutIt);
    } catch {
      return withoutIt();
    }
  };

  const keyOf = ({ name }: RateClass): string => `${host}:${name}`;
  const late = async (
    rate: RateClass,
    first: Slot | PromiseLike<Slot>,
    left: () => number,
    wait: (ms: number) => Promise<void>,
  ): Promise<Slot | undefined> => {
    for (
      let slot = await first;
      ;
      slot = await ask((store) => store.reserve(keyOf(rate), paceOf(rate.perSecond), left()))
    ) {
      if (slot.wait > left()) return slot;
      if (slot.wait === 0) return undefined;
      await wait(slot.wait);
      // A 429 of another call may have closed the class while this one was waiting for its turn.
      if (!(await ask((store) => store.closedFor(keyOf(rate))))) return undefined;
    }
  };

  return {
    take(rate, left, wait) {
      const slot = ask((store) => store.reserve(keyOf(rate), paceOf(rate.perSecond), left()));
      return !isPromise(slot) && slot.wait === 0 ? undefined : late(rate, slot, left, wait);
    },
    close(rate, ms) {
      const closing = ask((store) => store.close(keyOf(rate), paceOf(rate.perSecond), ms));
      if (isPromise(closing)) closing.then(undefined, () => {});
    },
  };
}

function isPromise<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof (value as PromiseLike<T> | undefined)?.then === 'function';
}
