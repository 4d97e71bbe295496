// Transactions, read by id and through filters.
import type { AutorampTransaction } from '@org/iron-types';
import { type IronHandlers, pageOf, refuse, type SomeCall, seesCustomer } from './call.ts';
import type { TransactionRecord } from './records.ts';
import { get } from './table.ts';

export const transactionHandlers: IronHandlers = {
  getAutorampTransactions(call) {
    const { query } = call;
    const from = query.from_date === undefined ? 0 : Date.parse(query.from_date);
    const to = query.to_date === undefined ? Number.POSITIVE_INFINITY : Date.parse(query.to_date);
    const term = query.search_term?.toLowerCase();
    return pageOf(
      call,
      call.records.transactions,
      query,
      (transaction) =>
        seesCustomer(call, transaction.customer_id) &&
        (!query.autoramp_id || transaction.autoramp_id === query.autoramp_id) &&
        (!query.customer_id || transaction.customer_id === query.customer_id) &&
        (!query.ramp_type || transaction.kind === query.ramp_type) &&
        (!query.status || query.status.includes(transaction.status)) &&
        (query.is_batch_payout === undefined || isBatched(call, transaction) === query.is_batch_payout) &&
        Date.parse(transaction.created_at) >= from &&
        Date.parse(transaction.created_at) <= to &&
        (!term || searchable(transaction).some((text) => text.toLowerCase().includes(term))),
      showTransaction,
      500,
    );
  },

  getAutorampTransactionsByIds(call) {
    const ids = call.query.ids ?? [];
    if (ids.length === 0 || ids.length > 100) refuse(call, 400, 'query.ids must name 1 to 100 transactions');
    const found = [...new Set(ids)].flatMap((id) => get(call.records.transactions, id) ?? []);
    return {
      status: 200,
      body: { items: found.filter(({ customer_id }) => seesCustomer(call, customer_id)).map(showTransaction) },
    };
  },
};

function showTransaction(record: TransactionRecord): AutorampTransaction {
  const { held, ...transaction } = record;
  void held;
  return transaction;
}

function isBatched(call: SomeCall, transaction: TransactionRecord): boolean {
  return get(call.records.autoramps, transaction.autoramp_id)?.batch_payout ?? false;
}

function searchable({ id, source, recipient, payout_crypto_transaction }: TransactionRecord): string[] {
  const payer =
    source && 'wallet_address' in source
      ? [source.wallet_address, source.deposit_tx_hash ?? '']
      : [source?.name ?? '', source?.bank_name ?? ''];
  const payee =
    recipient.type === 'Wallet'
      ? [recipient.address]
      : recipient.type === 'BankAccount'
        ? [recipient.provider_name]
        : [];
  return [id, ...payer, ...payee, payout_crypto_transaction?.transaction_hash ?? ''];
}
