import type { Autoramp, AutorampStatus } from '@org/iron-types';
import { type CallOptions, type Verdict, waitFor } from '@org/sdk-core';
import type { Known } from '../onboarding/known.ts';
import { checkId, type JourneyOptions, verdictOf } from './options.ts';

/** The part of a client that reads an autoramp. */
export interface ReadsAutoramp {
  readonly autoramp: {
    getAutorampById(args: { path: { autoramp_id: string } }, options?: CallOptions): PromiseLike<Autoramp>;
  };
}

const VERDICTS: Readonly<Record<Known<AutorampStatus>, Verdict>> = {
  Created: 'wait',
  EditPending: 'wait',
  Authorized: 'wait',
  DepositAccountAdded: 'wait',
  Approved: 'done',
  Rejected: { failed: 'the autoramp was rejected: set up another one' },
  Cancelled: { failed: 'the autoramp was cancelled: set up another one' },
};

/**
 * Waits until an autoramp is `Approved`: from then on its `deposit_rails` may be shown. No money has moved by that; what
 * becomes of a deposit is a transaction, see `waitForTransaction`.
 *
 * @returns the approved autoramp
 * @throws {TerminalStateError} if it is `Rejected` or `Cancelled`
 * @throws {WaitTimeoutError} if the deadline comes first, for instance because the customer has not entered the code
 * @throws {ConfigError} if the id is empty
 * @example
 * const { deposit_rails } = await waitForAutoramp(iron, autoramp.id, { deadline: 120_000 });
 * @see https://docs.iron.xyz/autoramps
 */
export async function waitForAutoramp(
  iron: ReadsAutoramp,
  autorampId: string,
  options: JourneyOptions = {},
): Promise<Autoramp> {
  checkId('autorampId', autorampId);
  return waitFor(
    (signal) => iron.autoramp.getAutorampById({ path: { autoramp_id: autorampId } }, { ...options.call, signal }),
    ({ status }) => verdictOf(VERDICTS, status),
    options,
  );
}
