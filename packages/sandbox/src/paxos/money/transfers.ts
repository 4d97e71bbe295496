// Movements of an asset into or out of a profile: their life, what they do to balances, and who hears of it.
import type { Transfer, TransferStatusChangeObject, WebhookEventType } from '@org/paxos-types';
import { add, find, findByRef } from '../collection.ts';
import { compact } from '../compact.ts';
import { asWritten } from '../decimal.ts';
import { announce } from '../events.ts';
import type { PaxosContext, PaxosJobs } from '../handlers.ts';
import { mayAct } from '../identity/effects.ts';
import { alreadyExists } from '../problems.ts';
import { customerId, type PaxosRecords } from '../records.ts';
import { startRule } from '../trading/rules.ts';
import { proveByDeposit } from '../trading/verifications.ts';
import { next, type Transitions } from '../transitions.ts';
import { credit, debit } from './balances.ts';
import { outcomeOf } from './outcome.ts';

type State = 'PENDING' | 'COMPLETED' | 'FAILED';

export type TransferRecord = Omit<Transfer, 'status' | 'ref_id'> & {
  status: State;
  ref_id?: string;
  /** `wire_deposit` in the names of its events; absent where there are none. */
  readonly eventKind?: string;
  /** The credit that begins when this debit is completed. */
  readonly counterpart?: NewTransfer;
};

/** Milliseconds on the sandbox's clock until a transfer settles. Real ones take up to days. */
export const settlementDelay = 30_000;

/** How often a deposit that waits for its owner to be approved is looked at again, in milliseconds. */
const recheck = 3_600_000;

const page = 'https://docs.paxos.com/guides/transfers/transfer-statuses';

export const transferTransitions: Transitions<State, 'settle' | 'fail'> = [
  { from: 'PENDING', on: 'settle', to: 'COMPLETED', evidence: 'documented', source: page },
  { from: 'PENDING', on: 'fail', to: 'FAILED', evidence: 'documented', source: page },
];

export type NewTransfer = Pick<Transfer, 'type' | 'direction' | 'asset' | 'amount' | 'fee' | 'total' | 'profile_id'> &
  Partial<Omit<Transfer, 'id' | 'status' | 'created_at' | 'updated_at' | 'customer_id'>> & {
    readonly eventKind?: string;
    readonly counterpart?: NewTransfer;
  };

/** Throws the 409 of a `ref_id` that was used before, with the whole first transfer. */
export function assertNewTransfer(records: PaxosRecords, ref: string | undefined, detail?: string): void {
  const existing = findByRef(records.transfers, ref);
  if (existing) throw alreadyExists(detail ?? `transfer already exists with ref_id '${ref}'`, transferReply(existing));
}

/**
 * Records a transfer. A debit leaves the balance at once, a credit arrives when the transfer is completed. It settles
 * after `delay` milliseconds, at once if 0, unless its metadata choose another end.
 */
export function beginTransfer(
  context: PaxosContext,
  details: NewTransfer,
  delay: number = settlementDelay,
): TransferRecord {
  const { records } = context;
  const now = context.timestamp();
  const { ref_id, ...rest } = details;
  const transfer: TransferRecord = {
    ...rest,
    amount: asWritten(details.amount),
    total: asWritten(details.total),
    balance_asset: details.balance_asset ?? details.asset,
    ...(ref_id && { ref_id }),
    id: context.id(),
    customer_id: customerId,
    status: 'PENDING',
    created_at: now,
    updated_at: now,
  };
  if (transfer.direction === 'DEBIT') debit(records, transfer.profile_id, balanceAsset(transfer), transfer.total);
  add(records.transfers, transfer);
  const outcome = outcomeFor(transfer);
  if (outcome.end === 'held') {
    if (outcome.secondary) transfer.secondary_status = outcome.secondary;
    if (outcome.details) transfer.status_details = outcome.details(transfer);
  }
  tell(context, transfer);
  if (outcome.end === 'held') return transfer;
  if (delay === 0) settle(context, transfer);
  else context.schedule(delay, 'transfer settles', { transfer: transfer.id });
  return transfer;
}

export const transferJobs: PaxosJobs = {
  'transfer settles'(context, { transfer: id }: { transfer: string }) {
    const transfer = find(context.records.transfers, id);
    if (transfer) settle(context, transfer);
  },
};

/** Brings a transfer to the end that its metadata choose, or to success. */
export function settle(context: PaxosContext, transfer: TransferRecord): void {
  if (transfer.status !== 'PENDING') return;
  if (transfer.direction === 'CREDIT' && isHeld(context.records, transfer)) {
    context.schedule(recheck, 'transfer settles', { transfer: transfer.id });
    return;
  }
  const outcome = outcomeFor(transfer);
  if (outcome.end === 'FAILED') fail(context, transfer, outcome);
  else complete(context, transfer);
}

export function complete(context: PaxosContext, transfer: TransferRecord): void {
  const { records } = context;
  const status = next(transferTransitions, transfer.status, 'settle');
  if (!status) return;
  transfer.status = status;
  delete transfer.secondary_status;
  delete transfer.status_details;
  if (transfer.crypto_network && !transfer.crypto_tx_hash) {
    transfer.crypto_tx_hash = `0x${(context.id() + context.id()).replaceAll('-', '')}`;
    transfer.crypto_tx_index = '0';
  }
  if (transfer.direction === 'CREDIT') {
    credit(records, transfer.profile_id, balanceAsset(transfer), transfer.total);
    // Money that reaches a deactivated profile makes it active again.
    const profile = find(records.profiles, transfer.profile_id);
    if (profile) delete profile.deactivated;
  }
  transfer.updated_at = context.timestamp();
  tell(context, transfer);
  if (transfer.counterpart) beginTransfer(context, transfer.counterpart, 0);
  if (transfer.direction === 'CREDIT') {
    startRule(context, transfer);
    proveByDeposit(context, transfer);
  }
}

/** Ends a transfer without success; what a debit took goes back. */
export function fail(
  context: PaxosContext,
  transfer: TransferRecord,
  { secondary, details }: Pick<ReturnType<typeof outcomeOf>, 'secondary' | 'details'> = {},
): void {
  const status = next(transferTransitions, transfer.status, 'fail');
  if (!status) return;
  transfer.status = status;
  delete transfer.secondary_status;
  delete transfer.status_details;
  if (secondary) transfer.secondary_status = secondary;
  if (details) transfer.status_details = details(transfer);
  if (transfer.direction === 'DEBIT') {
    credit(context.records, transfer.profile_id, balanceAsset(transfer), transfer.total);
  }
  transfer.updated_at = context.timestamp();
  tell(context, transfer);
}

export function transferReply({
  eventKind: _eventKind,
  counterpart: _counterpart,
  ...transfer
}: TransferRecord): Transfer {
  return transfer;
}

/** The credit of a transfer inside Paxos begins when its debit is completed, so it has no other end. */
function outcomeFor({ type, metadata }: TransferRecord): ReturnType<typeof outcomeOf> {
  return type === 'INTERNAL_TRANSFER_CREDIT' || type === 'PAXOS_TRANSFER_CREDIT' ? outcomeOf({}) : outcomeOf(metadata);
}

/** Crypto for an identity that may not receive it is kept back for a review, here until the identity may. */
function isHeld(records: PaxosRecords, transfer: TransferRecord): boolean {
  if (transfer.type !== 'CRYPTO_DEPOSIT') return false;
  const account = find(records.accounts, find(records.profiles, transfer.profile_id)?.account_id);
  return !mayAct(find(records.identities, transfer.identity_id ?? account?.identity_id), 'receive deposits');
}

function balanceAsset({ balance_asset, asset }: TransferRecord): string {
  return balance_asset ?? asset;
}

function tell(context: PaxosContext, transfer: TransferRecord): void {
  const name = transferEvent(transfer);
  if (name) announce(context, name as WebhookEventType, 'transfer_status_change', transferChange(transfer));
}

/** The event of a transfer in its status; undefined where there is none. */
export function transferEvent({ eventKind, status }: TransferRecord): string | undefined {
  const internal = eventKind?.startsWith('internal_transfer') === true;
  if (!eventKind || (internal && status !== 'COMPLETED')) return undefined;
  return `${internal ? '' : 'transfer.'}${eventKind}.${status.toLowerCase()}`;
}

/** The object of the events of a transfer. */
export function transferChange(transfer: TransferRecord): TransferStatusChangeObject & { readonly profile_id: string } {
  const { id, type, status, profile_id, ref_id, crypto_network, crypto_tx_hash, crypto_tx_index, memo } = transfer;
  return compact({
    id,
    type: type as TransferStatusChangeObject['type'],
    status,
    // Required by the page of the event, though absent from the contract.
    profile_id,
    ref_id,
    crypto_network,
    crypto_tx_hash,
    crypto_tx_index,
    memo,
  });
}
