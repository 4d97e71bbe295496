import type { PaxosOperation } from '../generated/operations.ts';

/**
 * How fast reservations follow each other: the generic cell rate algorithm. A burst of `burst` may go out at once, after
 * that one each `interval` milliseconds.
 */
export interface Pace {
  /** Milliseconds. */
  readonly interval: number;
  readonly burst: number;
}

/** What a store says of a reservation. */
export interface Reservation {
  /** Milliseconds until it may be used. */
  readonly wait: number;
  /** True if the wait is, at least in part, for a key that a 429 blocked. */
  readonly blocked: boolean;
}

/**
 * Remembers who may call when. The one that comes with the SDK lives in the process; one over Redis makes the limits
 * hold across processes. Each method must be atomic.
 */
export interface RateLimitStore {
  /** Takes the next reservation of `key`, unless it is more than `maxWait` milliseconds away: then nothing is taken. */
  reserve(key: string, pace: Pace, maxWait: number): Reservation | PromiseLike<Reservation>;
  /** Gives no reservation before `ms` milliseconds have passed, and no burst right after. */
  block(key: string, pace: Pace, ms: number): void | PromiseLike<void>;
  /** Milliseconds until a blocked key opens again; 0 if it is open. */
  blockedFor(key: string): number | PromiseLike<number>;
}

/** Seconds over which Paxos takes its average. */
const WINDOW = 300;
/** Seconds whose requests may go out at once. */
const BURST = 30;

/** Milliseconds for which Paxos blocks an address that was too fast. */
export const BLOCK: number = WINDOW * 1000;

/**
 * The pace that keeps to an average of `perSecond` in every window of five minutes: what the burst adds, the steady
 * rate leaves out. With 10 a second that is 300 at once, then 9 a second, and never more than 3,000 in five minutes.
 */
export function paceOf(perSecond: number): Pace {
  return { interval: 1000 / ((perSecond * (WINDOW - BURST)) / WINDOW), burst: perSecond * BURST };
}

/** Milliseconds by which reservations may run ahead of the steady rate. */
export function slackOf({ interval, burst }: Pace): number {
  return (burst - 1) * interval;
}

/** Operations that share one of Paxos's limits. */
export interface RateClass {
  readonly class: string;
  /** Requests a second, as an average over five minutes, from one address. */
  readonly perSecond: number;
}

/** What Paxos allows where it names no other limit. */
const OTHERS: RateClass = { class: 'default', perSecond: 50 };

/** The endpoint of access tokens. It is not an operation of the API, so no table says so. */
export const TOKEN_CLASS: RateClass = { class: 'token', perSecond: 1 };

/** The class that an operation counts against. */
export function rateClassOf({ rateLimit = OTHERS }: PaxosOperation): RateClass {
  return rateLimit;
}

/** Milliseconds as messages say them. */
export function seconds(ms: number): number {
  return Math.ceil(ms / 1000);
}
