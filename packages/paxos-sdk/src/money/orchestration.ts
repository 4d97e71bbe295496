import type { Orchestration } from '@org/paxos-types';
import { checkObject, checkText } from '../argument.ts';
import { GOAL, type PaxosWaitOptions, type Standing, WAY, waitUntil } from '../wait.ts';

/** The part of a client that reads orchestrations. */
export interface OrchestrationReader {
  readonly orchestrations: {
    getOrchestration(args: { path: { id: string } }, options: { signal: AbortSignal }): PromiseLike<Orchestration>;
  };
}

/**
 * Where an orchestration stands: at its `goal`, on the `way`, at another `end`, or on `hold` until somebody approves it.
 *
 * @throws {ConfigError} if it is no object
 */
export function orchestrationStanding(orchestration: Pick<Orchestration, 'status' | 'fail_reason'>): Standing {
  checkObject(orchestration, 'an orchestration, as getOrchestration answers it');
  const { status, fail_reason } = orchestration;
  switch (status) {
    case 'COMPLETED':
      return GOAL;
    case 'FAILED':
      return {
        at: 'end',
        why: `FAILED: ${typeof fail_reason?.detail === 'string' ? fail_reason.detail : 'Paxos gives no reason'}. Look where the funds are.`,
      };
    case 'REJECTED':
      return { at: 'end', why: 'was turned down by an approver on your side; nothing was moved.' };
    case 'PENDING':
    // A guide calls it so.
    case 'PENDING_APPROVAL':
      return { at: 'hold', why: 'is held until somebody on your side approves it in the dashboard.' };
    default:
      return WAY;
  }
}

/**
 * Waits until an orchestration is completed.
 *
 * @param options `deadline` and `interval` in milliseconds (600,000 and 2,000), `whenHeld`, `signal`
 * @returns the completed orchestration
 * @throws {TerminalStateError} when it failed, was turned down, or waits for an approver; `last` is the orchestration
 * @throws {WaitTimeoutError} when the deadline came first
 * @throws {ConfigError} if the id is empty
 * @example
 * await waitForOrchestration(paxos, id, { whenHeld: 'wait' });
 */
export async function waitForOrchestration(
  client: OrchestrationReader,
  id: string,
  options: PaxosWaitOptions = {},
): Promise<Orchestration> {
  checkText(id, "The orchestration's id");
  const read = (signal: AbortSignal): PromiseLike<Orchestration> =>
    client.orchestrations.getOrchestration({ path: { id } }, { signal });
  return waitUntil(`Orchestration ${id}`, read, orchestrationStanding, options);
}
