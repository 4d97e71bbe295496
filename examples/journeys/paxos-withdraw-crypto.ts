// Journey 18: a customer withdraws crypto, with the travel rule. Call it again after a crash: it goes on.
import type { Paxos, PaxosClient } from '@org/paxos-sdk';
import {
  type CryptoWithdrawal,
  checkTravelRule,
  type TravelRuleMetadata,
  type WithdrawOptions,
  waitForTransfer,
  withdrawCrypto,
} from '@org/paxos-sdk/money';

/** The exchanges for a type-ahead field. */
export async function exchanges(paxos: PaxosClient, search: string): Promise<Paxos.Vasp[]> {
  return paxos.travelRulePublic.listVasps({ query: { search } }).toArray({ limit: 10 });
}

/** What the form still lacks. */
export function missing(form: TravelRuleMetadata): string[] {
  return checkTravelRule(form).map(({ field, message }) => `${field} ${message}`);
}

/** Withdraws once, whatever happens in between. Returns the transaction on the chain. */
export async function payOut(
  paxos: PaxosClient,
  payout: CryptoWithdrawal,
  options: WithdrawOptions,
): Promise<string | undefined> {
  const { travelRule: _rule, usdValue: _value, ...wait } = options;
  const { id } = await withdrawCrypto(paxos, payout, options);
  const { crypto_tx_hash } = await waitForTransfer(paxos, id, wait);
  return crypto_tx_hash;
}
