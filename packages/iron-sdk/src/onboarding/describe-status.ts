// What each status means, in words of ours: the status reference.
import type { AbilityStatus, CustomerStatus, IdentificationStatus } from '@org/iron-types';
import { InvalidRequestError } from '@org/sdk-core';
import { type AnyStatus, checkStatus, type Known, row } from './known.ts';

/** Whose status it is, and which it can have. */
export interface Statuses {
  customer: AnyStatus<CustomerStatus>;
  identification: AnyStatus<IdentificationStatus | 'None'> | null | undefined;
  ability: AnyStatus<AbilityStatus>;
}

export type StatusKind = keyof Statuses;

const CUSTOMER: Readonly<Record<Known<CustomerStatus>, string>> = {
  IdentificationRequired: 'KYC or KYB is still to be done, or to be done again.',
  SigningsRequired: 'Documents wait for the customer to agree to them.',
  Active: 'Onboarding is complete. Money can move on the rails that are active, too.',
  Suspended: 'Blocked, for compliance or on suspicion of fraud. Only support can help.',
  UserRequired:
    'A user in the partner area has to be created first. Only partners with requires_user enabled see this.',
  Archived: 'Closed for good. The customer can use no service any more.',
};

const IDENTIFICATION: Readonly<Record<Known<IdentificationStatus> | 'None', string>> = {
  None: 'No identification was started.',
  Pending: 'The customer has yet to begin, or to hand in what is missing.',
  Processed: 'The documents are in and wait for review. It usually takes 24 to 48 hours.',
  PendingReview: 'Compliance is reviewing it. It usually takes 24 to 48 hours.',
  Approved: 'The identity is confirmed.',
  Declined: 'Refused. The comments say why, and whether it can be tried again.',
  Expired: 'Nothing happened for too long. A new identification has to be started.',
  Archived: 'Closed, and without effect.',
};

const ABILITY: Readonly<Record<Known<AbilityStatus>, string>> = {
  Active: 'The rail can be used.',
  Pending: 'The rail is being switched on. Ask again later.',
  Unavailable: 'The rail is not offered to this customer.',
  Blocked: 'The rail is closed to this customer.',
  Maintenance: 'The rail is out of service for a while.',
};

const KINDS: Readonly<Record<StatusKind, Readonly<Record<string, string>>>> = {
  customer: CUSTOMER,
  identification: IDENTIFICATION,
  ability: ABILITY,
};

/**
 * Says what a status means, in a sentence or two for people.
 *
 * @param kind whose status it is
 * @param status for an identification also `null`, undefined or `'None'` if there is none
 * @returns a text for every string; for a status that is newer than this SDK it says so
 * @throws {InvalidRequestError} if `kind` is none of the three, or the status is no string
 * @example
 * describeStatus('ability', abilities.fiat_deposit.eur.sepa);
 * @see https://docs.iron.xyz/onboarding
 */
export function describeStatus<Kind extends StatusKind>(kind: Kind, status: Statuses[Kind]): string {
  const rows = row(KINDS, kind);
  if (!rows) throw new InvalidRequestError(`'kind' must be 'customer', 'identification' or 'ability'.`);
  const wanted = kind === 'identification' ? (status ?? 'None') : status;
  checkStatus('status', wanted);
  return row(rows, wanted) ?? `'${wanted}' is newer than this SDK: update it to learn what that means.`;
}
