// How a transaction moves on, with the old scale beside the new one, and an event for each step.
import type { AutorampTransactionState, PaymentTracking } from '@org/iron-types';
import type { Context } from './call.ts';
import { transactionEvent } from './events.ts';
import type { TransactionRecord } from './records.ts';
import { next, type TransactionCause, transactionTransitions } from './transitions.ts';

/** The deprecated state of each status; no mapping is documented, this is that of the contract's examples. */
export const oldStates: Readonly<Record<string, AutorampTransactionState>> = {
  FundsReviewInProgress: 'InAmlReview',
  ConversionInProgress: 'Pending',
  PayoutInProgress: 'Payout',
  Completed: 'Completed',
  Failed: 'Failed',
  RejectedAml: 'AmlRejected',
  RejectedFraud: 'FraudRejected',
  RejectedMinAmount: 'AmountRejected',
};

export function isFinal(status: string): boolean {
  return !['FundsReviewInProgress', 'ConversionInProgress', 'PayoutInProgress'].includes(status);
}

/** Moves a transaction on. False where its table has no such transition. */
export function finish(context: Context, transaction: TransactionRecord, on: TransactionCause): boolean {
  const to = next(transactionTransitions, transaction.status, on);
  if (!to) return false;
  transaction.status = to;
  transaction.state = oldStates[to] ?? 'Pending';
  if (to === 'Completed') payOut(context, transaction);
  else if (isFinal(to)) payNothing(transaction);
  context.emit(transactionEvent(transaction));
  return true;
}

/** Money that was not converted goes back whole. */
function payNothing(transaction: TransactionRecord): void {
  transaction.destination_amount = { ...transaction.destination_amount, amount: '0.00' };
  transaction.fee = '0.00';
  transaction.fee_breakdown = null;
}

function payOut(context: Context, transaction: TransactionRecord): void {
  if (transaction.recipient.type === 'Wallet') {
    const hash = `${context.id()}${context.id()}`.replaceAll('-', '');
    transaction.payout_crypto_transaction = { transaction_hash: `0x${hash}` };
  } else {
    transaction.payment_tracking = trackingOf(context, transaction);
  }
}

function trackingOf(context: Context, transaction: TransactionRecord): PaymentTracking | null {
  if (transaction.recipient.type !== 'BankAccount') return null;
  return transaction.recipient.account_identifier.type === 'ACH'
    ? { ach_trace_number: context.id().replace(/\D/g, '').padEnd(15, '0').slice(0, 15) }
    : { uetr: context.id() };
}
