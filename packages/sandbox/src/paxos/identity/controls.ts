// Restrictions on an identity: who may set which, who may lift it, and the events of both.
// https://docs.paxos.com/api-reference/endpoints/identity-controls/overview
import type { IdentityControl, IdentityControlReasonCode } from '@org/paxos-types';
import { all, find } from '../collection.ts';
import { announce } from '../events.ts';
import type { PaxosContext, PaxosHandlers } from '../handlers.ts';
import { pageOf } from '../page.ts';
import { alreadyExists, forbidden, notFound } from '../problems.ts';
import { activeControls, type IdentityRecord } from './record.ts';
import { settleStatus } from './status.ts';

type ControlType = 'SELL_ONLY' | 'CLOSED' | 'FROZEN' | 'DORMANT';

/** Who may set a type of control. What a client set it may lift; what Paxos set only Paxos lifts. */
export const setters: Readonly<Record<ControlType, readonly ('SET_BY_CLIENT' | 'SET_BY_PAXOS')[]>> = {
  SELL_ONLY: ['SET_BY_CLIENT', 'SET_BY_PAXOS'],
  DORMANT: ['SET_BY_CLIENT', 'SET_BY_PAXOS'],
  CLOSED: ['SET_BY_CLIENT', 'SET_BY_PAXOS'],
  FROZEN: ['SET_BY_PAXOS'],
};

interface NewControl {
  readonly type: ControlType;
  readonly by: 'SET_BY_CLIENT' | 'SET_BY_PAXOS';
  readonly reasonCode: IdentityControlReasonCode;
  readonly reason?: string | undefined;
}

/** Puts a control on an identity and tells the subscribers. The caller settles the identity's status. */
export function setControl(context: PaxosContext, identity: IdentityRecord, control: NewControl): IdentityControl {
  const record: IdentityControl = {
    id: context.id(),
    type: control.type,
    set_by: control.by,
    is_overridable: control.by === 'SET_BY_CLIENT',
    reason_code: control.reasonCode,
    ...(control.reason && { reason: control.reason }),
    created_at: context.timestamp(),
  };
  identity.controls.push(record);
  announceControl(context, 'identity.control.created', identity, record);
  return record;
}

/** Lifts a control and tells the subscribers. The caller settles the identity's status. */
export function liftControl(context: PaxosContext, identity: IdentityRecord, control: IdentityControl): void {
  control.deleted_at = context.timestamp();
  announceControl(context, 'identity.control.deleted', identity, control);
}

/** Sets the control of a state while `wanted`, and lifts it otherwise. */
export function syncControl(
  context: PaxosContext,
  identity: IdentityRecord,
  wanted: boolean,
  control: NewControl,
): void {
  const present = activeControls(identity).find(
    ({ type, set_by, reason_code }) =>
      type === control.type && set_by === control.by && reason_code === control.reasonCode,
  );
  if (wanted && !present) setControl(context, identity, control);
  if (!wanted && present) liftControl(context, identity, present);
}

export const controlHandlers: PaxosHandlers = {
  ListIdentityControls({ records, query }) {
    const identity = find(records.identities, query.identity_id);
    if (!identity) throw notFound(`identity ${query.identity_id} is unknown`);
    const wanted = query.include_deleted ? identity.controls : activeControls(identity);
    return { status: 200, body: pageOf(wanted, query) };
  },

  CreateIdentityControl(call) {
    const { body, records } = call;
    const identity = find(records.identities, body.identity_id);
    if (!identity) throw notFound(`identity ${body.identity_id} is unknown`);
    const type = body.type as ControlType;
    const present = activeControls(identity).find((one) => one.type === type && one.set_by === 'SET_BY_CLIENT');
    if (present) throw alreadyExists(`identity ${identity.id} is under a ${type} control already`, present);
    const control = setControl(call, identity, {
      type,
      by: 'SET_BY_CLIENT',
      reasonCode: body.reason_code,
      reason: body.reason,
    });
    settleStatus(call, identity);
    return { status: 200, body: control };
  },

  DeleteIdentityControl(call) {
    const id = call.query.control_id;
    for (const identity of all(call.records.identities)) {
      const control = activeControls(identity).find((one) => one.id === id);
      if (!control) continue;
      if (!control.is_overridable) throw forbidden(`control ${id} was set by Paxos: ask its support to lift it`);
      liftControl(call, identity, control);
      // A dormant identity is screened again; here the screening passes at once.
      settleStatus(call, identity);
      return { status: 200, body: {} };
    }
    throw notFound(`control ${id} is unknown or lifted already`);
  },
};

function announceControl(
  context: PaxosContext,
  type: 'identity.control.created' | 'identity.control.deleted',
  identity: IdentityRecord,
  { id, type: control_type, set_by, is_overridable, reason_code }: IdentityControl,
): void {
  // The event page writes PAXOS and CLIENT where the API has a prefix.
  announce(context, type, 'identity_control', {
    id: context.id(),
    identity_id: identity.id,
    control_id: id,
    control_type,
    set_by: set_by.replace('SET_BY_', ''),
    is_overridable,
    reason_code,
  });
}
