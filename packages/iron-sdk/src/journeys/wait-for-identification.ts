import type { Identification, IdentificationStatus } from '@org/iron-types';
import { type Verdict, waitFor } from '@org/sdk-core';
import type { Known } from '../onboarding/known.ts';
import { type ListsIdentifications, readCurrent } from './identifications.ts';
import { checkId, type JourneyOptions, verdictOf } from './options.ts';

const VERDICTS: Readonly<Record<Known<IdentificationStatus>, Verdict>> = {
  Pending: 'wait',
  Processed: 'wait',
  PendingReview: 'wait',
  Approved: 'done',
  Declined: { failed: 'the identification was declined: show reviewComments(), and start a new one' },
  Expired: { failed: 'the identification has expired: start a new one' },
  Archived: { failed: 'the identification was archived: start a new one' },
};

/**
 * Waits until a customer's newest identification is `Approved`. A review takes 24 to 48 hours as a rule, so give a
 * deadline to match, or listen for the webhook `identification_status` instead.
 *
 * @returns the approved identification
 * @throws {TerminalStateError} if it is `Declined`, `Expired` or `Archived`
 * @throws {WaitTimeoutError} if the deadline comes first; `last` is undefined if none was ever started
 * @throws {ConfigError} if the id is empty
 * @example
 * const identification = await waitForIdentification(iron, customer.id, { deadline: 600_000 });
 * @see https://docs.iron.xyz/onboarding
 */
export async function waitForIdentification(
  iron: ListsIdentifications,
  customerId: string,
  options: JourneyOptions = {},
): Promise<Identification> {
  checkId('customerId', customerId);
  const found = await waitFor(
    (signal) => readCurrent(iron, customerId, { ...options.call, signal }),
    (identification) => (identification ? verdictOf(VERDICTS, identification.status) : 'wait'),
    options,
  );
  return found as Identification;
}
