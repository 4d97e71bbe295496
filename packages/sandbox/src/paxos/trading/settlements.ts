// Settlement transactions: two profiles exchange assets, all legs together or none.
import type { Obligation, Transaction, TransactionStatus } from '@org/paxos-types';
import { add, all, find, findByRef } from '../collection.ts';
import { compare } from '../decimal.ts';
import type { PaxosContext, PaxosHandlers, PaxosJobs } from '../handlers.ts';
import { assertAmount, assertAsset } from '../money/assets.ts';
import { balanceOf, credit, debit } from '../money/balances.ts';
import { activeProfile } from '../money/profiles.ts';
import { among, is, pageOf } from '../page.ts';
import { alreadyExists, badRequest, conflict, notFound } from '../problems.ts';
import type { WithId } from '../records.ts';
import { timeOf } from '../times.ts';
import { next, type Transitions } from '../transitions.ts';

type State = 'PENDING' | 'AFFIRMED' | 'SETTLED' | 'EXPIRED' | 'CANCELLED';

/** How often the sandbox looks whether both sides can deliver, in milliseconds. */
const retry = 600_000;
const first = 1_000;

/** Window of a transaction that names none, in milliseconds. */
const defaultWindow = 24 * 3_600_000;

const page = 'https://docs.paxos.com/api-reference/endpoints/settlement';

export const settlementTransitions: Transitions<State, 'affirm' | 'cancel' | 'settle' | 'expire'> = [
  { from: 'PENDING', on: 'affirm', to: 'AFFIRMED', evidence: 'documented', source: page },
  { from: 'PENDING', on: 'cancel', to: 'CANCELLED', evidence: 'documented', source: page },
  { from: 'PENDING', on: 'expire', to: 'EXPIRED', evidence: 'inferred', source: page },
  { from: 'AFFIRMED', on: 'settle', to: 'SETTLED', evidence: 'documented', source: page },
  { from: 'AFFIRMED', on: 'expire', to: 'EXPIRED', evidence: 'documented', source: page },
];

export const settlementHandlers: PaxosHandlers = {
  CreateTransaction(call) {
    const { body, records } = call;
    const existing = findByRef(records.settlements, body.ref_id);
    if (existing) throw alreadyExists(`transaction already exists with ref_id '${body.ref_id}'`, existing);
    if (!body.source_profile_id || !body.target_profile_id) {
      throw badRequest('source_profile_id and target_profile_id are required');
    }
    const source = activeProfile(call, body.source_profile_id);
    const target = activeProfile(call, body.target_profile_id);
    if (source === target) throw badRequest('target_profile_id must name another profile');
    if (!body.legs?.length) throw badRequest('legs needs at least one entry');
    for (const { amount = '', asset = '', direction } of body.legs) {
      assertAsset(asset);
      assertAmount('legs.amount', amount, asset);
      if (!direction) throw badRequest('legs.direction is required');
    }
    const start = body.settlement_window_start ?? call.timestamp();
    const from = timeOf('settlement_window_start', start);
    const end = body.settlement_window_end ?? new Date(from + defaultWindow).toISOString();
    if (timeOf('settlement_window_end', end) <= Math.max(from, call.now)) {
      throw badRequest('settlement_window_end must lie ahead, after settlement_window_start');
    }
    const now = call.timestamp();
    const id = call.id();
    const transaction: WithId<Transaction> = add(records.settlements, {
      id,
      ref_id: body.ref_id || id,
      status: 'PENDING',
      source_profile_id: source.id,
      target_profile_id: target.id,
      legs: body.legs.map(({ amount = '0', asset = '', direction = 'DELIVER' }) => ({
        id: call.id(),
        amount,
        asset,
        direction,
      })),
      settlement_window_start: start,
      settlement_window_end: end,
      created_at: now,
      updated_at: now,
    });
    call.schedule(Date.parse(end) - call.now, 'transaction expires', { transaction: id });
    return { status: 200, body: reply(transaction) };
  },

  GetTransaction({ records, path }) {
    const transaction = find(records.settlements, path.transaction_id);
    if (!transaction) throw notFound(`transaction ${path.transaction_id} is unknown`);
    return { status: 200, body: reply(transaction) };
  },

  ListTransactions({ records, query }) {
    const wanted = all(records.settlements).filter(
      (one) =>
        among(query.statuses, one.status) &&
        is(query.source_profile_id, one.source_profile_id) &&
        is(query.target_profile_id, one.target_profile_id),
    );
    const { items, ...next } = pageOf(wanted, query);
    return { status: 200, body: { items: items.map(reply), ...next } };
  },

  AffirmTransaction(call) {
    const transaction = moved(call, call.path.transaction_id, 'affirm');
    const wait = Math.max(first, Date.parse(transaction.settlement_window_start) - call.now);
    call.schedule(wait, 'transaction settles', { transaction: transaction.id });
    return { status: 200, body: reply(transaction) };
  },

  CancelTransaction(call) {
    return { status: 200, body: reply(moved(call, call.path.transaction_id, 'cancel')) };
  },
};

export const settlementJobs: PaxosJobs = {
  'transaction settles'(context, { transaction: id }: { transaction: string }) {
    const { records } = context;
    const transaction = find(records.settlements, id);
    if (transaction?.status !== 'AFFIRMED') return;
    const { source_profile_id: source, target_profile_id: target, legs } = transaction;
    const payer = ({ direction }: Obligation): string => (direction === 'DELIVER' ? source : target);
    const payee = ({ direction }: Obligation): string => (direction === 'DELIVER' ? target : source);
    if (!canPay(context, legs, payer)) {
      context.schedule(retry, 'transaction settles', { transaction: id });
      return;
    }
    for (const leg of legs) debit(records, payer(leg), leg.asset, leg.amount);
    for (const leg of legs) credit(records, payee(leg), leg.asset, leg.amount);
    advance(context, transaction, 'settle');
  },

  'transaction expires'(context, { transaction: id }: { transaction: string }) {
    const transaction = find(context.records.settlements, id);
    if (transaction) advance(context, transaction, 'expire');
  },
};

/** Whether both sides hold what all their legs need together. */
function canPay({ records }: PaxosContext, legs: readonly Obligation[], payer: (leg: Obligation) => string): boolean {
  const copy = { ...records, balances: structuredClone(records.balances) };
  return legs.every((leg) => {
    const { available } = balanceOf(copy, payer(leg), leg.asset);
    if (compare(available, leg.amount) < 0) return false;
    debit(copy, payer(leg), leg.asset, leg.amount);
    return true;
  });
}

function moved(context: PaxosContext, id: string, on: 'affirm' | 'cancel'): WithId<Transaction> {
  const transaction = find(context.records.settlements, id);
  if (!transaction) throw notFound(`transaction ${id} is unknown`);
  if (!advance(context, transaction, on)) throw conflict(`transaction ${id} is ${transaction.status}, not PENDING`);
  return transaction;
}

function advance(
  context: PaxosContext,
  transaction: WithId<Transaction>,
  on: 'affirm' | 'cancel' | 'settle' | 'expire',
): boolean {
  const status = next(settlementTransitions, transaction.status as State, on);
  if (!status) return false;
  transaction.status = status as TransactionStatus;
  transaction.updated_at = context.timestamp();
  return true;
}

function reply({ ref_id = '', ...transaction }: WithId<Transaction>): Transaction {
  return { ...transaction, ref_id };
}
