// The step-up flow: an identification that was handed in, and lacks something now.
import type { Customer, Identification } from '@org/iron-types';
import { checkRecord, checkStatus, type WithStatus } from './known.ts';

export interface MissingInformation {
  /** Where to send the customer: a hosted page that asks for the missing data only. */
  readonly url: string;
}

/**
 * Tells whether data is missing from an identification that was handed in before, as it happens to active customers too:
 * a document ran out, or a limit asks for more. Then the customer is back at `IdentificationRequired`, and the
 * identification has a `url`.
 *
 * The link to a first submission is no missing information: nothing has been handed in while every step is `Pending` and
 * nobody has commented on anything. Neither is the dead link of an `Expired` or `Archived` identification.
 *
 * @param identification the newest, see `currentIdentification`
 * @returns undefined if nothing is missing
 * @throws {InvalidRequestError} if it is no customer, or no identification
 * @example
 * const missing = missingInformation(customer, identification);
 * if (missing) location.assign(missing.url);
 * @see https://docs.iron.xyz/onboarding
 */
export function missingInformation(
  customer: WithStatus<Pick<Customer, 'status'>>,
  identification:
    | WithStatus<Pick<Identification, 'status' | 'url' | 'step_status' | 'review_comment'>>
    | null
    | undefined,
): MissingInformation | undefined {
  checkRecord('customer', customer, 'getCustomerById');
  checkStatus('customer.status', customer.status);
  if (identification === null || identification === undefined) return undefined;
  checkRecord('identification', identification, 'getAllCustomerIdentifications');
  checkStatus('identification.status', identification.status);
  const { status, url } = identification;
  if (customer.status !== 'IdentificationRequired' || !url || status === 'Expired' || status === 'Archived')
    return undefined;
  return wasHandedIn(identification) ? { url } : undefined;
}

function wasHandedIn({
  status,
  step_status,
  review_comment,
}: WithStatus<Pick<Identification, 'status' | 'step_status' | 'review_comment'>>): boolean {
  if (status !== 'Pending' || review_comment?.trim()) return true;
  const steps = Object.values(step_status ?? {}) as ({
    result?: string;
    retry?: boolean;
    comment?: string | null;
  } | null)[];
  return steps.some((step) => step && ((step.result ?? 'Pending') !== 'Pending' || step.retry || step.comment?.trim()));
}
