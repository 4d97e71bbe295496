// The periodic renewal of an identity's data: begun by the sandbox's own calls, answered by an update, or lapsed.
import { find } from '../collection.ts';
import { announce } from '../events.ts';
import type { PaxosContext, PaxosHandlers, PaxosJobs } from '../handlers.ts';
import { badRequest, conflict, notFound } from '../problems.ts';
import type { PaxosRecords } from '../records.ts';
import { next, type Transitions } from '../transitions.ts';
import { syncControl } from './controls.ts';
import type { IdentityRecord } from './record.ts';
import { settleStatus } from './status.ts';

const day = 86_400_000;

/** Time between two refreshes: the documented example plans the next one a year later. */
const interval = 365 * day;

/** Days until a refresh that was due lapses; inferred, from the documented maximum of a forced one. */
const longestExpiry = 90;

type State = IdentityRecord['refresh']['state'];
type Step = 'start' | 'complete' | 'expire' | 'reset';

const page = 'https://docs.paxos.com/guides/identity/kyc-refresh';

export const refreshTransitions: Transitions<State, Step> = [
  { from: 'NONE', on: 'start', to: 'STARTED', evidence: 'documented', source: page },
  { from: 'STARTED', on: 'complete', to: 'NONE', evidence: 'documented', source: page },
  { from: 'STARTED', on: 'expire', to: 'EXPIRED', evidence: 'documented', source: page },
  { from: 'STARTED', on: 'reset', to: 'NONE', evidence: 'documented', source: page },
  { from: 'EXPIRED', on: 'reset', to: 'NONE', evidence: 'documented', source: page },
  { from: 'EXPIRED', on: 'complete', to: 'NONE', evidence: 'inferred', source: page },
  { from: 'NONE', on: 'reset', to: 'NONE', evidence: 'inferred', source: page },
];

export const refreshHandlers: PaxosHandlers = {
  SandboxStartKycRefresh(call) {
    const identity = known(call.records, call.path.identity_id);
    const last = Date.parse(identity.last_kyc_refresh_date ?? identity.created_at);
    if (call.now < last + interval) {
      throw badRequest(`identity ${identity.id} is not due before ${iso(last + interval)}: use force-start`);
    }
    start(call, identity, longestExpiry);
    return { status: 200, body: {} };
  },

  SandboxForceStartKycRefresh(call) {
    const { identity_id, expiry_days: days } = call.body;
    const identity = known(call.records, identity_id);
    start(call, identity, days);
    return { status: 200, body: {} };
  },

  SandboxResetKycRefresh(call) {
    const identity = known(call.records, call.body.identity_id);
    identity.refresh = { state: 'NONE' };
    restrict(call, identity);
    settleStatus(call, identity);
    return { status: 200, body: {} };
  },
};

/** The update that answers a refresh. Without one under way it only records the date. The caller settles the status. */
export function completeRefresh(context: PaxosContext, identity: IdentityRecord, date: string): void {
  identity.last_kyc_refresh_date = date;
  if (!next(refreshTransitions, identity.refresh.state, 'complete')) return;
  identity.refresh = { state: 'NONE' };
  tell(context, 'identity.kyc_refresh.completed', identity);
  restrict(context, identity);
}

export const refreshJobs: PaxosJobs = {
  'kyc refresh expires'(context, { identity: id, refresh }: { identity: string; refresh: string }) {
    const identity = find(context.records.identities, id);
    if (identity?.refresh.state !== 'STARTED' || identity.refresh.id !== refresh) return;
    identity.refresh = { state: 'EXPIRED', id: refresh };
    tell(context, 'identity.kyc_refresh.expired', identity);
    restrict(context, identity);
    settleStatus(context, identity);
  },
};

function start(context: PaxosContext, identity: IdentityRecord, days: number): void {
  if (!next(refreshTransitions, identity.refresh.state, 'start')) {
    throw conflict(`identity ${identity.id} has a refresh that is ${identity.refresh.state}: answer or reset it first`);
  }
  if (identity.status !== 'APPROVED') {
    throw badRequest(`identity ${identity.id} is ${identity.status}: only an APPROVED one is refreshed`);
  }
  const id = context.id();
  identity.refresh = { state: 'STARTED', id };
  context.schedule(days * day, 'kyc refresh expires', { identity: identity.id, refresh: id });
  tell(context, 'identity.kyc_refresh.started', identity);
  settleStatus(context, identity);
}

// An overdue refresh disables the identity; the control that represents it is inferred from its reason code.
function restrict(context: PaxosContext, identity: IdentityRecord): void {
  syncControl(context, identity, identity.refresh.state === 'EXPIRED', {
    type: 'SELL_ONLY',
    by: 'SET_BY_PAXOS',
    reasonCode: 'COMPLIANCE_KYC',
    reason: 'The periodic refresh is late',
  });
}

function tell(
  context: PaxosContext,
  type: 'identity.kyc_refresh.started' | 'identity.kyc_refresh.completed' | 'identity.kyc_refresh.expired',
  identity: IdentityRecord,
): void {
  const { last_kyc_refresh_date: last } = identity;
  announce(context, type, 'identity_kyc_refresh', {
    id: context.id(),
    identity_id: identity.id,
    ...(last && { last_kyc_refresh_date: last, next_kyc_refresh_date: iso(Date.parse(last) + interval) }),
  });
}

function known(records: PaxosRecords, id: string): IdentityRecord {
  const identity = find(records.identities, id);
  if (!identity) throw notFound(`identity ${id} is unknown`);
  return identity;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
