import { backoff, withJitter } from '../backoff.ts';
import type { AttemptFailure } from '../call-facts.ts';
import type { Instrumentation } from '../instrumentation.ts';
import { summaryOf } from '../messages.ts';
import type { Operation } from '../operation.ts';
import type { ErrorResponse, FailureOutcome, Outcome, SuccessOutcome } from '../outcome.ts';
import { type Call, isRead, isRepeatable } from '../request.ts';
import type { RetryBudget } from '../retry-budget.ts';
import { type Run, type Step, stopped } from '../step.ts';

export interface RetryConfig {
  readonly random: () => number;
  readonly retryBudget: RetryBudget;
  readonly instrumentation: Instrumentation | undefined;
  /** Whether a transient error response is worth a retry here; without it, every one is. */
  readonly retryResponse?: ((failure: ErrorResponse) => boolean) | undefined;
  /** Whether the provider had stored this failure under the idempotency key, and returned it again. */
  readonly isStoredFailure?: ((failure: ErrorResponse, before: readonly ErrorResponse[]) => boolean) | undefined;
}

/**
 * Retries transient failures: what was certainly not sent always, everything else where a retry does no harm,
 * after a backoff or when `Retry-After` says, within the deadline, the call's `maxRetries` and the client's retry budget.
 */
export function retry<Op extends Operation>(config: RetryConfig): Step<Op> {
  return (next: Run<Op>): Run<Op> =>
    async (call) => {
      const { deadline, maxRetries, idempotencyKey } = call;
      const failures: AttemptFailure[] = [];
      const responses: ErrorResponse[] = [];
      let ambiguous = false;
      let last: FailureOutcome | undefined;
      for (let retries = 0; ; retries++) {
        let outcome: Outcome;
        try {
          outcome = await next(call, failures.length + 1);
        } catch (error) {
          // Thrown by the user's own code, and passed on as it is. But where an earlier attempt may have been carried out,
          // the caller has to learn that, with the key; then what was thrown is the cause.
          if (!ambiguous || !last) throw error;
          return { ...last, cause: error };
        }
        if (outcome.ok) {
          config.retryBudget.succeeded();
          return failures.length > 0 ? { ...outcome, failures: [...failures, ...outcome.failures] } : outcome;
        }
        failures.push(...outcome.failures);
        const deleted = deletedBefore(outcome, call, failures);
        if (deleted) return deleted;
        ambiguous ||= mayHaveBeenCarriedOut(outcome, call);
        const storedFailure =
          idempotencyKey !== undefined &&
          outcome.kind === 'response' &&
          config.isStoredFailure?.(outcome, responses) === true;
        if (outcome.kind === 'response') responses.push(outcome);
        const delay = delayOf(outcome, retries, config.random);
        // A timer may fire a little early, so that some of the deadline seems to be left.
        const isOver = outcome.kind === 'timeout' && outcome.limit === 'deadline';
        const again =
          outcome.retryable &&
          !isOver &&
          !storedFailure &&
          retries < maxRetries &&
          (outcome.notSent || isRepeatable(call)) &&
          (outcome.kind !== 'response' || config.retryResponse?.(outcome) !== false) &&
          delay < deadline.left() &&
          config.retryBudget.take();
        const failure: AttemptFailure = {
          attempt: failures.length + 1,
          reason: summaryOf(outcome),
          ...((outcome.kind === 'response' || outcome.kind === 'decode') && { status: outcome.status }),
          notSent: outcome.notSent,
          ...(again && { delay }),
        };
        failures.push(failure);
        const ended = { failures, ambiguous, notSent: failures.every((one) => one.notSent === true) };
        if (!again) return { ...outcome, ...ended, ...(storedFailure && { storedFailure }) } as FailureOutcome;
        last = { ...outcome, ...ended };
        const stop = await deadline.sleep(delay);
        if (stop) return { ...stopped(stop, deadline, call.timeout, ended.notSent), ...ended };
        config.instrumentation?.tell(call, 'retry', failure);
      }
    };
}

function delayOf(outcome: FailureOutcome, retries: number, random: () => number): number {
  const asked = 'retryAfter' in outcome ? outcome.retryAfter : undefined;
  return asked ? withJitter(asked, random) : backoff(retries, random);
}

/** True if nobody can say whether that attempt was carried out. */
function mayHaveBeenCarriedOut(outcome: FailureOutcome, call: Call): boolean {
  if (isRead(call) || outcome.notSent) return false;
  return outcome.kind !== 'response' || outcome.status >= 500 || outcome.status === 408;
}

/** A DELETE whose response was lost, and whose retry found nothing, has done what it was to do. */
function deletedBefore(
  outcome: FailureOutcome,
  { operation: { method, response: due } }: Call,
  failures: readonly AttemptFailure[],
): SuccessOutcome | undefined {
  // Where a body is due there is none to return, so the 404 stands.
  const isDue = due !== 'none' && due !== 'any';
  if (method !== 'DELETE' || isDue || outcome.kind !== 'response' || outcome.status !== 404) return undefined;
  const lost = failures.some(({ status, notSent }) =>
    status ? status < 300 || status === 502 || status === 504 : !notSent,
  );
  if (!lost) return undefined;
  const response = new Response(null, { status: 204, headers: outcome.response.headers });
  return { ok: true, status: 204, data: undefined, response, raw: '', failures };
}
