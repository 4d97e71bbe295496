// Which request of the soak meets which fault. It depends on the seed, the call and the number of the request in that
// call, and on nothing else: however the calls run side by side, each meets the same.
import * as faults from '@org/test-kit/faults';
import { type Exchange, type Fault, send, serve } from '@org/test-kit/providers';
import { chance, pick } from './random.ts';

export interface Tally {
  requests: number;
  faulty: number;
  /** How often each fault was played. */
  readonly faults: Record<string, number>;
}

export interface SoakPlan {
  readonly tally: Tally;
  faultOf(exchange: Exchange): Fault;
}

/** Of the revocations that the plan draws, how many are played. */
const REVOKED = 0.2;

/** Sends a byte now and then, for ever: the client has to give up. */
const slowDrip: Fault = (exchange) => {
  const { status, headers, body } = exchange.handle();
  exchange.response.writeHead(status, headers);
  exchange.response.write(Buffer.from(body).subarray(0, 1));
  const timer = setInterval(() => exchange.response.write(' '), 10);
  exchange.response.on('close', () => clearInterval(timer));
};

/** All access tokens are revoked, so the request is refused. */
const revoke =
  (forget: () => void): Fault =>
  (exchange) => {
    forget();
    send(exchange, exchange.handle());
  };

const ALWAYS: Readonly<Record<string, Fault>> = {
  'reset before': faults.resetBefore,
  'reset after': faults.resetAfter,
  'broken off': faults.breakOff,
  drip: faults.drip,
  'slow drip': slowDrip,
  'hang before': faults.hangBefore,
  'hang after': faults.hangAfter,
  '429': faults.rejectWith(429),
  '429 Retry-After': faults.rejectWith(429, '2'),
  '503': faults.rejectWith(503),
  '503 Retry-After': faults.rejectWith(503, '1'),
  '503 long Retry-After': faults.rejectWith(503, '600'),
  '408': faults.rejectWith(408),
  'HTML 502 after': faults.proxyPage(502),
  'HTML 502 before': faults.proxyPageBefore(502),
  'HTML 200': faults.proxyPage(200),
  'empty 500': faults.emptyError(500),
  failure: faults.fail,
  truncated: faults.truncate,
  'no content type': faults.withContentType(undefined),
  'wrong content type': faults.withContentType('text/html'),
  'wrong charset': faults.withEncoding('utf-16le', 'utf16le'),
  'not HTTP': faults.notHttp,
};

/**
 * @param otherHost the address of another host, for redirects
 * @param forget makes the provider forget its access tokens; left out where there are none
 */
export function soakPlan(seed: number, otherHost: string, forget?: () => void): SoakPlan {
  const tally: Tally = { requests: 0, faulty: 0, faults: {} };
  const playable: Record<string, Fault> = { ...ALWAYS, redirect: faults.redirect(307, otherHost) };
  if (forget) playable['token revoked'] = revoke(forget);
  const names = Object.keys(playable) as [string, ...string[]];
  const outages = ['429', '503', '503 Retry-After'] as const;

  const named = ({ seen, nth }: Exchange): string | undefined => {
    // An outage of some calls: it meets the first requests of a call, between one and four.
    if (chance(seed, seen.call, 'storm') < 0.03) {
      if (nth <= 1 + chance(seed, seen.call, 'length') * 4) return pick(outages, chance(seed, seen.call, 'of'));
    }
    if (chance(seed, seen.call, nth, 'faulty') > 0.33) return undefined;
    // Only creates are delivered twice: a DELETE would rightly find nothing the second time.
    const twice = seen.method === 'POST' && chance(seed, seen.call, nth, 'twice') < 0.06;
    if (twice) return 'delivered twice';
    const name = pick(names, chance(seed, seen.call, nth, 'fault'));
    // A client keeps a renewed token for 30 s, 150 ms here. Tokens that are revoked more often than that fail every call
    // in between, and how many those are depends on the speed of the machine.
    const seldom = name === 'token revoked' && chance(seed, seen.call, nth, 'revoked') > REVOKED;
    return seldom ? '503' : name;
  };

  return {
    tally,
    faultOf(exchange) {
      const name = named(exchange);
      tally.requests += 1;
      if (name === undefined) return serve;
      tally.faulty += 1;
      tally.faults[name] = (tally.faults[name] ?? 0) + 1;
      return playable[name] ?? faults.deliverTwice;
    },
  };
}
