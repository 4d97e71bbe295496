// Orchestrations: funds of a profile, converted if the assets differ, and delivered to a profile, an address or a bank.
import type { CreateOrchestrationRequest, Orchestration } from '@org/paxos-types';
import { all, find, findByRef } from '../collection.ts';
import { compact } from '../compact.ts';
import type { PaxosContext, PaxosHandlers } from '../handlers.ts';
import { assertMayAct } from '../identity/effects.ts';
import { assertAmount, assertAsset, isFiat } from '../money/assets.ts';
import { assertFunds } from '../money/balances.ts';
import { activeProfile, profileOf } from '../money/profiles.ts';
import { assertTravelRule, destinationOf } from '../money/travel-rule.ts';
import { among, pageOf, within } from '../page.ts';
import { alreadyExists, badRequest, notFound } from '../problems.ts';
import { isConvertible } from './conversions.ts';
import { beginOrchestration, type Plan } from './orchestration.ts';

export const orchestrationHandlers: PaxosHandlers = {
  CreateOrchestration(call) {
    const { body, records } = call;
    const existing = findByRef(records.orchestrations, body.ref_id);
    if (existing) throw alreadyExists(`orchestration already exists with ref_id '${body.ref_id}'`, existing);
    if (!body.ref_id) throw badRequest('ref_id must not be empty');
    const from = body.source?.profile?.profile_id;
    if (!from) throw badRequest('source.profile.profile_id is required');
    const profile = activeProfile(call, from);
    assertAssets(body);
    assertAmount('source_amount', body.source_amount, body.source_asset);
    const destination = assertDestination(call, body, body.destination);
    if (destination.profile?.profile_id === profile.id && body.source_asset === body.destination_asset) {
      throw badRequest('the source and the destination are the same');
    }
    assertMayAct(records, { ...body, profile_id: profile.id }, 'transfer');
    if (destination.crypto) assertTravelRule(records, call.now, destinationKey(body, destination.crypto), worth(body));
    assertFunds(records, profile.id, body.source_asset, body.source_amount);
    const { source_asset, destination_asset, source_amount, identity_id, account_id, metadata } = body;
    const orchestration = beginOrchestration(call, {
      source_asset,
      destination_asset,
      source_amount,
      source: { profile: { profile_id: profile.id } },
      destination,
      profile_id: profile.id,
      ref_id: body.ref_id,
      identity_id,
      account_id,
      metadata,
    });
    return { status: 200, body: orchestration };
  },

  GetOrchestration({ records, path }) {
    const orchestration = find(records.orchestrations, path.id);
    if (!orchestration) throw notFound(`orchestration ${path.id} is unknown`);
    return { status: 200, body: orchestration };
  },

  ListOrchestrations({ records, query }) {
    const wanted = all(records.orchestrations).filter(
      (one) =>
        among(query.orchestration_id, one.id) &&
        among(query.ref_id, one.ref_id) &&
        among(query.status, one.status) &&
        among(query.profile_id, one.profile_id) &&
        among(query.orchestration_rule_id, one.orchestration_rule_id) &&
        among(query.source_asset, one.source_asset) &&
        among(query.destination_asset, one.destination_asset) &&
        within(one.created_at, query),
    );
    const found = pageOf(wanted, query);
    return { status: 200, body: { ...found, orchestrations: found.items } };
  },
};

export function assertAssets({
  source_asset,
  destination_asset,
}: Pick<Plan, 'source_asset' | 'destination_asset'>): void {
  assertAsset(source_asset);
  assertAsset(destination_asset);
  if (source_asset !== destination_asset && !isConvertible(source_asset, destination_asset)) {
    throw badRequest(`${source_asset} cannot be converted to ${destination_asset}`);
  }
}

/** The destination as it is kept: exactly one variant, registered before where it lies outside of Paxos. */
export function assertDestination(
  context: PaxosContext,
  { destination_asset, identity_id }: Pick<CreateOrchestrationRequest, 'destination_asset' | 'identity_id'>,
  destination: CreateOrchestrationRequest['destination'],
): NonNullable<Orchestration['destination']> {
  const { records } = context;
  const { profile, crypto, fiat } = destination ?? {};
  if ([profile, crypto, fiat].filter(Boolean).length !== 1) {
    throw badRequest('destination needs exactly one of profile, crypto and fiat');
  }
  if (profile) return { profile: { profile_id: profileOf(context, profile.profile_id ?? '').id } };
  if (crypto) {
    if (isFiat(destination_asset)) throw badRequest('a blockchain address cannot receive fiat');
    const entry = crypto.address_id
      ? find(records.destinationAddresses, crypto.address_id)
      : destinationOf(records, { crypto_network: crypto.network ?? '', address: crypto.address ?? '', identity_id });
    if (!entry) throw notFound('the destination address is not registered: call PutCryptoDestinationAddress first');
    return { crypto: { address: entry.address, network: entry.crypto_network, address_id: entry.id } };
  }
  if (destination_asset !== 'USD') throw badRequest('a bank account receives USD only');
  const account = find(records.fiatAccounts, fiat?.bank_account_id);
  if (!account || account.deleted) throw notFound('fiat account not found with requested ID');
  if (account.status !== 'APPROVED')
    throw badRequest(`fiat account has invalid status ${account.status}, must be approved`);
  return { fiat: compact({ bank_account_id: account.id, memo: fiat?.memo }) };
}

function destinationKey(
  { identity_id }: CreateOrchestrationRequest,
  { address = '', network = '' }: NonNullable<NonNullable<Orchestration['destination']>['crypto']>,
) {
  return { crypto_network: network, address, identity_id };
}

function worth({ destination_asset, source_amount }: CreateOrchestrationRequest) {
  return { asset: destination_asset, amount: source_amount };
}
