// How long Iron keeps an idempotency key.
import { InvalidRequestError } from '@org/sdk-core';

const DAY = 86_400_000;

/** Options of {@link isKeyStillGood}. */
export interface KeyLifetimeOptions {
  /** For which moment; default now. */
  readonly at?: Date | undefined;
  /** Milliseconds that the call itself may take, and clocks may differ. 600,000. */
  readonly margin?: number | undefined;
}

/**
 * Reports whether Iron still knows a key: it keeps keys, which are UUIDs, for 24 hours from their first use. After that
 * the same call under the same key is carried out a second time, so look the record up instead: an autoramp by
 * `getAutorampByExternalId`, a customer by `getCustomerByExternalId`. `openOnRamp`, `openOffRamp`, `registerWallet` and
 * `startIdentification` do so by themselves. Documented: the 24 hours.
 *
 * @param usedAt when the key was first used, or made
 * @throws {InvalidRequestError} if a time is not a date, or the margin is not a number of milliseconds
 * @example
 * const made = isKeyStillGood(order.keyMadeAt)
 *   ? await iron.customer.createCustomer({ body }, { idempotencyKey: order.key })
 *   : await iron.customer.getCustomerByExternalId({ path: { external_id: order.id } });
 * @see https://docs.iron.xyz/idempotency
 */
export function isKeyStillGood(usedAt: Date | string, options: KeyLifetimeOptions = {}): boolean {
  const { at = new Date(), margin = 600_000 } = options;
  if (typeof margin !== 'number' || !(margin >= 0)) {
    throw new InvalidRequestError(`'margin' must be a non-negative number of milliseconds.`);
  }
  return instantOf('at', at) - instantOf('usedAt', usedAt) < DAY - margin;
}

function instantOf(name: string, time: Date | string): number {
  const ms = time instanceof Date ? time.getTime() : typeof time === 'string' ? Date.parse(time) : Number.NaN;
  if (Number.isNaN(ms)) throw new InvalidRequestError(`'${name}' must be a valid Date or an RFC 3339 date-time.`);
  return ms;
}
