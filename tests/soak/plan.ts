// Which request of the soak meets which fault. It depends on the seed, the call and the number of the request in that
// call, and on nothing else: however the calls run side by side, each meets the same.
import { type Act, type Exchange, send, serve } from '../faults/support/exchange.ts';
import * as faults from '../faults/support/faults.ts';
import { chance, pick } from '../faults/support/random.ts';

export interface Tally {
  requests: number;
  faulty: number;
  /** How often each fault was played. */
  readonly faults: Record<string, number>;
}

export interface SoakPlan {
  readonly tally: Tally;
  act(exchange: Exchange): Act;
}

/** Sends a byte now and then, for ever: the client has to give up. */
const slowDrip: Act = (exchange) => {
  const { status, headers, body } = exchange.handle();
  exchange.response.writeHead(status, headers);
  exchange.response.write(Buffer.from(body).subarray(0, 1));
  const timer = setInterval(() => exchange.response.write(' '), 10);
  exchange.response.on('close', () => clearInterval(timer));
};

/** The access token is refused, and so is everybody else's. */
const revoke =
  (forget: () => void): Act =>
  (exchange) => {
    forget();
    send(exchange, exchange.handle());
  };

const ALWAYS: Readonly<Record<string, Act>> = {
  'reset before': faults.resetBefore,
  'reset after': faults.resetAfter,
  'broken off': faults.breakOff,
  drip: faults.drip,
  'slow drip': slowDrip,
  'hang before': faults.hangBefore,
  'hang after': faults.hangAfter,
  '429': faults.turnAway(429),
  '429 Retry-After': faults.turnAway(429, '2'),
  '503': faults.turnAway(503),
  '503 Retry-After': faults.turnAway(503, '1'),
  '503 long Retry-After': faults.turnAway(503, '600'),
  '408': faults.turnAway(408),
  'HTML 502 after': faults.proxyPage(502),
  'HTML 502 before': faults.proxyPageBefore(502),
  'HTML 200': faults.proxyPage(200),
  'empty 500': faults.emptyError(500),
  failure: faults.fail,
  truncated: faults.truncate,
  'no content type': faults.label(undefined),
  'wrong content type': faults.label('text/html'),
  'wrong charset': faults.encode('utf-16le', 'utf16le'),
  gibberish: faults.gibberish,
};

/**
 * @param stranger the address of another host, for redirects
 * @param forget makes the provider forget its access tokens; left out where there are none
 */
export function soakPlan(seed: number, stranger: string, forget?: () => void): SoakPlan {
  const tally: Tally = { requests: 0, faulty: 0, faults: {} };
  const acts: Record<string, Act> = { ...ALWAYS, redirect: faults.redirect(307, stranger) };
  if (forget) acts['token revoked'] = revoke(forget);
  const names = Object.keys(acts) as [string, ...string[]];
  const storms = ['429', '503', '503 Retry-After'] as const;

  const named = ({ seen, nth }: Exchange): string | undefined => {
    // A storm outlasts some calls: it meets the first requests of a call, between one and four.
    if (chance(seed, seen.call, 'storm') < 0.03) {
      if (nth <= 1 + chance(seed, seen.call, 'length') * 4) return pick(storms, chance(seed, seen.call, 'of'));
    }
    if (chance(seed, seen.call, nth, 'faulty') > 0.33) return undefined;
    // Only creates are delivered twice: a DELETE would rightly find nothing the second time.
    const twice = seen.method === 'POST' && chance(seed, seen.call, nth, 'twice') < 0.06;
    return twice ? 'delivered twice' : pick(names, chance(seed, seen.call, nth, 'fault'));
  };

  return {
    tally,
    act(exchange) {
      const name = named(exchange);
      tally.requests += 1;
      if (name === undefined) return serve;
      tally.faulty += 1;
      tally.faults[name] = (tally.faults[name] ?? 0) + 1;
      return acts[name] ?? faults.deliverTwice;
    },
  };
}
