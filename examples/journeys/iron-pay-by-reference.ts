// Journey 9: ramps that share one account. Every payment carries a reference, or the bank returns it.
import type { IronClient } from '@org/iron-sdk';
import { type IronWaitOptions, type OnRampOrder, openOnRamp } from '@org/iron-sdk/ramps';

/** What the payer sees. */
export interface Instructions {
  readonly reference: string;
  readonly lines: readonly string[];
}

export async function shareAccount(
  iron: IronClient,
  order: Omit<OnRampOrder, 'quote' | 'terms'>,
  options: IronWaitOptions = {},
): Promise<readonly Instructions[]> {
  const { payIn } = await openOnRamp(iron, { ...order, terms: { pay_by_reference: true } }, options);
  return payIn.map(({ reference = '', fields }) => ({
    reference,
    lines: fields.map(({ label, value }) => `${label}: ${value}`),
  }));
}
