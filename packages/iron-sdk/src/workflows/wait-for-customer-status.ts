import type { Customer, CustomerStatus } from '@org/iron-types';
import { type CallOptions, InvalidRequestError, type WaitState, waitFor } from '@org/sdk-core';
import { assertId } from '@org/sdk-core/internal';
import type { Known } from '../onboarding/known.ts';
import { type IronWaitOptions, waitStateOf } from './wait-options.ts';

/** The part of a client that reads a customer. */
export interface ReadsCustomer {
  readonly customer: {
    getCustomerById(args: { path: { id: string } }, options?: CallOptions): PromiseLike<Customer>;
  };
}

const STATES: Readonly<Record<Known<CustomerStatus>, WaitState>> = {
  IdentificationRequired: 'pending',
  SigningsRequired: 'pending',
  UserRequired: 'pending',
  Active: 'pending',
  Suspended: { failed: 'the customer is suspended; contact Iron support.' },
  Archived: { failed: 'the customer is archived, which cannot be undone.' },
};

/**
 * Waits until a customer has a status, or one of several.
 *
 * @param wanted `Suspended` and `Archived` can be waited for as well
 * @returns the customer with that status
 * @throws {TerminalStateError} if the customer is `Suspended` or `Archived`, and that was not wanted
 * @throws {WaitTimeoutError} if the deadline comes first
 * @throws {InvalidRequestError} if the id is empty, or a wanted status does not exist
 * @example
 * const customer = await waitForCustomerStatus(iron, id, 'Active', { deadline: 60_000 });
 * @see https://docs.iron.xyz/onboarding
 */
export async function waitForCustomerStatus(
  iron: ReadsCustomer,
  customerId: string,
  wanted: CustomerStatus | readonly CustomerStatus[],
  options: IronWaitOptions = {},
): Promise<Customer> {
  assertId('customerId', customerId);
  const all: readonly string[] = Array.isArray(wanted) ? wanted : [wanted];
  if (all.length === 0 || !all.every((status) => Object.hasOwn(STATES, status))) {
    throw new InvalidRequestError(
      `'wanted' must be one or more of ${Object.keys(STATES).join(', ')}. Nothing was sent.`,
    );
  }
  return waitFor(
    (signal) => iron.customer.getCustomerById({ path: { id: customerId } }, { ...options.call, signal }),
    ({ status }) => (all.includes(status) ? 'succeeded' : waitStateOf(STATES, status)),
    options,
  );
}
