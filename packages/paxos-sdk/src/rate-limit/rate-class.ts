// What a row of the operation table says of its rate limit: `rate=CLASS:REQUESTS_PER_SECOND`.
import type { Operation } from '@org/sdk-core';

/** Operations that share one of Paxos's limits. */
export interface RateClass {
  readonly name: string;
  /** Requests a second, as an average over five minutes, from one address. */
  readonly perSecond: number;
}

/** What Paxos allows where it names no other limit. */
const OTHERS: RateClass = { name: 'default', perSecond: 50 };

/** The endpoint that gives access tokens. It is no operation of the API, so no row says so. */
export const TOKEN_CLASS: RateClass = { name: 'token', perSecond: 1 };

const known = new Map<string, RateClass>();

/** The class that an operation counts against. */
export function rateClassOf({ rate }: Operation): RateClass {
  if (rate === undefined) return OTHERS;
  let found = known.get(rate);
  if (!found) {
    const [name = '', perSecond] = rate.split(':');
    found = { name, perSecond: perSecond ? Number(perSecond) : OTHERS.perSecond };
    known.set(rate, found);
  }
  return found;
}
