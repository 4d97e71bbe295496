import type { FiatAddress, FiatAddressStatus } from '@org/iron-types';
import { type CallOptions, type WaitState, waitFor } from '@org/sdk-core';
import { assertId } from '@org/sdk-core/internal';
import type { Known } from '../onboarding/known.ts';
import { type IronWaitOptions, waitStateOf } from './wait-options.ts';

/** The part of a client that reads a customer's bank account. */
export interface ReadsFiatAddress {
  readonly addresses: {
    getFiatAddress(
      args: { path: { customer_id: string; fiat_address_id: string } },
      options?: CallOptions,
    ): PromiseLike<FiatAddress>;
  };
}

const STATES: Readonly<Record<Known<FiatAddressStatus>, WaitState>> = {
  AuthorizationRequired: { blocked: 'the customer has to enter the code that Iron sent (submitAuthenticationCode).' },
  AuthorizationFailed: { failed: 'the bank account was not authorized; register it again.' },
  RegistrationPending: 'pending',
  RegistrationFailed: { failed: 'the bank account could not be registered; check its details and register it again.' },
  Registered: 'succeeded',
};

/**
 * Waits until a bank account is `Registered`: only then can an off-ramp pay out to it. In Iron's sandbox it stays
 * `RegistrationPending` until `updateSandboxFiatAddressVerificationStatus` is called. Documented: `RegistrationPending` and
 * `Registered`. Inferred from their names: what the other statuses mean.
 *
 * @returns the registered bank account
 * @throws {TerminalStateError} if it is `AuthorizationFailed` or `RegistrationFailed`, or, unless `whenBlocked` is `wait`,
 *   `AuthorizationRequired`
 * @throws {WaitTimeoutError} if the deadline comes first
 * @throws {InvalidRequestError} if an id is empty
 * @example
 * const account = await waitForFiatAddress(iron, customer.id, fiatAddress.id, { whenBlocked: 'wait' });
 * @see https://docs.iron.xyz/offramp
 * @see https://docs.iron.xyz/fiat-addresses
 */
export async function waitForFiatAddress(
  iron: ReadsFiatAddress,
  customerId: string,
  fiatAddressId: string,
  options: IronWaitOptions = {},
): Promise<FiatAddress> {
  assertId('customerId', customerId);
  assertId('fiatAddressId', fiatAddressId);
  const path = { customer_id: customerId, fiat_address_id: fiatAddressId };
  return waitFor(
    (signal) => iron.addresses.getFiatAddress({ path }, { ...options.call, signal }),
    ({ status }) => waitStateOf(STATES, status),
    options,
  );
}
