import type { Customer, CustomerStatus } from '@org/iron-types';
import { type CallOptions, ConfigError, type Verdict, waitFor } from '@org/sdk-core';
import type { Known } from '../onboarding/known.ts';
import { checkId, type JourneyOptions, verdictOf } from './options.ts';

/** The part of a client that reads a customer. */
export interface ReadsCustomer {
  readonly customer: {
    getCustomerById(args: { path: { id: string } }, options?: CallOptions): PromiseLike<Customer>;
  };
}

const VERDICTS: Readonly<Record<Known<CustomerStatus>, Verdict>> = {
  IdentificationRequired: 'wait',
  SigningsRequired: 'wait',
  UserRequired: 'wait',
  Active: 'wait',
  Suspended: { failed: 'the customer is suspended: only support can help' },
  Archived: { failed: 'the customer is archived, for good' },
};

/**
 * Waits until a customer has a status, or one of several.
 *
 * @param wanted `Suspended` and `Archived` can be waited for as well
 * @returns the customer with that status
 * @throws {TerminalStateError} if the customer is `Suspended` or `Archived`, and that was not wanted
 * @throws {WaitTimeoutError} if the deadline comes first
 * @throws {ConfigError} if the id is empty, or a wanted status does not exist
 * @example
 * const customer = await waitForCustomerStatus(iron, id, 'Active', { deadline: 60_000 });
 * @see https://docs.iron.xyz/onboarding
 */
export async function waitForCustomerStatus(
  iron: ReadsCustomer,
  customerId: string,
  wanted: CustomerStatus | readonly CustomerStatus[],
  options: JourneyOptions = {},
): Promise<Customer> {
  checkId('customerId', customerId);
  const all: readonly string[] = Array.isArray(wanted) ? wanted : [wanted];
  if (all.length === 0 || !all.every((status) => Object.hasOwn(VERDICTS, status))) {
    throw new ConfigError(`'wanted' must be one or more of ${Object.keys(VERDICTS).join(', ')}. Nothing was sent.`);
  }
  return waitFor(
    (signal) => iron.customer.getCustomerById({ path: { id: customerId } }, { ...options.call, signal }),
    ({ status }) => (all.includes(status) ? 'done' : verdictOf(VERDICTS, status)),
    options,
  );
}
