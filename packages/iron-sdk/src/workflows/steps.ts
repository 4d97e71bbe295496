// The calls of one workflow, under one deadline.
import { type CallOptions, waitFor } from '@org/sdk-core';
import { systemClock } from '@org/sdk-core/internal';
import type { IronWaitOptions } from './wait-options.ts';

export interface Steps {
  /** Runs a step, and again after transient failures, until the deadline. So it must be safe to repeat. */
  run<T>(step: (call: CallOptions) => T | PromiseLike<T>): Promise<T>;
  /** The options of a wait that is one of the steps. */
  options(): IronWaitOptions;
  /** The time of day. */
  now(): Date;
}

/**
 * Begins a workflow.
 *
 * @param options those of the workflow: its deadline is for all steps together, and so is its signal
 */
export function beginSteps(options: IronWaitOptions): Steps {
  const { deadline = 600_000, clock = systemClock, call } = options;
  const endsAt = clock.monotonic() + deadline;
  // A wait without time left ends with a WaitTimeoutError, but refuses a deadline of 0.
  const rest = (): IronWaitOptions => ({ ...options, deadline: Math.max(1, endsAt - clock.monotonic()) });
  return {
    async run(step) {
      const { result } = await waitFor(
        async (signal) => ({ result: await step({ ...call, signal }) }),
        () => true,
        deadline > 0 ? rest() : options,
      );
      return result;
    },
    options: rest,
    now: () => new Date(clock.now()),
  };
}
