// Journey 15: a customer pays in by wire, and is credited once.
import type { Paxos, PaxosClient } from '@org/paxos-sdk';
import { followTransfers } from '@org/paxos-sdk/money';
import { once } from './paxos-once.ts';

/** Where the customer sends dollars. Without the memo, the bank returns them. */
export async function payInDetails(paxos: PaxosClient, profile_id: string, ref_id: string): Promise<string[]> {
  const body = { profile_id, ref_id, fiat_network: 'WIRE', routing_number_type: 'ABA' } as const;
  const { memo_id, fiat_network_instructions } = await once(
    () => paxos.fiatTransfers.createFiatDepositInstructions({ body }),
    (id) => paxos.fiatTransfers.getFiatDepositInstructions({ path: { id } }),
  );
  const { wire } = fiat_network_instructions;
  return [
    `Account: ${wire?.account_number}`,
    `Routing number: ${wire?.routing_details?.routing_number}`,
    `Reference, without which your money comes back: ${memo_id}`,
  ];
}

/** Your books: they keep a line and the checkpoint in one transaction. */
export interface Books {
  readonly checkpoint: string | undefined;
  write(lines: readonly Paxos.Transfer[], checkpoint: string): Promise<void>;
}

/** Credits every wire that arrived since the last run. */
export async function creditWires(paxos: PaxosClient, books: Books, since: Date, options: object = {}): Promise<void> {
  const { checkpoint } = books;
  for await (const batch of followTransfers(paxos, { ...options, since, checkpoint, once: true })) {
    const arrived = batch.items.filter(({ type, status }) => type === 'WIRE_DEPOSIT' && status === 'COMPLETED');
    await books.write(arrived, batch.checkpoint);
  }
}
