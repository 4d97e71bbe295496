// Journey 8: a rate that is locked for one payment, and for the next one on the same ramp.
import type { IronClient } from '@org/iron-sdk';
import {
  type IronWaitOptions,
  type OnRampOrder,
  type OpenedRamp,
  openOnRamp,
  type PayInDetails,
  payInDetails,
} from '@org/iron-sdk/ramps';

/** Opens a ramp for one payment of exactly this amount, a decimal string. */
export function lockRate(
  iron: IronClient,
  order: Omit<OnRampOrder, 'quote' | 'terms'>,
  amount: string,
  options: IronWaitOptions = {},
): Promise<OpenedRamp> {
  return openOnRamp(iron, { ...order, quote: { amount_in: amount } }, options);
}

/** Locks the rate of the next payment. `key` is a UUID, stored before the call; a new quote needs a new key. */
export async function lockNextRate(
  iron: IronClient,
  autorampId: string,
  amount: string,
  key: string,
  at: Date = new Date(),
): Promise<readonly PayInDetails[]> {
  const path = { autoramp_id: autorampId };
  const terms = { rate_expiry_policy: 'Return', expiry_in_hours: 1 } as const;
  const query = { ...terms, source_currency_code: 'EUR', amount_in: amount };
  const quote = await iron.autoramp.getAutorampRateQuote({ path, query });
  const autoramp = await iron.autoramp.attachQuoteToAutoramp({ path, body: quote }, { idempotencyKey: key });
  return payInDetails(autoramp, { at });
}
