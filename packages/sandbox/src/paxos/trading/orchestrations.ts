// Orchestrations: funds of a profile, converted if the assets differ, and delivered to a profile, an address or a bank.
import type { CreateOrchestrationRequest, Orchestration, OrchestrationStatus, TransferType } from '@org/paxos-types';
import { add, all, find, findByRef } from '../collection.ts';
import { compact } from '../compact.ts';
import { announce } from '../events.ts';
import type { PaxosContext, PaxosHandlers, PaxosJobs } from '../handlers.ts';
import { assertMayAct } from '../identity/effects.ts';
import { assertAmount, assertAsset, isFiat } from '../money/assets.ts';
import { assertFunds, credit, debit } from '../money/balances.ts';
import { networkOf } from '../money/fiat-deposits.ts';
import { withdrawalKinds } from '../money/fiat-withdrawals.ts';
import { outcomeOf } from '../money/outcome.ts';
import { activeProfile, profileOf } from '../money/profiles.ts';
import { beginTransfer, type TransferRecord } from '../money/transfers.ts';
import { assertTravelRule, destinationOf } from '../money/travel-rule.ts';
import { among, pageOf, within } from '../page.ts';
import { alreadyExists, badRequest, notFound } from '../problems.ts';
import { customerId, type WithId } from '../records.ts';
import { next, type Transitions } from '../transitions.ts';
import { isConvertible } from './conversions.ts';

type State = 'PENDING' | 'PROCESSING' | 'COMPLETED' | 'FAILED' | 'REJECTED';
type Step = 'approve' | 'reject' | 'complete' | 'fail';
export type OrchestrationRecord = WithId<Orchestration>;

/** Milliseconds until an orchestration comes to its end. */
const delay = 30_000;

const page = 'https://docs.paxos.com/guides/orchestrations';

export const orchestrationTransitions: Transitions<State, Step> = [
  { from: 'PROCESSING', on: 'complete', to: 'COMPLETED', evidence: 'documented', source: page },
  { from: 'PROCESSING', on: 'fail', to: 'FAILED', evidence: 'documented', source: page },
  { from: 'PENDING', on: 'reject', to: 'REJECTED', evidence: 'documented', source: page },
  { from: 'PENDING', on: 'approve', to: 'PROCESSING', evidence: 'inferred', source: page },
];

export interface Plan {
  readonly source_asset: string;
  readonly destination_asset: string;
  readonly source_amount: string;
  readonly source: NonNullable<Orchestration['source']>;
  readonly destination: NonNullable<Orchestration['destination']>;
  readonly profile_id: string;
  readonly ref_id: string;
  readonly identity_id?: string | undefined;
  readonly account_id?: string | undefined;
  readonly metadata?: Record<string, string> | undefined;
  readonly orchestration_rule_id?: string | undefined;
}

/** Takes the source amount and carries the plan out, later. What the plan's metadata choose may keep or reject it. */
export function beginOrchestration(context: PaxosContext, plan: Plan): OrchestrationRecord {
  const { records } = context;
  const now = context.timestamp();
  const { end, secondary } = outcomeOf(plan.metadata);
  const waits = secondary?.name === 'PENDING_CUSTOMER_APPROVAL' || secondary?.name === 'CUSTOMER_REJECTED';
  const orchestration: OrchestrationRecord = add(
    records.orchestrations,
    compact({
      ...plan,
      id: context.id(),
      customer_id: customerId,
      status: waits ? ('PENDING' as const) : ('PROCESSING' as const),
      destination_transfer: { status: 'PENDING' as const },
      created_at: now,
      updated_at: now,
    }),
  );
  debit(records, plan.profile_id, plan.source_asset, plan.source_amount);
  if (!waits) tell(context, orchestration);
  if (!waits || end !== 'held') context.schedule(delay, 'orchestration ends', { orchestration: orchestration.id });
  return orchestration;
}

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

export const orchestrationJobs: PaxosJobs = {
  'orchestration ends'(context, { orchestration: id }: { orchestration: string }) {
    const orchestration = find(context.records.orchestrations, id);
    if (!orchestration) return;
    const rejected = orchestration.status === 'PENDING';
    const fails = rejected || outcomeOf(orchestration.metadata).end !== 'COMPLETED';
    const on: Step = rejected ? 'reject' : fails ? 'fail' : 'complete';
    const status = next(orchestrationTransitions, orchestration.status as State, on);
    if (!status) return;
    orchestration.status = status as OrchestrationStatus;
    orchestration.updated_at = context.timestamp();
    if (fails) {
      const { profile_id = '', source_asset = '', source_amount = '0' } = orchestration;
      credit(context.records, profile_id, source_asset, source_amount);
      orchestration.destination_transfer = { status: 'FAILED' };
      if (!rejected) orchestration.fail_reason = { detail: 'the transfer to the destination failed' };
    } else {
      orchestration.destination_transfer = { status: 'COMPLETED', transfer_id: deliver(context, orchestration).id };
    }
    if (!rejected) tell(context, orchestration);
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

/** The transfer that carries the result to its destination; it is through at once. */
function deliver(context: PaxosContext, orchestration: OrchestrationRecord): TransferRecord {
  const { records } = context;
  const {
    profile_id = '',
    destination_asset: asset = '',
    source_amount: amount = '0',
    destination = {},
  } = orchestration;
  const { crypto, fiat, profile } = destination;
  const common = { asset, amount, fee: '0', total: amount, ...owner(orchestration) };
  if (profile?.profile_id) {
    return beginTransfer(
      context,
      {
        ...common,
        type: 'INTERNAL_TRANSFER_CREDIT',
        direction: 'CREDIT',
        profile_id: profile.profile_id,
        eventKind: 'internal_transfer_credit',
      },
      0,
    );
  }
  // What was converted passes through the profile on its way out.
  credit(records, profile_id, asset, amount);
  if (crypto) {
    return beginTransfer(
      context,
      {
        ...common,
        type: 'CRYPTO_WITHDRAWAL',
        eventKind: 'crypto_withdrawal',
        direction: 'DEBIT',
        profile_id,
        ...(crypto.network && { crypto_network: crypto.network }),
        ...(crypto.address && { destination_address: crypto.address }),
      } as Parameters<typeof beginTransfer>[1],
      0,
    );
  }
  const account = find(records.fiatAccounts, fiat?.bank_account_id);
  const how: { type: TransferType; eventKind?: string } =
    withdrawalKinds[networkOf(account?.fiat_network_instructions ?? {})];
  return beginTransfer(
    context,
    {
      ...common,
      ...how,
      direction: 'DEBIT',
      profile_id,
      ...compact({ fiat_account_id: fiat?.bank_account_id, memo: fiat?.memo }),
    },
    0,
  );
}

function owner({ identity_id, account_id }: OrchestrationRecord) {
  return compact({ identity_id, account_id });
}

function tell(
  context: PaxosContext,
  { id, ref_id = '', status, orchestration_rule_id: rule }: OrchestrationRecord,
): void {
  if (status !== 'PROCESSING' && status !== 'COMPLETED' && status !== 'FAILED') return;
  const type = `orchestration.${status.toLowerCase() as 'processing' | 'completed' | 'failed'}` as const;
  announce(context, type, 'orchestration_status_change', {
    id,
    ref_id,
    status,
    ...(rule && { orchestration_rule_id: rule }),
  });
}
