// Journey 21: books that agree with Paxos's, whatever your webhooks missed.
import type { Paxos, PaxosClient } from '@org/paxos-sdk';
import { catchUpEvents, type DedupeStore, handleEventOnce, type PaxosEvent } from '@org/paxos-sdk/events';
import { followTransfers } from '@org/paxos-sdk/money';

/** Your database. `write` keeps the lines and the checkpoint in one transaction. */
export interface Ledger {
  readonly since: Date;
  checkpoint(list: 'transfers' | 'events'): Promise<string | undefined>;
  write(lines: readonly Paxos.Transfer[], checkpoint: string): Promise<void>;
  save(checkpoint: string): Promise<void>;
}

/** Writes every change of a transfer since the last run. */
export async function reconcile(paxos: PaxosClient, ledger: Ledger, options: object = {}): Promise<void> {
  const checkpoint = await ledger.checkpoint('transfers');
  for await (const batch of followTransfers(paxos, { ...options, since: ledger.since, checkpoint, once: true })) {
    await ledger.write(batch.items, batch.checkpoint);
  }
}

/** Handles the events that no delivery brought: Paxos stops trying after 24 hours. */
export async function catchUp(
  paxos: PaxosClient,
  ledger: Ledger,
  dedupeStore: DedupeStore,
  handle: (event: PaxosEvent) => unknown,
  options: object = {},
): Promise<void> {
  const checkpoint = await ledger.checkpoint('events');
  for await (const batch of catchUpEvents(paxos, { ...options, since: ledger.since, checkpoint })) {
    for (const event of batch.items) await handleEventOnce(event, { dedupeStore }, handle);
    await ledger.save(batch.checkpoint);
  }
}
