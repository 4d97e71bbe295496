// The life of an orchestration: it takes the source amount, and delivers the result or gives the money back.
import type {
  Orchestration,
  OrchestrationStatus,
  OrchestrationStatusChangeObject,
  TransferType,
} from '@org/paxos-types';
import { add, find } from '../collection.ts';
import { compact } from '../compact.ts';
import { announce } from '../events.ts';
import type { PaxosContext, PaxosJobs } from '../handlers.ts';
import { credit, debit } from '../money/balances.ts';
import { networkOf } from '../money/fiat-deposits.ts';
import { withdrawalKinds } from '../money/fiat-withdrawals.ts';
import { outcomeKey, outcomeOf } from '../money/outcome.ts';
import { beginTransfer, type TransferRecord } from '../money/transfers.ts';
import { customerId, type WithId } from '../records.ts';
import { next, type Transitions } from '../transitions.ts';

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

export const orchestrationJobs: PaxosJobs = {
  'orchestration ends'(context, { orchestration: id }: { orchestration: string }) {
    const orchestration = find(context.records.orchestrations, id);
    if (orchestration) endOrchestration(context, orchestration);
  },
};

/** What an approver in the dashboard does: the orchestration goes on. */
export function approveOrchestration(context: PaxosContext, orchestration: OrchestrationRecord): void {
  const status = next(orchestrationTransitions, orchestration.status as State, 'approve');
  if (!status) return;
  orchestration.status = status as OrchestrationStatus;
  orchestration.updated_at = context.timestamp();
  // It was held by its metadata; approved, it takes its course.
  delete orchestration.metadata?.[outcomeKey];
  tell(context, orchestration);
  context.schedule(delay, 'orchestration ends', { orchestration: orchestration.id });
}

/** Carries a plan out, or gives the money back: as its metadata choose, or for one that was not approved. */
export function endOrchestration(context: PaxosContext, orchestration: OrchestrationRecord): void {
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

function tell(context: PaxosContext, orchestration: OrchestrationRecord): void {
  const { status } = orchestration;
  if (status !== 'PROCESSING' && status !== 'COMPLETED' && status !== 'FAILED') return;
  const type = `orchestration.${status.toLowerCase() as 'processing' | 'completed' | 'failed'}` as const;
  announce(context, type, 'orchestration_status_change', orchestrationChange(orchestration));
}

/** The object of the events of an orchestration. */
export function orchestrationChange(orchestration: OrchestrationRecord): OrchestrationStatusChangeObject {
  const { id, ref_id = '', status, orchestration_rule_id } = orchestration;
  return compact({ id, ref_id, status: status as OrchestrationStatusChangeObject['status'], orchestration_rule_id });
}
