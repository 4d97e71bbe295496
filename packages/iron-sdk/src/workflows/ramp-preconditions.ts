// What has to be true before a ramp can be opened, and who has to do what where it is not.
import type { Currency, DepositAccountType } from '@org/iron-types';
import { isApiError, StateError } from '@org/sdk-core';
import { nameOf, readyToConvert } from '../onboarding/convert.ts';
import type { OpensRamps } from './ramp-order.ts';
import type { Steps } from './steps.ts';

/**
 * What has to be done before a ramp can be opened.
 *
 * - `customer`: the customer is not `Active`
 * - `currency`: the abilities do not allow the conversion
 * - `wallet`, `wallet-disabled`: the wallet is not registered, or disabled
 * - `fiat-address`: the bank account does not exist, or is not `Registered`
 * - `limit`: the customer has as many autoramps of this kind as Iron allows
 */
export type RampPrecondition = 'customer' | 'currency' | 'wallet' | 'wallet-disabled' | 'fiat-address' | 'limit';

export interface MissingPrecondition {
  readonly name: RampPrecondition;
  /** What to do about it. */
  readonly message: string;
}

/** A ramp cannot be opened yet; with all that is `missing`. Nothing was created. */
export class RampPreconditionError extends StateError {
  declare readonly missing: readonly MissingPrecondition[];
}

/** Throws `RampPreconditionError` if anything is missing. */
export function refuseMissing(missing: readonly (MissingPrecondition | undefined)[]): void {
  const found = missing.filter((one) => one !== undefined);
  if (found.length === 0) return;
  const list = found.map(({ message }) => message).join(' ');
  throw new RampPreconditionError(`The ramp cannot be opened yet. ${list} Nothing was created.`, {
    missing: found,
    notSent: true,
    retryable: false,
  });
}

/** The accounts that fiat is paid into, by currency. Others are not documented, and their limit is not asked for. */
const ACCOUNTS: Readonly<Record<string, DepositAccountType>> = {
  EUR: 'Iban',
  USD: 'AchWire',
  GBP: 'ChapsFps',
  BRL: 'Pix',
  MXN: 'Spei',
};

export interface RampToCheck {
  readonly customerId: string;
  readonly thirdParty: boolean;
  readonly from: Currency;
  readonly to: Currency;
}

/** Checks what on- and off-ramps have in common: customer, currencies, number of autoramps. */
export async function checkRamp(
  iron: OpensRamps,
  steps: Steps,
  { customerId, thirdParty, from, to }: RampToCheck,
): Promise<(MissingPrecondition | undefined)[]> {
  const path = { id: customerId };
  const account = from.type === 'Crypto' ? 'Wallet' : ACCOUNTS[from.code];
  const [customer, abilities, limit] = await Promise.all([
    steps.run((call) => iron.customer.getCustomerById({ path }, call)),
    steps.run((call) => iron.customer.getCustomerAbilities({ path }, call)),
    account &&
      steps.run((call) => {
        const query = { customer_id: customerId, deposit_account_type: account, is_third_party: thirdParty };
        return iron.autoramp.checkAutorampLimit({ query }, call);
      }),
  ]);
  const readiness = readyToConvert(customer, abilities, { from, to });
  return [
    readiness.ready ? undefined : { name: readiness.reason, message: readiness.message },
    limit && !limit.can_create
      ? {
          name: 'limit',
          message: `The customer has as many autoramps from ${nameOf(from)} as Iron allows: use or cancel one.`,
        }
      : undefined,
  ];
}

/** The result of a step, or undefined where Iron answers 404. */
export async function unlessMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (isApiError(error) && error.status === 404) return undefined;
    throw error;
  }
}
