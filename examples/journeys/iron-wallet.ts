// Journey 5: a customer's own wallet, registered once. Call it again after a crash: it goes on.
import type { IronClient } from '@org/iron-sdk';
import { type IronWaitOptions, registerWallet, WalletUnavailableError } from '@org/iron-sdk/ramps';

/** Returns the id of the wallet, or what to tell the customer. */
export async function linkWallet(
  iron: IronClient,
  customerId: string,
  address: string,
  sign: (message: string) => Promise<string>,
  options: IronWaitOptions = {},
): Promise<{ readonly id: string } | { readonly text: string }> {
  try {
    return await registerWallet(iron, { customerId, address, blockchain: 'Base', sign }, options);
  } catch (error) {
    if (!(error instanceof WalletUnavailableError)) throw error;
    return { text: error.state === 'disabled' ? 'This wallet is disabled.' : 'This wallet belongs to somebody else.' };
  }
}
