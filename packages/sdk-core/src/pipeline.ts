import type { Operation } from './operation.ts';
import type { Run, Step } from './step.ts';
import { type AttemptConfig, attempt } from './steps/attempt.ts';
import { type RetryConfig, retry } from './steps/retry.ts';

/** What the pipeline of a client is made of. */
export interface PipelineConfig<Op extends Operation> extends RetryConfig, AttemptConfig {
  /** Waits for its turn where the provider blocks callers that are too fast. */
  readonly rateLimit?: Step<Op> | undefined;
  /** Adds the credentials. */
  readonly authorize?: Step<Op> | undefined;
}

/**
 * Builds the steps that turn a request into an outcome, in order. There is no step for the deadline: every step
 * waits through `call.deadline`, so none outlasts it.
 */
export function createPipeline<Op extends Operation>(config: PipelineConfig<Op>): Run<Op> {
  const steps: (Step<Op> | undefined)[] = [
    // Repeats what failed for the moment, where repeating does no harm.
    retry(config),
    // Keeps to the provider's rate limits, attempt by attempt.
    config.rateLimit,
    // Adds credentials; renews them once when they are refused.
    config.authorize,
  ];
  // One attempt: the user's middleware, fetch, reading and decoding the body, all within the attempt's timeout.
  return steps.reduceRight<Run<Op>>((next, step) => (step ? step(next) : next), attempt(config));
}
