// Open banking payments into an autoramp. One is completed by a sandbox deposit of its amount.
import type { AutorampOpenBankingPayment, Currency } from '@org/iron-types';
import { amountIn } from './asked-prices.ts';
import { autorampOf } from './autoramps.ts';
import { type Context, type IronHandlers, type IronJobs, pageOf, refuse, seesCustomer } from './call.ts';
import { sameCurrency } from './currencies.ts';
import { decimal } from './decimal.ts';
import type { OpenBankingRecord } from './records.ts';
import { all, get, put } from './table.ts';
import { next, openBankingTransitions } from './transitions.ts';

/** How long a payer has is not documented. */
const linkLifetime = 24 * 3_600_000;

export const openBankingHandlers: IronHandlers = {
  createAutorampOpenBankingPayment(call) {
    const autoramp = autorampOf(call, call.path.autoramp_id);
    const { amount_in, callback_url } = call.body;
    if (autoramp.status !== 'Approved') refuse(call, 400, `the autoramp is ${autoramp.status}; it must be Approved`);
    if (!URL.canParse(callback_url)) refuse(call, 400, 'body.callback_url must be a URL');
    if (!autoramp.source_currencies.some((accepted) => sameCurrency(accepted, amount_in.currency))) {
      refuse(call, 400, 'body.amount_in is in a currency that this autoramp does not accept');
    }
    if (amount_in.currency.type !== 'Fiat') refuse(call, 400, 'body.amount_in must be in fiat');
    amountIn(call, 'body.amount_in.amount', amount_in.amount, amount_in.currency);
    const id = call.id();
    const payment = put<OpenBankingRecord>(call.records.openBanking, {
      id,
      iron_payment_id: call.id(),
      autoramp_id: autoramp.id,
      amount_in,
      payment_link: `https://pay.example.com/${id}`,
      status: 'Ready',
      settlement_status: null,
    });
    call.schedule(linkLifetime, 'openBanking.expire', { id });
    return { status: 201, body: showPayment(payment) };
  },

  listAutorampOpenBankingPayments(call) {
    const autoramp = autorampOf(call, call.path.autoramp_id);
    return pageOf(
      call,
      call.records.openBanking,
      call.query,
      ({ autoramp_id }) => autoramp_id === autoramp.id,
      showPayment,
      10,
    );
  },

  getAutorampOpenBankingPayment(call) {
    const payment = get(call.records.openBanking, call.path.payment_id);
    const autoramp = payment && get(call.records.autoramps, payment.autoramp_id);
    if (!payment || !autoramp || !seesCustomer(call, autoramp.customer_id)) {
      return refuse(call, 404, 'no open banking payment has this id');
    }
    return { status: 201, body: showPayment(payment) };
  },
};

export const openBankingJobs: IronJobs = {
  'openBanking.expire'(context: Context, { id }: { id: string }): void {
    const payment = get(context.records.openBanking, id);
    const to = payment && next(openBankingTransitions, payment.status, 'link expired');
    if (!payment || !to) return;
    payment.status = to;
    payment.settlement_status = 'Incomplete';
    payment.payment_link = null;
  },
};

/** Completes the payment that a deposit belongs to. Returns its id, or undefined where there is none. */
export function takeOpenBankingPayment(
  context: Context,
  autorampId: string,
  amount: bigint,
  currency: Currency,
): string | undefined {
  const payment = all(context.records.openBanking).find(
    ({ autoramp_id, amount_in, status }) =>
      autoramp_id === autorampId &&
      status === 'Ready' &&
      decimal(amount_in.amount) === amount &&
      sameCurrency(amount_in.currency, currency),
  );
  if (!payment) return undefined;
  payment.status = next(openBankingTransitions, payment.status, 'deposit arrived') ?? payment.status;
  payment.settlement_status = 'Completed';
  return payment.id;
}

function showPayment({
  id,
  iron_payment_id,
  payment_link,
  status,
  settlement_status,
}: OpenBankingRecord): AutorampOpenBankingPayment {
  return {
    id,
    iron_payment_id,
    payment_link: payment_link ?? null,
    status,
    settlement_status: settlement_status ?? null,
  };
}
