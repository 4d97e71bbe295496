import type { PaxosOperation } from '../generated/operations.ts';

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
