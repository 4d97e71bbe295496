// Journey 20: an order is paid in crypto, to an address of its own, and refunded on the same network.
import type { Paxos, PaxosClient } from '@org/paxos-sdk';
import { type WithdrawOptions, withdrawCrypto } from '@org/paxos-sdk/money';
import { once } from './paxos-once.ts';

/** Where the customer pays. The order is in the address's metadata, which every deposit to it copies. */
export async function payInAddress(
  paxos: PaxosClient,
  profile_id: string,
  order: string,
  crypto_network: Paxos.CryptoNetwork,
): Promise<string> {
  const body = { profile_id, crypto_network, ref_id: `pay-${order}`, metadata: { order } };
  const { address } = await once<Paxos.DepositAddress>(
    () => paxos.depositAddresses.createDepositAddress({ body }),
    async (id) => {
      const [found] = await paxos.depositAddresses.listDepositAddresses({ query: { ids: [id] } }).toArray({ limit: 1 });
      if (!found) throw new Error('Paxos does not list the address that it has.');
      return found;
    },
  );
  return address;
}

/** Sends a payment back, once. The customer says to which address: those of senders may belong to an exchange. */
export async function refund(
  paxos: PaxosClient,
  { id, amount, asset, crypto_network, profile_id }: Paxos.Transfer,
  destination_address: string,
  options: WithdrawOptions,
): Promise<Paxos.Transfer> {
  if (!crypto_network) throw new Error('Not a payment in crypto.');
  // The fee comes out of what was paid.
  const payout = { ref_id: `refund-${id}`, profile_id, asset, total: amount, crypto_network, destination_address };
  return withdrawCrypto(paxos, payout, options);
}
