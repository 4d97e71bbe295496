import type { Clock } from '@org/sdk-core';
import { Deadline, isPromise, Stop } from '@org/sdk-core/internal';
import { AddressBlock } from './address-block.ts';
import { createMemoryRateLimitStore } from './memory-store.ts';
import { paceOf, type RateClass, type RateLimitStore, type Reservation } from './store.ts';

/** The limits of one host. */
export interface Limiter {
  /** The block of the whole address. */
  readonly address: AddressBlock;
  /** Takes a reservation, unless it is more than `maxWait` milliseconds away. */
  reserve(rate: RateClass, maxWait: number): Promise<Reservation>;
  /** Milliseconds for which a class is blocked, or the whole address where none is named. */
  blockedFor(rate?: RateClass): Promise<number>;
  /** Blocks a class, or the whole address where none is named, because Paxos answered 429. */
  block(ms: number, rate?: RateClass): void;
}

/** Milliseconds that a shared store has for an answer. */
const STORE_TIMEOUT = 1_000;
/** Milliseconds for which a shared store that failed is left alone. */
const STORE_REST = 10_000;
/** All classes of a host together. */
const ALL: RateClass = { class: '*', perSecond: 50 };

/** The blocks of each store by host, so that all clients with one store share them. */
const blocks = new WeakMap<RateLimitStore, Map<string, AddressBlock>>();

/**
 * Makes the limits of one host. A shared store that fails is done without for a while: this process then keeps to the
 * limits by itself.
 *
 * @param host part of the keys, because Paxos counts each of its hosts apart
 */
export function createLimiter(shared: RateLimitStore, host: string, clock: Clock): Limiter {
  const own = createMemoryRateLimitStore(clock);
  const address = blockOf(shared, host, clock);
  let restUntil = Number.NEGATIVE_INFINITY;

  const ask = async <T>(
    question: (store: RateLimitStore) => T | PromiseLike<T>,
    isValid: (answer: T) => boolean = () => true,
  ): Promise<T> => {
    if (restUntil > clock.monotonic()) return question(own);
    try {
      const answer = question(shared);
      const value = isPromise(answer) ? await new Deadline(clock, STORE_TIMEOUT, undefined).race(answer) : answer;
      if (!(value instanceof Stop) && isValid(value)) return value;
    } catch {
      // Left alone below, like one that does not answer, or with nonsense.
    }
    restUntil = clock.monotonic() + STORE_REST;
    return question(own);
  };
  const keyOf = (rate: RateClass): string => `${host}:${rate.class}`;

  return {
    address,
    reserve: (rate, maxWait) =>
      ask(
        (store) => store.reserve(keyOf(rate), paceOf(rate.perSecond), maxWait),
        (reservation) => Number.isFinite(reservation?.wait),
      ),
    async blockedFor(rate = ALL) {
      const elsewhere = await ask((store) => store.blockedFor(keyOf(rate)), Number.isFinite);
      if (rate !== ALL) return elsewhere;
      // Another process got the 429.
      if (elsewhere > address.left()) address.block(elsewhere);
      return address.left();
    },
    block(ms, rate = ALL) {
      if (rate === ALL) address.block(ms);
      ask((store) => store.block(keyOf(rate), paceOf(rate.perSecond), ms)).catch(() => {});
    },
  };
}

function blockOf(store: RateLimitStore, host: string, clock: Clock): AddressBlock {
  const byHost = blocks.get(store) ?? new Map<string, AddressBlock>();
  blocks.set(store, byHost);
  const block = byHost.get(host) ?? new AddressBlock(clock);
  byHost.set(host, block);
  return block;
}
