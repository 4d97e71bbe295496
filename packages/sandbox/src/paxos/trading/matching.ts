// What becomes of an order: submitted, opened, filled from a book whose price stands still, or ended.
import { find, add as keep } from '../collection.ts';
import { add, compare, divide, isPositive, multiply, round, subtract } from '../decimal.ts';
import type { PaxosContext, PaxosJobs } from '../handlers.ts';
import { scaleOf } from '../money/assets.ts';
import { credit, release, spend } from '../money/balances.ts';
import { outcomeKey } from '../money/outcome.ts';
import { pairOf } from './markets.ts';
import { type OrderRecord, step } from './order-record.ts';

/** Share of a trade's worth that is charged, as in the contract's examples. */
export const commissionRate = '0.0035';

/** Milliseconds from acceptance to the market, and from there to the book. */
export const submitDelay = 250;

/** A limit order of more than this many units of the quote asset fills in two halves, this far apart in milliseconds. */
const large = '100000';
const secondHalf = 1_000;

/** Milliseconds until a resting order fills that asks for it by its metadata: `{ sandbox_outcome: 'fill' }`. */
const askedFill = 30_000;

/** Takes a submitted order to the book, and as far as it gets there at once. */
export function open(context: PaxosContext, order: OrderRecord): void {
  const { price, quote } = pairOf(order.market ?? '');
  const takes = isMarketable(order, price);
  if ((order.type === 'POST_ONLY_LIMIT' && takes) || (takes && isFarOff(order, price))) {
    end(context, order, 'reject');
    return;
  }
  if (!step(order, 'open', context.now)) return;
  if (order.type === 'STOP_MARKET' || order.type === 'STOP_LIMIT') order.is_triggered = takes;
  if (!takes) {
    if (order.time_in_force === 'IOC' || order.time_in_force === 'FOK') end(context, order, 'cancel');
    else if (order.metadata?.[outcomeKey] === 'fill') context.schedule(askedFill, 'order fills', { order: order.id });
    return;
  }
  const whole = remaining(order, price);
  const halved = order.type === 'LIMIT' && order.time_in_force === 'GTC' && compare(multiply(whole, price), large) > 0;
  const half = divide(whole, '2', scaleOf(quote) + 2, 'down');
  fill(context, order, halved && isPositive(half) ? half : whole, price);
  if (order.status === 'OPEN') context.schedule(secondHalf, 'order fills', { order: order.id });
}

export const orderJobs: PaxosJobs = {
  'order is submitted'(context, { order: id }: { order: string }) {
    const order = find(context.records.orders, id);
    if (!order || !step(order, 'submit', context.now)) return;
    context.schedule(submitDelay, 'order is opened', { order: id });
  },

  'order is opened'(context, { order: id }: { order: string }) {
    const order = find(context.records.orders, id);
    if (order?.status === 'SUBMITTED') open(context, order);
  },

  'order fills'(context, { order: id }: { order: string }) {
    const order = find(context.records.orders, id);
    if (order?.status !== 'OPEN') return;
    const { price } = pairOf(order.market ?? '');
    // A resting order fills at its own price.
    const at = isMarketable(order, price) ? price : (order.price ?? price);
    fill(context, order, remaining(order, at), at);
  },

  'order expires'(context, { order: id }: { order: string }) {
    const order = find(context.records.orders, id);
    if (order?.status === 'OPEN') end(context, order, 'expire');
  },
};

/** Ends an order without a complete fill and frees what is still tied up. */
export function end(context: PaxosContext, order: OrderRecord, how: 'cancel' | 'reject' | 'expire'): boolean {
  if (!step(order, how, context.now)) return false;
  free(context, order);
  return true;
}

/** Base asset that is still to be traded. A market buy names money instead: as much as that buys, commission included. */
function remaining(order: OrderRecord, price: string): string {
  if (order.base_amount !== undefined) return subtract(order.base_amount, order.amount_filled);
  const { base } = pairOf(order.market ?? '');
  const cost = multiply(price, add('1', commissionRate));
  return divide(order.held.amount, cost, Math.min(8, scaleOf(base)), 'down');
}

function fill(context: PaxosContext, order: OrderRecord, amount: string, price: string): void {
  const { records } = context;
  const { base, quote } = pairOf(order.market ?? '');
  const gross = multiply(amount, price);
  const commission = multiply(gross, commissionRate);
  const buys = order.side === 'BUY';
  const spent = buys ? add(gross, commission) : amount;
  const to = order.recipient_profile_id ?? order.profile_id;
  spend(records, order.profile_id, order.held.asset, spent);
  order.held.amount = subtract(order.held.amount, spent);
  if (buys) credit(records, to, base, amount);
  else credit(records, to, quote, subtract(gross, commission));

  const id = context.id();
  const account = order.identity_account_id;
  keep(records.executions, {
    id,
    profile_id: order.profile_id,
    created_at: context.timestamp(),
    execution_id: BigInt(`0x${id.slice(0, 13).replace('-', '')}`).toString(),
    order_id: order.id,
    executed_at: context.timestamp(),
    ...(order.market && { market: order.market }),
    ...(order.side && { side: order.side }),
    ...(account && { account_id: account }),
    amount,
    price,
    gross_trade_amount: gross,
    commission,
    commission_asset: quote,
    rebate: '0',
    rebate_asset: quote,
  });
  const before = multiply(order.volume_weighted_average_price ?? '0', order.amount_filled);
  order.amount_filled = add(order.amount_filled, amount);
  order.volume_weighted_average_price = divide(add(before, gross), order.amount_filled, 12, 'down');
  order.modified_at = context.timestamp();
  const complete = order.base_amount === undefined || compare(order.amount_filled, order.base_amount) >= 0;
  if (complete && step(order, 'fill', context.now)) free(context, order);
}

function free(context: PaxosContext, order: OrderRecord): void {
  const { asset, amount } = order.held;
  if (isPositive(amount)) release(context.records, order.profile_id, asset, amount);
  order.held.amount = '0';
}

/** Whether it would trade at once at the market's price. */
function isMarketable(order: OrderRecord, price: string): boolean {
  switch (order.type) {
    case 'MARKET':
      return true;
    case 'STOP_MARKET':
      return compare(price, order.stop_price ?? '0') <= 0;
    case 'STOP_LIMIT':
      return compare(price, order.stop_price ?? '0') <= 0 && compare(price, order.price ?? '0') >= 0;
    default:
      return order.side === 'BUY' ? compare(order.price ?? '0', price) >= 0 : compare(order.price ?? '0', price) <= 0;
  }
}

/** A limit order that would take liquidity 15 % or more from the mid price is rejected, as documented. */
function isFarOff(order: OrderRecord, price: string): boolean {
  if (order.type !== 'LIMIT' || order.price === undefined) return false;
  const limit = round(multiply(price, order.side === 'BUY' ? '1.15' : '0.85'), 18, 'down');
  return order.side === 'BUY' ? compare(order.price, limit) >= 0 : compare(order.price, limit) <= 0;
}
