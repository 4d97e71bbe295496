// A ramp that is open, and a deposit into it.
import type { IronClient, Iron as Types } from '@org/iron-sdk';
import { type OpenedRamp, openOnRamp } from '@org/iron-sdk/ramps';
import { linkWallet } from '../iron-wallet.ts';
import { activeCustomer, address, compliance, type Iron, sign } from './iron-support.ts';

export const key = '0198c3b1-0000-4000-8000-000000000001';

export interface Paid {
  readonly iron: IronClient;
  readonly opened: OpenedRamp;
  readonly transaction: Types.AutorampTransaction;
  reread(): Promise<Types.AutorampTransaction>;
}

/** A customer with a wallet. */
export async function walletOwner(world: Iron): Promise<string> {
  const customerId = await activeCustomer(world);
  const { iron, options } = world.process();
  await linkWallet(iron, customerId, address, sign, options);
  return customerId;
}

/** An on-ramp into which somebody pays. */
export async function ramp(world: Iron, amount: string, payer?: string): Promise<Paid> {
  const customerId = await walletOwner(world);
  const { iron, options } = world.process(compliance(world));
  const to = { token: 'USDC', blockchain: 'Base' } as const;
  const opened = await openOnRamp(iron, { key, customerId, from: 'EUR', to, wallet: address }, options);
  const source = payer && { name: payer, bank_name: 'Bank', iban: 'DE89370400440532013000', bic: 'COBADEFFXXX' };
  const deposit = { autoramp_id: opened.autoramp.id, amount, ...(source && { source }) };
  const { id } = await iron.sandbox.createSandboxTransaction({ body: deposit });
  const reread = async () => {
    const { items } = await iron.autoramp.getAutorampTransactionsByIds({ query: { ids: [id] } });
    return items[0] as Types.AutorampTransaction;
  };
  return { iron, opened, transaction: await reread(), reread };
}
