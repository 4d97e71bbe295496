// Journey 7: USDC that is paid out as euros by SEPA. Call it again after a crash: it goes on.
import { type Iron, type IronClient, isApiError } from '@org/iron-sdk';
import { type IronWaitOptions, openOffRamp, type PayInDetails, waitForFiatAddress } from '@org/iron-sdk/ramps';

/** What you store before the first call. */
export interface Sale {
  readonly customerId: string;
  readonly account: Iron.RegisterFiatAddressRequest['bank_details'];
  /** UUIDs, made once: the bank account and the autoramp are created under them. */
  readonly accountKey: string;
  readonly rampKey: string;
}

/** Returns where the customer sends USDC. */
export async function sellUsdc(
  iron: IronClient,
  sale: Sale,
  options: IronWaitOptions = {},
): Promise<readonly PayInDetails[]> {
  const { customerId, rampKey } = sale;
  const { id } = await accountFor(iron, sale);
  await waitForFiatAddress(iron, customerId, id, options);
  const from = { token: 'USDC', blockchain: 'Base' } as const;
  const { payIn } = await openOffRamp(iron, { key: rampKey, customerId, from, to: 'EUR', fiatAddressId: id }, options);
  return payIn;
}

async function accountFor(iron: IronClient, { customerId, account, accountKey }: Sale): Promise<Iron.FiatAddress> {
  const body = { customer_id: customerId, currency: { code: 'EUR' }, bank_details: account };
  try {
    return await iron.addresses.registerFiatAddress({ body }, { idempotencyKey: accountKey });
  } catch (error) {
    // It is on record already, for instance from before a crash, under a key that Iron has forgotten.
    if (!isApiError(error) || error.status !== 409) throw error;
    const all = await iron.addresses.getFiatAddresses({ path: { customer_id: customerId } }).toArray();
    const known = all.find((one) => ibanOf(one.bank_account_identifier) === ibanOf(account.account_identifier));
    if (known) return known;
    throw error;
  }
}

function ibanOf(identifier: Iron.BankAccountIdentifier | Iron.BankAccountIdentifierInput): string | undefined {
  return identifier.type === 'SEPA' ? identifier.iban : undefined;
}
