// Journey 6: euros by SEPA that arrive in a wallet as USDC. Call it again after a crash: it goes on.
import type { IronClient } from '@org/iron-sdk';
import { type IronWaitOptions, openOnRamp, RampPreconditionError } from '@org/iron-sdk/ramps';

/** What you store before the first call. */
export interface Purchase {
  readonly customerId: string;
  readonly address: string;
  /** A UUID, made once: the autoramp is created under it. */
  readonly key: string;
}

/** Returns the lines that tell the customer how to pay, or what has to be done first. */
export async function buyUsdc(
  iron: IronClient,
  { customerId, address, key }: Purchase,
  options: IronWaitOptions = {},
): Promise<readonly string[]> {
  const to = { token: 'USDC', blockchain: 'Base' } as const;
  try {
    const { payIn } = await openOnRamp(iron, { key, customerId, from: 'EUR', to, wallet: address }, options);
    return payIn.flatMap(({ fields }) => fields.map(({ label, value }) => `${label}: ${value}`));
  } catch (error) {
    if (error instanceof RampPreconditionError) return error.missing.map(({ message }) => message);
    throw error;
  }
}
