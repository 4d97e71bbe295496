// Journey 19: a customer withdraws dollars to a bank account, which is reviewed first. Call it again: it goes on.
import type { Paxos, PaxosClient, WaitOptions } from '@org/paxos-sdk';
import { waitForFiatAccount, waitForTransfer } from '@org/paxos-sdk/money';
import { once } from './paxos-once.ts';

/** What you store before the first call. The amount is a decimal string. */
export interface BankPayout {
  readonly ref_id: string;
  readonly profile_id: string;
  readonly amount: string;
  readonly account: Omit<Paxos.CreateFiatAccountRequest, 'ref_id'>;
}

/** Returns the completed transfer. */
export async function payToBank(
  paxos: PaxosClient,
  { ref_id, profile_id, amount, account }: BankPayout,
  options: WaitOptions = {},
): Promise<Paxos.Transfer> {
  const { id: fiat_account_id } = await once<Paxos.FiatAccount>(
    () => paxos.fiatTransfers.createFiatAccount({ body: { ...account, ref_id: `${ref_id}-account` } }),
    (id) => paxos.fiatTransfers.getFiatAccount({ path: { id } }),
  );
  await waitForFiatAccount(paxos, fiat_account_id, options);
  const { id } = await once<Paxos.Transfer>(
    () =>
      paxos.fiatTransfers.createFiatWithdrawal({ body: { ref_id, profile_id, fiat_account_id, amount, asset: 'USD' } }),
    (existing) => paxos.transfers.getTransfer({ path: { id: existing } }),
  );
  return waitForTransfer(paxos, id, options);
}
