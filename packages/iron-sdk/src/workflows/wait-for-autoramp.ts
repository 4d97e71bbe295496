import type { Autoramp, AutorampStatus } from '@org/iron-types';
import { type CallOptions, type WaitState, waitFor } from '@org/sdk-core';
import { assertId } from '@org/sdk-core/internal';
import type { Known } from '../onboarding/known.ts';
import { type IronWaitOptions, waitStateOf } from './wait-options.ts';

/** The part of a client that reads an autoramp. */
export interface ReadsAutoramp {
  readonly autoramp: {
    getAutorampById(args: { path: { autoramp_id: string } }, options?: CallOptions): PromiseLike<Autoramp>;
  };
}

const STATES: Readonly<Record<Known<AutorampStatus>, WaitState>> = {
  Created: 'pending',
  EditPending: 'pending',
  Authorized: 'pending',
  DepositAccountAdded: 'pending',
  Approved: 'succeeded',
  Rejected: { failed: 'the autoramp was rejected; create another one.' },
  Cancelled: { failed: 'the autoramp was cancelled; create another one.' },
};

/**
 * Waits until an autoramp is `Approved`: from then on its `deposit_rails` may be shown. No money has moved by that; what
 * becomes of a deposit is a transaction, see `waitForTransaction`.
 *
 * @returns the approved autoramp
 * @throws {TerminalStateError} if it is `Rejected` or `Cancelled`
 * @throws {WaitTimeoutError} if the deadline comes first, for instance because the customer has not entered the code
 * @throws {InvalidRequestError} if the id is empty
 * @example
 * const { deposit_rails } = await waitForAutoramp(iron, autoramp.id, { deadline: 120_000 });
 * @see https://docs.iron.xyz/autoramp-status
 */
export async function waitForAutoramp(
  iron: ReadsAutoramp,
  autorampId: string,
  options: IronWaitOptions = {},
): Promise<Autoramp> {
  assertId('autorampId', autorampId);
  return waitFor(
    (signal) => iron.autoramp.getAutorampById({ path: { autoramp_id: autorampId } }, { ...options.call, signal }),
    ({ status }) => waitStateOf(STATES, status),
    options,
  );
}
