import type { Orchestration } from '@org/paxos-types';
import type { WaitOptions, WaitState } from '@org/sdk-core';
import { assertId, assertObject } from '@org/sdk-core/internal';
import { waitForRecord } from '../wait.ts';

/** The part of a client that reads orchestrations. */
export interface OrchestrationReader {
  readonly orchestrations: {
    getOrchestration(args: { path: { id: string } }, options: { signal: AbortSignal }): PromiseLike<Orchestration>;
  };
}

/**
 * The wait state of an orchestration: completed, on its way, failed, or blocked until somebody approves it.
 *
 * @throws {InvalidRequestError} if it is not an object
 */
export function orchestrationWaitState(orchestration: Pick<Orchestration, 'status' | 'fail_reason'>): WaitState {
  assertObject(orchestration, 'an orchestration, as getOrchestration returns it');
  const { status, fail_reason } = orchestration;
  switch (status) {
    case 'COMPLETED':
      return 'succeeded';
    case 'FAILED':
      // Not quoted: the reason is free text, and may hold personal data.
      return {
        failed: `FAILED${fail_reason?.detail ? '; see fail_reason of error.last' : ', and Paxos returned no reason'}. Check where the funds are.`,
      };
    case 'REJECTED':
      return { failed: 'was turned down by an approver on your side; nothing was moved.' };
    case 'PENDING':
    // A guide calls it so.
    case 'PENDING_APPROVAL':
      return { blocked: 'is held until somebody on your side approves it in the dashboard.' };
    default:
      return 'pending';
  }
}

/**
 * Waits until an orchestration is completed.
 *
 * @param options `deadline` and `interval` in milliseconds (600,000 and 2,000), `whenBlocked`, `signal`
 * @returns the completed orchestration
 * @throws {TerminalStateError} when it failed, was turned down, or waits for an approver; `last` is the orchestration
 * @throws {WaitTimeoutError} when the deadline came first
 * @throws {InvalidRequestError} if the id is empty
 * @example
 * await waitForOrchestration(paxos, id, { whenBlocked: 'wait' });
 */
export async function waitForOrchestration(
  client: OrchestrationReader,
  id: string,
  options: WaitOptions = {},
): Promise<Orchestration> {
  assertId('id', id);
  const read = (signal: AbortSignal): PromiseLike<Orchestration> =>
    client.orchestrations.getOrchestration({ path: { id } }, { signal });
  return waitForRecord(`Orchestration ${id}`, read, orchestrationWaitState, options);
}
