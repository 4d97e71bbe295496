// Transactions: read through filters, made and moved by the sandbox's operations.
import type {
  Amount,
  AutorampQuote,
  AutorampTransaction,
  Currency,
  Fee,
  RampTransactionSource,
  SandboxTransaction,
} from '@org/iron-types';
import { autorampOf } from './autoramps.ts';
import { type Call, type IronHandlers, openCustomer, pageOf, refuse, type SomeCall, seesCustomer } from './call.ts';
import { codeOf, digitsOf, sameCurrency } from './currencies.ts';
import { bipsOf, decimal, formatDecimal, multiply, parseDecimal, roundDown, roundUp } from './decimal.ts';
import { emitCreated, emitTransactionStatus } from './events.ts';
import { takeOpenBankingPayment } from './open-banking.ts';
import { amountOf, plainFee } from './pricing.ts';
import { amountIn } from './quotes.ts';
import { isPayable } from './recipients.ts';
import type { AutorampRecord, TransactionRecord } from './records.ts';
import { exceedsLimit, hold } from './spending-limit.ts';
import { get, put } from './table.ts';
import { finish, isFinal } from './transaction-records.ts';

/** What a sandbox transaction is priced at where nothing else is asked for: a rate of 1.0 and 0.25 %. */
const sandboxFeeBips = 25;
const sandboxRate = '1.0';
/** The least that is processed: one unit of the currency. The real least amounts differ by rail. */
const minimum = decimal('1');

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

  createSandboxTransaction(call) {
    const { body } = call;
    const autoramp = autorampOf(call, body.autoramp_id);
    const customer = openCustomer(call, autoramp.customer_id);
    if (autoramp.status !== 'Approved') {
      refuse(
        call,
        400,
        `the autoramp is ${autoramp.status}; only an Approved one takes deposits (updateSandboxAutorampStatus)`,
      );
    }
    const source = body.input_currency ?? autoramp.source_currencies[0];
    if (!source || !autoramp.source_currencies.some((accepted) => sameCurrency(accepted, source))) {
      return refuse(call, 400, 'body.input_currency is not accepted by this autoramp');
    }
    if (body.transaction_id && get(call.records.transactions, body.transaction_id)) {
      refuse(call, 400, 'body.transaction_id is in use');
    }
    const amount = amountIn(call, 'body.amount', body.amount, source);
    const quote = autoramp.source === 'Quote' ? quoteFor(call, autoramp, amount, source) : undefined;
    const { out, rate, fee, breakdown } = priceOf(call, autoramp, source, amount, quote);
    const overLimit = customer.status !== 'Active' || exceedsLimit(call, customer, autoramp.kind, amount, source);
    const payment = takeOpenBankingPayment(call, autoramp.id, amount, source);

    const transaction = put<TransactionRecord>(call.records.transactions, {
      id: body.transaction_id ?? call.id(),
      autoramp_id: autoramp.id,
      customer_id: customer.id,
      kind: autoramp.kind,
      status: 'FundsReviewInProgress',
      state: 'InAmlReview',
      created_at: call.timestamp(),
      source: sourceOf(call, source),
      source_amount: amountOf(amount, source),
      destination_amount: out,
      exchange_rate: rate,
      fee,
      fee_breakdown: breakdown,
      fee_settlement: 'deductedImmediately',
      recipient: autoramp.recipient,
      is_third_party: autoramp.is_third_party,
      third_party_classification: autoramp.is_third_party ? 'ThirdParty' : 'FirstParty',
      inbound_payment_reference: autoramp.inbound_payment_reference ?? null,
      ob_payment_id: payment ?? null,
      held: false,
    });
    emitCreated(call, 'transaction', customer.id, transaction.id);
    emitTransactionStatus(call, transaction);

    if (amount < minimum) finish(call, transaction, 'amount too small');
    else if (autoramp.source === 'Quote' && !quote) finish(call, transaction, 'returned to its sender');
    else if (!isPayable(call, customer.id, autoramp.recipient)) finish(call, transaction, 'returned to its sender');
    else if (payerIs(transaction, 'RejectedAml')) finish(call, transaction, 'refused by compliance');
    else if (payerIs(transaction, 'RejectedFraud')) finish(call, transaction, 'suspected fraud');
    else if (overLimit) hold(call, customer, transaction);
    else if (body.initial_state === 'Completed') finish(call, transaction, 'completed');
    else if (body.initial_state === 'Failed') finish(call, transaction, 'failed');
    return { status: 201, body: showSandboxTransaction(transaction) };
  },

  updateSandboxTransactionState(call) {
    const transaction = get(call.records.transactions, call.path.id);
    if (!transaction) return refuse(call, 404, `no transaction has the id ${call.path.id}`);
    const { state } = call.body;
    if (isFinal(transaction.status)) {
      if (sandboxState(transaction) === state) return { status: 200, body: showSandboxTransaction(transaction) };
      refuse(call, 400, `the transaction is ${transaction.status}, which is final`);
    }
    if (transaction.held) {
      refuse(call, 400, 'the transaction waits for the identification of its customer; approve that first');
    }
    // Iron documents `Pending` as not finished yet: asked for again, it takes the transaction one status further.
    finish(call, transaction, state === 'Completed' ? 'completed' : state === 'Failed' ? 'failed' : 'next step');
    return { status: 200, body: showSandboxTransaction(transaction) };
  },
};

function showTransaction(record: TransactionRecord): AutorampTransaction {
  const { held, ...transaction } = record;
  void held;
  return transaction;
}

function showSandboxTransaction(transaction: TransactionRecord): SandboxTransaction {
  const { id, autoramp_id, customer_id, source_amount, destination_amount, created_at } = transaction;
  return {
    id,
    autoramp_id,
    customer_id,
    amount_in: source_amount.amount,
    currency_in: codeOf(source_amount.currency),
    amount_out: destination_amount.amount,
    currency_out: codeOf(destination_amount.currency),
    state: sandboxState(transaction),
    created_at,
  };
}

function sandboxState({ status }: TransactionRecord): string {
  if (!isFinal(status)) return 'Pending';
  return status === 'Completed' ? 'Completed' : 'Failed';
}

/** The newest quote that lives and asks for exactly this deposit. */
function quoteFor(
  call: SomeCall,
  autoramp: AutorampRecord,
  amount: bigint,
  source: Currency,
): AutorampQuote | undefined {
  return [...autoramp.quotes]
    .reverse()
    .find(
      ({ amount_in, valid_until }) =>
        Date.parse(valid_until) > call.now &&
        decimal(amount_in.amount) === amount &&
        sameCurrency(amount_in.currency, source),
    );
}

interface DepositPrice {
  readonly out: Amount;
  readonly rate: string;
  readonly fee: string;
  readonly breakdown: Fee;
}

function priceOf(
  call: Call<'createSandboxTransaction'>,
  autoramp: AutorampRecord,
  source: Currency,
  amount: bigint,
  quote: AutorampQuote | undefined,
): DepositPrice {
  const { body } = call;
  const destination = autoramp.destination_currency;
  if (quote && body.fee === undefined && body.fx_rate === undefined && body.amount_out === undefined) {
    return { out: quote.amount_out, rate: quote.rate, fee: quote.fee.total_fee.amount, breakdown: quote.fee };
  }
  const rate = parseDecimal(body.fx_rate ?? sandboxRate);
  if (rate === undefined || rate <= 0n) return refuse(call, 400, 'body.fx_rate must be a positive decimal');
  const fee =
    body.fee === undefined ? roundUp(bipsOf(amount, sandboxFeeBips), digitsOf(source)) : parseDecimal(body.fee);
  if (fee === undefined || fee < 0n || fee > amount || roundDown(fee, digitsOf(source)) !== fee) {
    return refuse(
      call,
      400,
      `body.fee must be a decimal from 0 to the amount, with at most ${digitsOf(source)} decimals`,
    );
  }
  const out =
    body.amount_out === undefined
      ? multiply(amount - fee, rate)
      : amountIn(call, 'body.amount_out', body.amount_out, destination);
  return {
    out: amountOf(out, destination),
    rate: formatDecimal(rate, 18),
    fee: formatDecimal(fee, digitsOf(source)),
    breakdown: plainFee(fee, source),
  };
}

function sourceOf(call: Call<'createSandboxTransaction'>, currency: Currency): RampTransactionSource {
  if (call.body.source) return call.body.source;
  if (currency.type === 'Crypto') {
    return { blockchain: currency.blockchain, wallet_address: '0x0000000000000000000000000000000000000001' };
  }
  return { name: 'Sandbox Payer', bank_name: 'Sandbox Bank', iban: 'DE89370400440532013000', bic: 'COBADEFFXXX' };
}

/** A payer of this name is one whom compliance refuses: how a test reaches the two statuses. */
function payerIs({ source }: TransactionRecord, name: string): boolean {
  return source !== null && source !== undefined && 'name' in source && source.name === name;
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
