// The status of an identity: which one applies, which steps there are, and who hears of a step.
// https://docs.paxos.com/guides/identity/statuses and /identity-lifecycle
import type { IdentityStatusChangeObject } from '@org/paxos-types';
import { find } from '../collection.ts';
import { announce } from '../events.ts';
import type { PaxosContext } from '../handlers.ts';
import type { PaxosRecords } from '../records.ts';
import type { Transitions } from '../transitions.ts';
import { activeControls, type IdentityRecord, type Status } from './record.ts';
import { requirementsOf } from './requirements.ts';

const lifecycle = 'https://docs.paxos.com/guides/identity/identity-lifecycle';
const statuses = 'https://docs.paxos.com/guides/identity/statuses';
const lever = 'https://docs.paxos.com/api-reference/endpoints/sandbox-identity/set-sandbox-identity-status';

/** Every step. Those that only the sandbox's own call takes are inferred: it sets any check to any outcome. */
export const identityTransitions: Transitions<Status, Status> = [
  { from: 'PENDING', on: 'APPROVED', to: 'APPROVED', evidence: 'documented', source: lifecycle },
  { from: 'PENDING', on: 'DENIED', to: 'DENIED', evidence: 'documented', source: lifecycle },
  { from: 'APPROVED', on: 'DISABLED', to: 'DISABLED', evidence: 'documented', source: statuses },
  { from: 'APPROVED', on: 'ERROR', to: 'ERROR', evidence: 'documented', source: statuses },
  { from: 'DISABLED', on: 'APPROVED', to: 'APPROVED', evidence: 'documented', source: statuses },
  { from: 'APPROVED', on: 'PENDING', to: 'PENDING', evidence: 'documented', source: lifecycle },
  { from: 'PENDING', on: 'DISABLED', to: 'DISABLED', evidence: 'inferred', source: lever },
  { from: 'PENDING', on: 'ERROR', to: 'ERROR', evidence: 'inferred', source: lever },
  { from: 'APPROVED', on: 'DENIED', to: 'DENIED', evidence: 'inferred', source: lever },
  { from: 'DENIED', on: 'PENDING', to: 'PENDING', evidence: 'inferred', source: lever },
  { from: 'DENIED', on: 'APPROVED', to: 'APPROVED', evidence: 'inferred', source: lever },
  { from: 'DENIED', on: 'DISABLED', to: 'DISABLED', evidence: 'inferred', source: lever },
  { from: 'DENIED', on: 'ERROR', to: 'ERROR', evidence: 'inferred', source: lever },
  { from: 'DISABLED', on: 'PENDING', to: 'PENDING', evidence: 'inferred', source: lever },
  { from: 'DISABLED', on: 'DENIED', to: 'DENIED', evidence: 'inferred', source: lever },
  { from: 'DISABLED', on: 'ERROR', to: 'ERROR', evidence: 'inferred', source: lever },
  { from: 'ERROR', on: 'PENDING', to: 'PENDING', evidence: 'inferred', source: lever },
  { from: 'ERROR', on: 'APPROVED', to: 'APPROVED', evidence: 'inferred', source: lever },
  { from: 'ERROR', on: 'DENIED', to: 'DENIED', evidence: 'inferred', source: lever },
  { from: 'ERROR', on: 'DISABLED', to: 'DISABLED', evidence: 'inferred', source: lever },
];

/** The status that follows from checks, controls and requirements; the first reason counts. */
export function statusOf(identity: IdentityRecord, records: PaxosRecords): Status {
  const controls = activeControls(identity);
  const checks = Object.values(identity.checks);
  const { blocked } = requirementsOf(identity, records);
  if (controls.some(({ type }) => type === 'FROZEN')) return 'ERROR';
  if (checks.includes('DENIED')) return 'DENIED';
  const restricted = controls.length > 0 || checks.includes('DISABLED');
  if (restricted && (identity.onceApproved || !blocked)) return 'DISABLED';
  return blocked ? 'PENDING' : 'APPROVED';
}

const events: Partial<Record<Status, 'identity.approved' | 'identity.denied' | 'identity.disabled'>> = {
  APPROVED: 'identity.approved',
  DENIED: 'identity.denied',
  DISABLED: 'identity.disabled',
};

/** Takes over what changed on an identity: its status, the event for that, and the institutions that it is a member of. */
export function settleStatus(context: PaxosContext, identity: IdentityRecord): void {
  const { records } = context;
  const old = identity.status;
  const status = statusOf(identity, records);
  identity.updated_at = context.timestamp();
  if (status === old) return;
  identity.status = status;
  if (status === 'APPROVED') identity.onceApproved = true;
  const type = events[status];
  if (type) announce(context, type, 'identity_summary_status_change', statusChange(context, identity, old));
  for (const id of identity.memberOf) {
    const institution = find(records.identities, id);
    if (institution) settleStatus(context, institution);
  }
}

/** The object of the three events of a status. */
export function statusChange(context: PaxosContext, identity: IdentityRecord, old: Status): IdentityStatusChangeObject {
  return {
    id: context.id(),
    identity_id: identity.id,
    old_summary_status: old,
    new_summary_status: identity.status,
    status_details: {
      active_controls: activeControls(identity),
      requirements: requirementsOf(identity, context.records).list,
    },
  };
}
