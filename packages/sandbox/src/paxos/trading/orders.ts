// Orders: placing, reading, cancelling, and the trades that filled them.
import type { CreateOrderRequest } from '@org/paxos-types';
import { all, find, findByRef, add as keep } from '../collection.ts';
import { compact } from '../compact.ts';
import { add, asWritten, compare, multiply } from '../decimal.ts';
import type { PaxosCall, PaxosHandlers } from '../handlers.ts';
import { assertMayAct } from '../identity/effects.ts';
import { assertAmount } from '../money/assets.ts';
import { assertFunds, hold } from '../money/balances.ts';
import { activeProfile, profileOf } from '../money/profiles.ts';
import { among, is, pageOf, within } from '../page.ts';
import { alreadyExists, badRequest, forbidden, notFound, refuse } from '../problems.ts';
import type { PaxosRecords } from '../records.ts';
import { type Pair, pairOf } from './markets.ts';
import { commissionRate, end, open, submitDelay } from './matching.ts';
import { executionReply, type OrderRecord, orderReply, step } from './order-record.ts';

/** Milliseconds for which the `ref_id` of a closed order stays taken. */
const refLifetime = 24 * 3_600_000;

/** Largest worth of an order, in the quote asset, from the contract's example. */
const maxNotional = '1500000';

const minNotional = '1.5';

export const orderHandlers: PaxosHandlers = {
  CreateOrder(call) {
    const { body, records } = call;
    assertUnusedRef(call);
    const pair = pairOf(body.market);
    assertAmounts(body, pair);
    assertTimeInForce(body, call.now);
    if ((body.identity_id === undefined) !== (body.identity_account_id === undefined)) {
      throw badRequest('identity_id and identity_account_id go together');
    }
    const profile = activeProfile(call, call.path.profile_id);
    const recipient = body.recipient_profile_id ? profileOf(call, body.recipient_profile_id).id : undefined;
    assertMayAct(
      records,
      { identity_id: body.identity_id, account_id: body.identity_account_id, profile_id: profile.id },
      body.side === 'BUY' ? 'buy' : 'sell',
    );
    const held = holding(body, pair);
    assertFunds(records, profile.id, held.asset, held.amount);

    const now = call.timestamp();
    const order: OrderRecord = compact({
      id: call.id(),
      profile_id: profile.id,
      ref_id: body.ref_id || undefined,
      status: 'PENDING_SUBMISSION' as const,
      side: body.side,
      market: body.market,
      type: body.type,
      price: body.price,
      stop_price: body.stop_price,
      base_amount: body.base_amount && asWritten(body.base_amount),
      quote_amount: body.quote_amount && asWritten(body.quote_amount),
      amount_filled: '0',
      time_in_force: body.type === 'MARKET' ? ('IOC' as const) : (body.time_in_force ?? ('GTC' as const)),
      expiration_date: body.expiration_date && new Date(Number(body.expiration_date)).toISOString(),
      identity_id: body.identity_id,
      identity_account_id: body.identity_account_id,
      recipient_profile_id: recipient,
      metadata: body.metadata,
      is_triggered: body.stop_price === undefined ? undefined : false,
      created_at: now,
      modified_at: now,
      held,
    });
    hold(records, profile.id, held.asset, held.amount);
    keep(records.orders, order);
    if (order.expiration_date) {
      call.schedule(Date.parse(order.expiration_date) - call.now, 'order expires', { order: order.id });
    }
    // Nothing waits in the sandbox: a caller that asks to wait for the fill gets it at once.
    if (body.await_fill_millis) {
      step(order, 'submit', call.now);
      open(call, order);
    } else call.schedule(submitDelay, 'order is submitted', { order: order.id });
    return { status: 200, body: orderReply(order) };
  },

  GetOrder(call) {
    return { status: 200, body: orderReply(orderOf(call)) };
  },

  CancelOrder(call) {
    if (!end(call, orderOf(call), 'cancel')) throw forbidden('order is not in cancellable state');
    return { status: 200, body: {} };
  },

  ListOrders({ records, query }) {
    const { profile_id, account_id } = query;
    return { status: 200, body: listed(records, query, { profile_id, account_id }) };
  },

  ListProfileOrders(call) {
    const { id } = profileOf(call, call.path.profile_id);
    return { status: 200, body: listed(call.records, call.query, { profile_id: id }) };
  },

  ListExecutions({ records, query }) {
    const { profile_id, account_id } = query;
    return { status: 200, body: executions(records, query, { profile_id, account_id }) };
  },

  ListProfileExecutions(call) {
    const { id } = profileOf(call, call.path.profile_id);
    return {
      status: 200,
      body: executions(call.records, call.query, { profile_id: id }, { limit: 20, maxLimit: 500 }),
    };
  },
};

interface Owner {
  readonly profile_id?: string | undefined;
  readonly account_id?: string | undefined;
}

function listed(records: PaxosRecords, query: PaxosCall<'ListOrders'>['query'], { profile_id, account_id }: Owner) {
  const wanted = all(records.orders).filter(
    (order) =>
      is(profile_id, order.profile_id) &&
      is(account_id, order.identity_account_id) &&
      is(query.market, order.market) &&
      is(query.status, order.status) &&
      among(query.ref_ids, order.ref_id) &&
      within(order.created_at, query, 'order_time'),
  );
  const { items, ...next } = pageOf(wanted, query);
  return { items: items.map(orderReply), ...next };
}

function executions(
  records: PaxosRecords,
  query: PaxosCall<'ListExecutions'>['query'],
  { profile_id, account_id }: Owner,
  limits: { limit?: number; maxLimit?: number } = {},
) {
  const { since_execution_id: since } = query;
  const list = all(records.executions);
  // In spite of the parameter's name, later executions are left out.
  const cut = since === undefined ? -1 : list.findIndex(({ execution_id }) => execution_id === since);
  const wanted = (cut === -1 ? list : list.slice(0, cut + 1)).filter(
    (one) =>
      is(profile_id, one.profile_id) &&
      is(account_id, one.account_id) &&
      is(query.order_id, one.order_id) &&
      within(one.executed_at, query, 'range'),
  );
  const { items, ...next } = pageOf(wanted, query, limits);
  return { items: items.map(executionReply), ...next };
}

function orderOf(call: PaxosCall<'GetOrder'>): OrderRecord {
  const { id } = profileOf(call, call.path.profile_id);
  const order = find(call.records.orders, call.path.id);
  if (order?.profile_id !== id) throw notFound(`order ${call.path.id} is unknown`);
  return order;
}

function assertUnusedRef({ body, records, now }: PaxosCall<'CreateOrder'>): void {
  const existing = findByRef(records.orders, body.ref_id);
  if (!existing || (existing.closedAt !== undefined && now - existing.closedAt > refLifetime)) return;
  throw alreadyExists(`order already exists with ref_id '${body.ref_id}'`, orderReply(existing));
}

/** Which amounts and prices an order needs depends on its type and side. */
function assertAmounts(body: CreateOrderRequest, { base, quote, price }: Pair): void {
  const { type, side, base_amount, quote_amount, stop_price } = body;
  const stop = type === 'STOP_MARKET' || type === 'STOP_LIMIT';
  const limit = type === 'LIMIT' || type === 'POST_ONLY_LIMIT' || type === 'STOP_LIMIT';
  if (stop && side !== 'SELL') throw badRequest('stop orders only sell');
  const buysWithMoney = type === 'MARKET' && side === 'BUY';
  if (buysWithMoney && base_amount !== undefined)
    throw badRequest('a market buy takes quote_amount instead of base_amount');
  if (!buysWithMoney && quote_amount !== undefined)
    throw badRequest(`a ${type} order takes base_amount instead of quote_amount`);
  if (buysWithMoney) assertAmount('quote_amount', quote_amount ?? '', quote);
  else assertAmount('base_amount', base_amount ?? '', base);
  if (limit) assertPrice('price', body.price);
  else if (body.price !== undefined) throw badRequest(`a ${type} order takes no price`);
  if (stop) assertPrice('stop_price', stop_price);
  else if (stop_price !== undefined) throw badRequest(`a ${type} order takes no stop_price`);

  const worth = quote_amount ?? multiply(base_amount ?? '0', body.price ?? price);
  if (compare(worth, minNotional) < 0) {
    throw refuse(
      400,
      'Order notional value must exceed minimum commission',
      `The minimum notional for ${base} is ${minNotional}`,
      {
        type: 'minimum-commission-exceeds-notional',
      },
    );
  }
  if (compare(worth, maxNotional) > 0) {
    const detail = `notional value too large for ${body.market} ${type} order: order had notional value ${worth}, but maximum allowed notional value is ${maxNotional}`;
    throw refuse(403, 'Notional Value Too Large', detail, {
      type: 'notional-value-too-large',
      meta: { market: body.market, order_type: type, order_notional_value: worth, max_notional_value: maxNotional },
    });
  }
}

function assertPrice(field: string, price: string | undefined): void {
  if (price === undefined || price.length > 40 || !/^\d*\.?\d+$/.test(price) || !/[1-9]/.test(price)) {
    throw badRequest(`${field} must be greater than zero`);
  }
}

function assertTimeInForce({ type, time_in_force: force, expiration_date: at }: CreateOrderRequest, now: number): void {
  const stop = type === 'STOP_MARKET' || type === 'STOP_LIMIT';
  if (type === 'MARKET' && force !== undefined && force !== 'IOC') throw badRequest('market orders are always IOC');
  if (stop && (force === 'IOC' || force === 'FOK')) throw badRequest('stop orders are GTC or GTT');
  if (type === 'POST_ONLY_LIMIT' && (force === 'IOC' || force === 'FOK')) {
    throw badRequest('a POST_ONLY_LIMIT order never fills at once: use GTC or GTT');
  }
  if (force !== 'GTT' && at !== undefined) throw badRequest('expiration_date goes with time_in_force GTT');
  if (force !== 'GTT') return;
  if (!/^\d{13}$/.test(at ?? '')) throw badRequest('expiration_date must be Unix milliseconds in 13 digits');
  if (Number(at) < now + 10_000) throw badRequest('expiration_date must be at least 10 seconds ahead');
}

/** What the order can cost at most, commission included. */
function holding(body: CreateOrderRequest, { base, quote }: Pair): { asset: string; amount: string } {
  if (body.side === 'SELL') return { asset: base, amount: add(body.base_amount ?? '0', '0') };
  if (body.quote_amount !== undefined) return { asset: quote, amount: add(body.quote_amount, '0') };
  const gross = multiply(body.base_amount ?? '0', body.price ?? '0');
  return { asset: quote, amount: add(gross, multiply(gross, commissionRate)) };
}
