// Held prices, good for 30 seconds, and the trades made on them.
import type { Market, Quote } from '@org/paxos-types';
import { add, all, find, findByRef } from '../collection.ts';
import { compact } from '../compact.ts';
import { asWritten, divide, multiply, round } from '../decimal.ts';
import type { PaxosContext, PaxosHandlers, PaxosJobs } from '../handlers.ts';
import { assertMayAct } from '../identity/effects.ts';
import { assertAmount, scaleOf } from '../money/assets.ts';
import { assertFunds, credit, debit } from '../money/balances.ts';
import { activeProfile, profileOf } from '../money/profiles.ts';
import { is, pageOf, within } from '../page.ts';
import { alreadyExists, badRequest, expired, notFound } from '../problems.ts';
import type { WithId } from '../records.ts';
import { next, type Transitions } from '../transitions.ts';
import { pairOf, shifted } from './markets.ts';

/** Milliseconds that a quote holds. */
export const quoteLifetime = 30_000;

/** New quotes come out once a second at most. */
const refresh = 1_000;

const settlementDelay = 1_000;

const page = 'https://docs.paxos.com/guides/trading/quotes';

export const quoteExecutionTransitions: Transitions<'CREATED' | 'SETTLED', 'settle'> = [
  { from: 'CREATED', on: 'settle', to: 'SETTLED', evidence: 'documented', source: page },
];

/** What the two sides pay and get, as in the contract's example. */
const spread = { BUY: '1', SELL: '0.998' } as const;

export const quoteHandlers: PaxosHandlers = {
  ListQuotes(call) {
    const asked = [...new Set(call.query.markets ?? [])];
    const items = asked.flatMap((market) => [
      quote(call, market as Market, 'BUY'),
      quote(call, market as Market, 'SELL'),
    ]);
    return { status: 200, body: { items } };
  },

  CreateQuoteExecution(call) {
    const { body, records } = call;
    const existing = findByRef(records.quoteExecutions, body.ref_id);
    if (existing) throw alreadyExists(`quote execution already exists with ref_id '${body.ref_id}'`, existing);
    const held = find(records.quotes, body.quote_id);
    if (!held) throw notFound(`quote not found with id ${body.quote_id}`);
    if (call.now >= Date.parse(held.expires_at)) throw expired(`quote ${held.id}`, held.expires_at);
    const profile = activeProfile(call, call.path.profile_id);
    const recipient = body.recipient_profile_id ? profileOf(call, body.recipient_profile_id).id : undefined;
    const { identity_id, account_id } = body;
    assertMayAct(records, { identity_id, account_id, profile_id: profile.id }, held.side === 'BUY' ? 'buy' : 'sell');
    const { base_amount, quote_amount } = amountsOf(held, body);
    const pays =
      held.side === 'BUY' ? ([held.quote_asset, quote_amount] as const) : ([held.base_asset, base_amount] as const);
    assertFunds(records, profile.id, ...pays);
    debit(records, profile.id, ...pays);
    const execution = compact({
      id: call.id(),
      profile_id: profile.id,
      quote_id: held.id,
      ref_id: body.ref_id || undefined,
      status: 'CREATED' as const,
      market: held.market,
      side: held.side,
      price: held.price,
      base_amount,
      base_asset: held.base_asset,
      quote_amount,
      quote_asset: held.quote_asset,
      identity_id,
      account_id,
      recipient_profile_id: recipient,
      metadata: body.metadata,
      created_at: call.timestamp(),
    });
    add(records.quoteExecutions, execution);
    call.schedule(settlementDelay, 'quote execution settles', { execution: execution.id });
    return { status: 200, body: execution };
  },

  GetQuoteExecution(call) {
    const { id } = profileOf(call, call.path.profile_id);
    const execution = find(call.records.quoteExecutions, call.path.id);
    if (execution?.profile_id !== id) throw notFound(`quote execution not found with id ${call.path.id}`);
    return { status: 200, body: execution };
  },

  ListQuoteExecutions(call) {
    const { records, query } = call;
    const { id } = profileOf(call, call.path.profile_id);
    const wanted = all(records.quoteExecutions).filter(
      (one) =>
        one.profile_id === id &&
        is(query.market, one.market) &&
        is(query.side, one.side) &&
        is(query.status, one.status) &&
        within(one.created_at, query),
    );
    return { status: 200, body: { ...pageOf(wanted, query), total_count: wanted.length } };
  },
};

export const quoteJobs: PaxosJobs = {
  'quote execution settles'(context, { execution: id }: { execution: string }) {
    const { records } = context;
    const execution = find(records.quoteExecutions, id);
    const status = execution && next(quoteExecutionTransitions, execution.status as 'CREATED' | 'SETTLED', 'settle');
    if (!status) return;
    execution.status = status;
    execution.settled_at = context.timestamp();
    const to = execution.recipient_profile_id ?? execution.profile_id;
    if (execution.side === 'BUY') credit(records, to, execution.base_asset, execution.base_amount);
    else credit(records, to, execution.quote_asset, execution.quote_amount);
  },
};

function quote(context: PaxosContext, market: Market, side: 'BUY' | 'SELL'): WithId<Quote> {
  const { quotes } = context.records;
  const recent = all(quotes)
    .slice(-200)
    .reverse()
    .find((one) => one.market === market && one.side === side);
  if (recent && context.now < Date.parse(recent.created_at) + refresh) return recent;
  const { base, quote: money, price } = pairOf(market);
  return add(quotes, {
    id: context.id(),
    market,
    side,
    price: shifted(price, spread[side]),
    base_asset: base,
    quote_asset: money,
    created_at: context.timestamp(),
    expires_at: context.timestamp(quoteLifetime),
  });
}

/** Both amounts, of which the caller gives one; what is rounded is rounded against the caller. */
function amountsOf(
  held: Quote,
  { base_amount: base, quote_amount: money }: { base_amount?: string; quote_amount?: string },
) {
  if ((base === undefined) === (money === undefined))
    throw badRequest('give exactly one of base_amount and quote_amount');
  assertAmount(
    base === undefined ? 'quote_amount' : 'base_amount',
    base ?? money ?? '',
    base === undefined ? held.quote_asset : held.base_asset,
  );
  const buys = held.side === 'BUY';
  const base_amount =
    base ?? divide(money ?? '0', held.price, Math.min(8, scaleOf(held.base_asset)), buys ? 'down' : 'up');
  const quote_amount = money ?? round(multiply(base_amount, held.price), 2, buys ? 'up' : 'down');
  if (!/[1-9]/.test(base_amount) || !/[1-9]/.test(quote_amount)) throw badRequest('the amount is too small to trade');
  return { base_amount: asWritten(base_amount), quote_amount: asWritten(quote_amount) };
}
