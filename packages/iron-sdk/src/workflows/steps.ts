// The calls of one workflow, under one deadline.
import { type CallOptions, isApiError, isSdkError, StateError, waitFor } from '@org/sdk-core';
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

/**
 * Creates something under one key, again after transient failures.
 *
 * @param find looks for what an attempt may have created; for calls whose key may be older than Iron keeps it
 * @throws {StateError} if Iron has stored a failure under the key, which it returns for ever
 */
export function createOnce<T>(
  steps: Steps,
  key: string,
  create: (call: CallOptions, key: string) => PromiseLike<T>,
  find: () => Promise<T | undefined> = async () => undefined,
): Promise<T> {
  let before: string | undefined;
  return steps.run(async (call) => {
    try {
      return await create(call, key);
    } catch (error) {
      const isConflict = isApiError(error) && error.status === 409;
      if (!isConflict && !(isSdkError(error) && error.retryable === true)) throw error;
      const found = await find();
      if (found) return found;
      const trace = isApiError(error) ? error.requestId : undefined;
      // Iron makes a trace id for each request, so the same one again is a failure that it has stored.
      if (trace !== undefined && trace === before) {
        throw new StateError(
          'Iron has stored a failure under this idempotency key. Nothing was created. Store a new key, and call again.',
          { idempotencyKey: key, retryable: false },
          error,
        );
      }
      before = trace;
      throw error;
    }
  });
}
