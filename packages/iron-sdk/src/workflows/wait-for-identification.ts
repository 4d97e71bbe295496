import type { Identification, IdentificationStatus } from '@org/iron-types';
import { type WaitState, waitFor } from '@org/sdk-core';
import { assertId } from '@org/sdk-core/internal';
import type { Known } from '../onboarding/known.ts';
import { type ListsIdentifications, readCurrent } from './identifications.ts';
import { type IronWaitOptions, waitStateOf } from './wait-options.ts';

const STATES: Readonly<Record<Known<IdentificationStatus>, WaitState>> = {
  Pending: 'pending',
  Processed: 'pending',
  PendingReview: 'pending',
  Approved: 'succeeded',
  Declined: { failed: 'the identification was declined; show reviewComments() and start a new one.' },
  Expired: { failed: 'the identification has expired; start a new one.' },
  Archived: { failed: 'the identification was archived; start a new one.' },
};

/**
 * Waits until a customer's newest identification is `Approved`. A review usually takes 24 to 48 hours, so pass a
 * deadline to match, or listen for the webhook `identification_status` instead.
 *
 * @returns the approved identification
 * @throws {TerminalStateError} if it is `Declined`, `Expired` or `Archived`
 * @throws {WaitTimeoutError} if the deadline comes first; `last` is undefined if none was ever started
 * @throws {InvalidRequestError} if the id is empty
 * @example
 * const identification = await waitForIdentification(iron, customer.id, { deadline: 600_000 });
 * @see https://docs.iron.xyz/onboarding
 */
export async function waitForIdentification(
  iron: ListsIdentifications,
  customerId: string,
  options: IronWaitOptions = {},
): Promise<Identification> {
  assertId('customerId', customerId);
  const found = await waitFor(
    (signal) => readCurrent(iron, customerId, { ...options.call, signal }),
    (identification) => (identification ? waitStateOf(STATES, identification.status) : 'pending'),
    options,
  );
  return found as Identification;
}
