import {
  type Call,
  type FailureOutcome,
  type RateLimited,
  type Run,
  type Step,
  Stop,
  stopped,
} from '@org/sdk-core/internal';
import type { PaxosOperation } from '../generated/operations.ts';
import type { Limiter } from './limiter.ts';
import { BLOCK, type RateClass, rateClassOf, seconds } from './store.ts';
import { type Withheld, waitForTurn } from './turn.ts';

/**
 * Keeps to Paxos's rate limits: each attempt waits for its turn, no longer than its deadline allows. After a 429 the
 * class is blocked for as long as `Retry-After` says; without that header all classes are, for the documented five
 * minutes, because Paxos then blocks the address.
 *
 * @see https://docs.paxos.com/guides/developer/rate-limits
 */
export function rateLimit(limiter: Limiter): Step<PaxosOperation> {
  return (next: Run<PaxosOperation>): Run<PaxosOperation> =>
    async (call, attempt) => {
      const turn = await turnOf(limiter, call);
      if (turn.failure) return turn.failure;
      let open = false;
      try {
        const outcome = await next(call, attempt);
        if (outcome.ok || outcome.kind !== 'response' || outcome.status !== 429) {
          open = outcome.ok || outcome.kind === 'response' || outcome.kind === 'decode';
          return outcome;
        }
        return { ...outcome, hint: blockAfter(outcome.retryAfter, limiter, rateClassOf(call.operation)) };
      } finally {
        // A failure without a response, or of the user's code, says nothing of the block.
        if (turn.probe) limiter.address.probed(open);
      }
    };
}

/**
 * Waits for the turn of an attempt.
 *
 * @param again true for a second request within the turn of the first
 */
export async function turnOf(
  limiter: Limiter,
  call: Call<PaxosOperation>,
  again: boolean = false,
): Promise<{ readonly failure?: FailureOutcome; readonly probe?: boolean }> {
  const rate = rateClassOf(call.operation);
  const turn = await waitForTurn(limiter, rate, call.deadline, again);
  if (turn instanceof Stop) return { failure: stopped(turn, call.deadline, call.timeout, true) };
  return 'wait' in turn ? { failure: withheld(rate, turn, call) } : turn;
}

/** Blocks what a 429 says, and returns what to do next. */
function blockAfter(retryAfter: number | undefined, limiter: Limiter, rate: RateClass): string {
  if (retryAfter === undefined) {
    limiter.block(BLOCK);
    return `Paxos blocks the address for five minutes, so this client sends nothing before that. Reduce your request rate.`;
  }
  limiter.block(retryAfter, rate);
  return `Retry after ${seconds(retryAfter)} s; until then this client sends no call of ${named(rate)}.`;
}

function withheld(rate: RateClass, { wait, blocked }: Withheld, { deadline }: Call): RateLimited {
  const why = blocked ? 'Paxos answered 429, and its block' : `the client-side limit of ${named(rate)}`;
  const message = `${why} would delay this call for another ${seconds(wait)} s, past its deadline of ${deadline.ms} ms. Reduce your request rate, or pass a longer deadline.`;
  return {
    ok: false,
    kind: 'rateLimit',
    message,
    rateLimit: rate.class,
    retryAfter: wait,
    retryable: true,
    notSent: true,
    failures: [],
  };
}

function named({ class: name, perSecond }: RateClass): string {
  return `class '${name}' (${perSecond} requests a second)`;
}
