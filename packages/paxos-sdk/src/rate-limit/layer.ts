import { type Clock, type Context, type Layer, TimeoutError } from '@org/sdk-core';
import { within } from '@org/sdk-core/internal';
import type { Limiter } from './limiter.ts';
import { type RateClass, rateClassOf } from './rate-class.ts';
import type { Slot } from './store.ts';

/** Milliseconds for which Paxos slows an address down that was too fast. */
const CLOSED = 300_000;

/**
 * Keeps to Paxos's rate limits: each attempt waits for its turn, no longer than its deadline allows. After a 429 the
 * whole class is closed for five minutes, or for as long as `Retry-After` says.
 *
 * @see https://docs.paxos.com/guides/developer/rate-limits
 */
export function rateLimit(limiter: Limiter, clock: Clock): Layer {
  return async (request, context, next) => {
    const rate = rateClassOf(context.operation);
    await takeTurn(limiter, rate, context, clock);
    const response = await next(request, context);
    if (response.status === 429) {
      const ms = askedFor(response, clock.now()) ?? CLOSED;
      limiter.close(rate, ms);
      context.advice = `Rate limit class '${rate.name}' (${rate.perSecond} requests a second) is closed for ${seconds(ms)} s now: this client sends no call of it before.`;
    }
    return response;
  };
}

/** Waits for a turn within the call's deadline. Throws `TimeoutError` if it comes too late, `AbortedError` on a signal. */
export async function takeTurn(limiter: Limiter, rate: RateClass, context: Context, clock: Clock): Promise<void> {
  const turn = limiter.take(
    rate,
    () => context.deadlineAt - clock.now(),
    (ms) => within(context, clock, undefined, ms),
  );
  const refused = turn && (await within(context, clock, () => turn));
  if (refused) throw tooLate(rate, refused, context);
}

function tooLate(rate: RateClass, { wait, closed }: Slot, context: Context): TimeoutError {
  const left = `for another ${seconds(wait)} s, which is beyond the deadline of ${context.deadline} ms.`;
  const { name, perSecond } = rate;
  return new TimeoutError(
    closed
      ? `not sent: Paxos answered 429, so rate limit class '${name}' (${perSecond} requests a second) is closed ${left} Call again after that, and less often.`
      : `not sent: rate limit class '${name}' (${perSecond} requests a second) is used up ${left} Call less often, or give a longer deadline.`,
    context,
    { kind: 'deadline', ms: context.deadline, unsent: true, rateLimit: name, retryAfter: wait },
  );
}

/** What `Retry-After` asks for, in milliseconds. */
function askedFor({ headers }: Response, now: number): number | undefined {
  const value = headers.get('retry-after') ?? '';
  const ms = /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return ms > 0 ? Math.ceil(ms) : undefined;
}

function seconds(ms: number): number {
  return Math.ceil(ms / 1000);
}
