// Deposits that the sandbox's operations make, and what becomes of them.
import type { Amount, AutorampQuote, Currency, Fee, RampTransactionSource, SandboxTransaction } from '@org/iron-types';
import { amountIn } from './asked-prices.ts';
import { autorampOf } from './autoramps.ts';
import { type Call, type IronHandlers, openCustomer, refuse, type SomeCall } from './call.ts';
import { codeOf, digitsOf, sameCurrency } from './currencies.ts';
import { bipsOf, decimal, formatDecimal, multiply, parseDecimal, roundDown, roundUp } from './decimal.ts';
import { createdEvent, transactionEvent } from './events.ts';
import { takeOpenBankingPayment } from './open-banking.ts';
import { amountOf, plainFee } from './pricing.ts';
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

export const sandboxTransactionHandlers: IronHandlers = {
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
    call.emit(createdEvent('transaction', customer.id, transaction.id));
    call.emit(transactionEvent(transaction));

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
