// Stablecoin conversion, one to one. Deprecated by Paxos in favour of orchestrations.
import { add, all, find, findByRef } from '../collection.ts';
import { compact } from '../compact.ts';
import { asWritten } from '../decimal.ts';
import type { PaxosHandlers, PaxosJobs } from '../handlers.ts';
import { assertMayAct } from '../identity/effects.ts';
import { assertAmount, stablecoins } from '../money/assets.ts';
import { assertFunds, credit, debit } from '../money/balances.ts';
import { activeProfile, profileOf } from '../money/profiles.ts';
import { is, pageOf, within } from '../page.ts';
import { alreadyExists, badRequest, forbidden, notFound } from '../problems.ts';
import { next, type Transitions } from '../transitions.ts';

type State = 'CREATED' | 'SETTLED' | 'CANCELLED';

const settlementDelay = 1_000;

const page = 'https://docs.paxos.com/api-reference/endpoints/stablecoin-conversion';

export const conversionTransitions: Transitions<State, 'settle' | 'cancel'> = [
  { from: 'CREATED', on: 'settle', to: 'SETTLED', evidence: 'documented', source: page },
  { from: 'CREATED', on: 'cancel', to: 'CANCELLED', evidence: 'documented', source: page },
];

/** Whether one asset can be changed into another one to one: dollars and the stablecoins of one dollar each. */
export function isConvertible(source: string, target: string): boolean {
  const dollars = ['USD', ...stablecoins];
  return source !== target && dollars.includes(source) && dollars.includes(target);
}

export const conversionHandlers: PaxosHandlers = {
  CreateStablecoinConversion(call) {
    const { body, records } = call;
    const { source_asset, target_asset, amount, identity_id, account_id } = body;
    const existing = findByRef(records.conversions, body.ref_id);
    if (existing) throw alreadyExists(`conversion already exists with ref_id '${body.ref_id}'`, existing);
    if (!isConvertible(source_asset, target_asset))
      throw badRequest(`${source_asset} cannot be converted to ${target_asset}`);
    // Both sides carry the same amount, so it has to be one of either asset.
    assertAmount('amount', amount, source_asset);
    assertAmount('amount', amount, target_asset);
    const profile = activeProfile(call, body.profile_id);
    const recipient = body.recipient_profile_id ? profileOf(call, body.recipient_profile_id).id : undefined;
    assertMayAct(records, { identity_id, account_id, profile_id: profile.id }, 'convert');
    assertFunds(records, profile.id, source_asset, amount);
    debit(records, profile.id, source_asset, amount);
    const now = call.timestamp();
    const conversion = add(
      records.conversions,
      compact({
        id: call.id(),
        profile_id: profile.id,
        amount: asWritten(amount),
        source_asset,
        target_asset,
        status: 'CREATED',
        ref_id: body.ref_id || undefined,
        identity_id,
        account_id: account_id ?? '00000000-0000-0000-0000-000000000000',
        recipient_profile_id: recipient,
        metadata: body.metadata,
        created_at: now,
        updated_at: now,
      }),
    );
    call.schedule(settlementDelay, 'conversion settles', { conversion: conversion.id });
    return { status: 200, body: conversion };
  },

  GetStablecoinConversion({ records, path }) {
    const conversion = find(records.conversions, path.id);
    if (!conversion) throw notFound(`conversion with id ${path.id} not found`);
    return { status: 200, body: conversion };
  },

  ListStablecoinConversions({ records, query }) {
    const wanted = all(records.conversions).filter(
      (one) =>
        is(query.profile_id, one.profile_id) &&
        is(query.ref_id, one.ref_id) &&
        within(one.created_at, query) &&
        within(one.updated_at, query, 'updated_at'),
    );
    return { status: 200, body: pageOf(wanted, query) };
  },

  CancelStablecoinConversion(call) {
    const { records, path } = call;
    const conversion = find(records.conversions, path.id);
    if (!conversion) throw notFound(`conversion with id ${path.id} not found`);
    const status = next(conversionTransitions, conversion.status as State, 'cancel');
    if (!status) throw forbidden(`conversion is ${conversion.status}: only a CREATED one can be cancelled`);
    conversion.status = status;
    conversion.updated_at = call.timestamp();
    conversion.cancelled_at = conversion.updated_at;
    credit(records, conversion.profile_id ?? '', conversion.source_asset ?? '', conversion.amount ?? '0');
    return { status: 200, body: conversion };
  },
};

export const conversionJobs: PaxosJobs = {
  'conversion settles'(context, { conversion: id }: { conversion: string }) {
    const conversion = find(context.records.conversions, id);
    const status = conversion && next(conversionTransitions, conversion.status as State, 'settle');
    if (!status) return;
    conversion.status = status;
    conversion.updated_at = context.timestamp();
    conversion.settled_at = conversion.updated_at;
    const to = conversion.recipient_profile_id ?? conversion.profile_id ?? '';
    credit(context.records, to, conversion.target_asset ?? '', conversion.amount ?? '0');
  },
};
