// The limit on what a person may convert in 52 weeks, and what happens to money that goes past it.
import type { Currency, CustomerSpendingLimitSection } from '@org/iron-types';
import { type Context, customerOf, type IronHandlers, type IronJobs } from './call.ts';
import { codeOf, priceOf } from './currencies.ts';
import { moveCustomer, newest } from './customers.ts';
import { decimal, divide, multiply } from './decimal.ts';
import { identificationEvent } from './events.ts';
import { hostedUrl } from './identification-records.ts';
import type { CustomerRecord, IronRecords, TransactionRecord } from './records.ts';
import { all, get } from './table.ts';
import { finish } from './transaction-records.ts';

const window = 52 * 7 * 24 * 3_600_000;
/** EUR cents: the threshold of the contract's example, and what due diligence raises it to (not documented). */
const threshold = 1_500_000n;
const thresholdWithEdd = 10_000_000n;
/** Money that waits for an identification goes back after 24 hours: https://docs.iron.xyz/limits-and-minimum */
export const holdTime: number = 24 * 3_600_000;

export type Direction = 'fiat_onramp' | 'crypto_offramp';

export const spendingLimitHandlers: IronHandlers = {
  getCustomerSpendingLimit(call) {
    const customer = customerOf(call, call.path.id);
    return {
      status: 200,
      body: {
        fiat_onramp: sectionOf(call, customer, 'fiat_onramp'),
        crypto_offramp: sectionOf(call, customer, 'crypto_offramp'),
      },
    };
  },
};

export const spendingLimitJobs: IronJobs = {
  'transaction.return'(context: Context, { id }: { id: string }): void {
    const transaction = get(context.records.transactions, id);
    if (!transaction?.held) return;
    transaction.held = false;
    finish(context, transaction, 'returned to its sender');
  },
};

/** The direction that an autoramp's transactions count in; undefined where they do not count. */
export function directionOf(kind: string): Direction | undefined {
  return ({ Onramp: 'fiat_onramp', Offramp: 'crypto_offramp' } as const)[kind];
}

/** Whether converting the amount takes the customer past the limit. */
export function exceedsLimit(
  context: Context,
  customer: CustomerRecord,
  kind: string,
  amount: bigint,
  currency: Currency,
): boolean {
  const direction = directionOf(kind);
  const cap = capOf(context.records, customer);
  if (!direction || cap === undefined) return false;
  return usedCents(context, customer, direction) + eurCents(amount, currency) > cap;
}

/** Keeps a deposit back until its customer has been identified further, and sends the customer to that. */
export function hold(context: Context, customer: CustomerRecord, transaction: TransactionRecord): void {
  transaction.held = true;
  context.schedule(holdTime, 'transaction.return', { id: transaction.id });
  const identification = newest(context.records, customer);
  if (customer.status !== 'Active' || identification?.status !== 'Approved') return;
  identification.url = hostedUrl(customer, identification.id);
  identification.updated_at = context.timestamp();
  context.emit(identificationEvent(identification));
  moveCustomer(context, customer, 'limit exceeded');
}

/** Lets go on what was kept back. */
export function releaseHeld(context: Context, customer: CustomerRecord): void {
  for (const transaction of all(context.records.transactions)) {
    if (transaction.customer_id === customer.id) transaction.held = false;
  }
}

function sectionOf(context: Context, customer: CustomerRecord, direction: Direction): CustomerSpendingLimitSection {
  const used = usedCents(context, customer, direction);
  const cap = capOf(context.records, customer);
  return {
    period_start: new Date(beginOf(context, customer)).toISOString(),
    period_end: context.timestamp(),
    used_eur: String(used),
    threshold_eur: cap === undefined ? null : String(cap),
    remaining_eur: cap === undefined ? null : String(used > cap ? 0n : cap - used),
  };
}

function beginOf(context: Context, customer: CustomerRecord): number {
  const reset = customer.limit_reset_at ? Date.parse(customer.limit_reset_at) : 0;
  return Math.max(context.now - window, reset);
}

function capOf(records: IronRecords, customer: CustomerRecord): bigint | undefined {
  if (customer.customer_type === 'Business') return undefined;
  return newest(records, customer)?.with_edd ? thresholdWithEdd : threshold;
}

function usedCents(context: Context, customer: CustomerRecord, direction: Direction): bigint {
  const begin = beginOf(context, customer);
  return all(context.records.transactions)
    .filter(
      ({ customer_id, kind, held, status, created_at }) =>
        customer_id === customer.id &&
        directionOf(kind) === direction &&
        !held &&
        status !== 'Failed' &&
        !status.startsWith('Rejected') &&
        Date.parse(created_at) >= begin,
    )
    .reduce((sum, { source_amount }) => sum + eurCents(decimal(source_amount.amount), source_amount.currency), 0n);
}

function eurCents(amount: bigint, currency: Currency): bigint {
  const euros = divide(multiply(amount, priceOf(codeOf(currency))), priceOf('EUR'));
  return euros / 10n ** 16n;
}
