// How much a customer may still convert before Iron asks for more.
import type { CustomerSpendingLimit, CustomerSpendingLimitSection } from '@org/iron-types';
import { InvalidRequestError } from '@org/sdk-core';
import { assertDecimal, compareDecimals, fromCents } from '../decimals.ts';
import { checkRecord } from './known.ts';

/** Which limit: fiat that comes in, or crypto that is sold. Each direction has its own. */
export type SpendingDirection = keyof CustomerSpendingLimit & string;

/** Amounts are decimal strings in EUR. */
export interface SpendingLimit {
  /** Undefined where there is no limit, as for companies. */
  readonly limit: string | undefined;
  readonly used: string;
  /** What is left; undefined where there is no limit. */
  readonly remaining: string | undefined;
  /** The window of 52 weeks that counts, ISO 8601. */
  readonly from: string;
  readonly to: string;
  /**
   * Whether an amount in EUR fits into what is left. More than that pauses the transaction, and the customer has 24 hours
   * to hand in more: offer EDD before.
   *
   * @throws {InvalidRequestError} if it is not a decimal string; numbers are refused
   */
  fits(amount: string): boolean;
}

/**
 * Reads a customer's limit in one direction, in EUR instead of cents. Documented: directions, cents, what null means.
 *
 * @param limits what `getCustomerSpendingLimit` returned
 * @throws {InvalidRequestError} if it is not that, or there is no such direction
 * @example
 * const limit = spendingLimitOf(await iron.customer.getCustomerSpendingLimit({ path: { id } }), 'fiat_onramp');
 * if (!limit.fits('5000.00')) await startIdentification(iron, id, { type: 'Link', with_edd: true });
 * @see https://docs.iron.xyz/limits-and-minimum
 */
export function spendingLimitOf(limits: CustomerSpendingLimit, direction: SpendingDirection): SpendingLimit {
  checkRecord('limits', limits, 'getCustomerSpendingLimit');
  if (direction !== 'fiat_onramp' && direction !== 'crypto_offramp') {
    throw new InvalidRequestError(`'direction' must be 'fiat_onramp' or 'crypto_offramp'.`);
  }
  const section: CustomerSpendingLimitSection = limits[direction];
  checkRecord(`limits.${direction}`, section, 'getCustomerSpendingLimit');
  const { threshold_eur, used_eur, remaining_eur, period_start, period_end } = section;
  const amount = (name: string, cents: string | null | undefined): string | undefined =>
    cents === null || cents === undefined ? undefined : fromCents(name, cents);
  const remaining = amount('remaining_eur', remaining_eur);
  return {
    limit: amount('threshold_eur', threshold_eur),
    used: fromCents('used_eur', used_eur),
    remaining,
    from: period_start,
    to: period_end,
    fits(wanted) {
      assertDecimal('amount', wanted);
      return remaining === undefined || compareDecimals(wanted, remaining) <= 0;
    },
  };
}
