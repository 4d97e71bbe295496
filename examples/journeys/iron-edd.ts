// Journey 4: asks for more before a deposit would be paused by the limit.
import type { IronClient } from '@org/iron-sdk';
import { spendingLimitOf, startIdentification } from '@org/iron-sdk/onboarding';

/**
 * Where to send the customer before a deposit; undefined where it fits into the limit.
 *
 * @param amountInEur a decimal string, such as `5000.00`
 */
export async function raiseLimitFor(iron: IronClient, id: string, amountInEur: string): Promise<string | undefined> {
  const limits = await iron.customer.getCustomerSpendingLimit({ path: { id } });
  if (spendingLimitOf(limits, 'fiat_onramp').fits(amountInEur)) return undefined;
  const { url } = await startIdentification(iron, id, { type: 'Link', with_edd: true });
  return url ?? undefined;
}
