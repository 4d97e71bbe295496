// Minting and redeeming PAXG at the issuer's price.
import { add, all, find } from '../collection.ts';
import { isPositive, multiply, add as plus, round, subtract } from '../decimal.ts';
import type { PaxosHandlers, PaxosJobs } from '../handlers.ts';
import { assertMayAct } from '../identity/effects.ts';
import { assertAmount } from '../money/assets.ts';
import { assertFunds, credit, debit } from '../money/balances.ts';
import { activeProfile } from '../money/profiles.ts';
import { among, is, pageOf, within } from '../page.ts';
import { badRequest, conflict, expired, notFound } from '../problems.ts';
import { next, type Transitions } from '../transitions.ts';
import { pairOf } from './markets.ts';

export interface IssuerQuoteRecord {
  readonly id: string;
  readonly profile_id: string;
  readonly side: 'BUY' | 'SELL';
  readonly quantity: string;
  readonly price: string;
  readonly fee: string;
  readonly quote_amount: string;
  readonly expires_at: string;
  readonly created_at: string;
  executed: boolean;
}

/** Milliseconds: "only seconds away"; the example has about five. */
const lifetime = 5_000;
const settlementDelay = 1_000;

/** In tokens, from the contract's example. */
const fee = '0.001';

const page = 'https://docs.paxos.com/guides/issuer-quotes';

export const issuerExecutionTransitions: Transitions<'PENDING' | 'COMPLETE' | 'FAILED', 'settle'> = [
  { from: 'PENDING', on: 'settle', to: 'COMPLETE', evidence: 'documented', source: page },
];

export const issuerQuoteHandlers: PaxosHandlers = {
  CreateIssuerQuote(call) {
    const { body } = call;
    if (body.market !== 'PAXGUSD') throw badRequest('market must be PAXGUSD');
    assertAmount('base_amount', body.base_amount, 'PAXG');
    const profile = activeProfile(call, body.profile_id);
    const { price } = pairOf('PAXGUSD');
    const buys = body.side === 'BUY';
    const priced = buys ? plus(body.base_amount, fee) : subtract(body.base_amount, fee);
    if (!isPositive(priced)) throw badRequest(`base_amount must exceed the fee of ${fee} PAXG`);
    const quote: IssuerQuoteRecord = add(call.records.issuerQuotes, {
      id: call.id(),
      profile_id: profile.id,
      side: buys ? 'BUY' : 'SELL',
      quantity: body.base_amount,
      price,
      fee,
      quote_amount: round(multiply(priced, price), 2, buys ? 'up' : 'down'),
      created_at: call.timestamp(),
      expires_at: call.timestamp(lifetime),
      executed: false,
    });
    const { id, executed: _executed, created_at: _created, profile_id: _profile, ...shown } = quote;
    return { status: 200, body: { ...shown, quote_id: id, market: 'PAXGUSD' } };
  },

  GetIssuerQuoteSettlementAvailability(call) {
    const { market } = call.query;
    if (market !== 'PAXGUSD') throw badRequest('market must be PAXGUSD');
    return {
      status: 200,
      body: { market, buy_quantity: '100.000', sell_quantity: '0.000', snapshot_at: call.timestamp() },
    };
  },

  CreateIssuerQuoteExecution(call) {
    const { records, body, path } = call;
    const quote = find(records.issuerQuotes, path.quote_id);
    if (!quote) throw notFound(`quote not found with id ${path.quote_id}`);
    const profile = activeProfile(call, body.profile_id);
    if (profile.id !== quote.profile_id) throw badRequest(`quote ${quote.id} was given to another profile`);
    if (quote.executed) throw conflict(`quote ${quote.id} was executed already`);
    if (call.now >= Date.parse(quote.expires_at)) throw expired(`quote ${quote.id}`, quote.expires_at);
    const buys = quote.side === 'BUY';
    assertMayAct(records, { profile_id: profile.id }, buys ? 'buy' : 'sell');
    const [asset, amount] = buys ? (['USD', quote.quote_amount] as const) : (['PAXG', quote.quantity] as const);
    assertFunds(records, profile.id, asset, amount);
    debit(records, profile.id, asset, amount);
    quote.executed = true;
    const { id } = add(records.issuerExecutions, {
      id: call.id(),
      created_at: call.timestamp(),
      asset_type: 'PAXG',
      principal: quote.quote_amount,
      fee: '0',
      status: 'PENDING',
      ref_id: quote.id,
      token_fee: fee,
      token_price: quote.price,
      token_principal: buys ? quote.quantity : subtract(fee, quote.quantity),
      profile_id: profile.id,
    });
    call.schedule(settlementDelay, 'issuer quote settles', { execution: id, quote: quote.id });
    return { status: 200, body: { id } };
  },

  ListIssuerQuoteExecutions({ records, query }) {
    const wanted = all(records.issuerExecutions).filter(
      (one) =>
        is(query.profile_id, one.profile_id) &&
        among(query.status, one.status) &&
        within(one.created_at, query, 'created_range'),
    );
    const { items, ...next } = pageOf(wanted, query);
    return { status: 200, body: { issuer_quote_executions: items, ...next } };
  },
};

export const issuerQuoteJobs: PaxosJobs = {
  'issuer quote settles'({ records }, ids: { execution: string; quote: string }) {
    const execution = find(records.issuerExecutions, ids.execution);
    const quote = find(records.issuerQuotes, ids.quote);
    const status = execution && next(issuerExecutionTransitions, execution.status as 'PENDING', 'settle');
    if (!execution || !quote || !status) return;
    execution.status = status;
    if (quote.side === 'BUY') credit(records, execution.profile_id, 'PAXG', quote.quantity);
    else credit(records, execution.profile_id, 'USD', quote.quote_amount);
  },
};
