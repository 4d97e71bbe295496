// What Paxos's events say, by type. Names come from the contract: a type that is new there does not compile until it is
// in the table below.
import type {
  Event,
  IdentityControlObject,
  IdentityDocumentsRequiredObject,
  IdentityKycRefreshObject,
  IdentityStatusChangeObject,
  OrchestrationStatusChangeObject,
  TransferStatusChangeObject,
  WebhookEventType,
} from '@org/paxos-types';
import type { Unlisted } from '@org/sdk-core';
import { lookup } from '@org/sdk-core/internal';

/** The types that this version knows. */
export type PaxosEventType = Exclude<WebhookEventType, Unlisted>;

/** A fact of an event whose fields Paxos does not document. */
interface Undocumented {
  readonly [field: string]: unknown;
}

type ObjectOf<Type extends PaxosEventType> = Type extends 'identity.documents_required'
  ? IdentityDocumentsRequiredObject
  : Type extends 'identity.approved' | 'identity.denied' | 'identity.disabled'
    ? IdentityStatusChangeObject
    : Type extends `identity.kyc_refresh.${string}`
      ? IdentityKycRefreshObject
      : Type extends `orchestration.${string}`
        ? OrchestrationStatusChangeObject
        : Type extends `identity.control.${string}`
          ? IdentityControlObject
          : Type extends `transfer.${string}`
            ? TransferStatusChangeObject
            : Undocumented;

/** An event of a known type: `type` tells what `object` holds. */
export interface KnownPaxosEvent<Type extends PaxosEventType = PaxosEventType>
  extends Omit<Event, 'id' | 'type' | 'object'> {
  readonly id: string;
  readonly type: Type;
  readonly object: ObjectOf<Type>;
}

/** An event of a type that this version does not know, or whose object lacks what the page of its type has as required. */
export interface UnknownPaxosEvent {
  readonly type: 'unknown';
  readonly id: string;
  /** The type as Paxos gives it. */
  readonly receivedType: string;
  /** The whole event as Paxos gives it. */
  readonly event: Event;
}

/**
 * What Paxos can tell, by `type`. Events can come late, twice and in another order: read the record that they name before
 * you act on it.
 *
 * @example
 * if (event.type === 'transfer.crypto_deposit.completed') credit(event.object.id);
 */
export type PaxosEvent = { [Type in PaxosEventType]: KnownPaxosEvent<Type> }[PaxosEventType] | UnknownPaxosEvent;

const MOVE = { id: 'string', type: 'string', status: 'string', profile_id: 'string' } as const;
const STATUS = {
  id: 'string',
  identity_id: 'string',
  old_summary_status: 'string',
  new_summary_status: 'string',
} as const;
const REFRESH = { id: 'string', identity_id: 'string' } as const;
const CONTROL = {
  id: 'string',
  identity_id: 'string',
  control_id: 'string',
  control_type: 'string',
  set_by: 'string',
  is_overridable: 'boolean',
  reason_code: 'string',
} as const;
const ORCHESTRATION = { id: 'string', ref_id: 'string', status: 'string' } as const;
const transfer = { pending: MOVE, completed: MOVE, failed: MOVE };

type Fields<Object> = { readonly [Field in keyof Object]?: 'string' | 'boolean' | 'strings' };

/** The fields that make an object what its type says. For the last two, Paxos documents none. */
const FIELDS: { readonly [Type in PaxosEventType]: Fields<ObjectOf<Type>> } = {
  'identity.documents_required': { id: 'string', identity_id: 'string', required_documents: 'strings' },
  'identity.approved': STATUS,
  'identity.denied': STATUS,
  'identity.disabled': STATUS,
  'identity.kyc_refresh.started': REFRESH,
  'identity.kyc_refresh.completed': REFRESH,
  'identity.kyc_refresh.expired': REFRESH,
  'orchestration.processing': ORCHESTRATION,
  'orchestration.completed': ORCHESTRATION,
  'orchestration.failed': ORCHESTRATION,
  ...stages('transfer.crypto_deposit', transfer),
  ...stages('transfer.crypto_withdrawal', transfer),
  ...stages('transfer.act_deposit', transfer),
  ...stages('transfer.act_withdrawal', transfer),
  ...stages('transfer.wire_deposit', transfer),
  ...stages('transfer.wire_withdrawal', transfer),
  ...stages('transfer.cubix_deposit', transfer),
  ...stages('transfer.cubix_withdrawal', transfer),
  ...stages('transfer.scb_intrabank_deposit', transfer),
  ...stages('transfer.scb_intrabank_withdrawal', transfer),
  ...stages('transfer.banking_circle_intrabank_deposit', transfer),
  ...stages('transfer.banking_circle_intrabank_withdrawal', transfer),
  ...stages('transfer.bny_intrabank_deposit', transfer),
  ...stages('transfer.bny_intrabank_withdrawal', transfer),
  ...stages('transfer.rtp_deposit', transfer),
  'identity.control.created': CONTROL,
  'identity.control.deleted': CONTROL,
  'internal_transfer_debit.completed': {},
  'internal_transfer_credit.completed': {},
};

function stages<Name extends string, Stage extends string, Value>(
  name: Name,
  values: Readonly<Record<Stage, Value>>,
): Record<`${Name}.${Stage}`, Value> {
  const entries = Object.entries(values).map(([stage, value]) => [`${name}.${stage}`, value]);
  return Object.fromEntries(entries) as Record<`${Name}.${Stage}`, Value>;
}

/**
 * Gives an event of `getEvent` or `listEvents` its type: a known one with its object, or explicitly an unknown one.
 *
 * @example
 * for await (const event of paxos.events.listEvents()) handle(toPaxosEvent(event));
 */
export function toPaxosEvent(event: Event): PaxosEvent {
  const { id, type, object } = event;
  const fields: Fields<Undocumented> | undefined = lookup(FIELDS, type);
  const whole = typeof object === 'object' && object !== null && !Array.isArray(object);
  const known =
    fields && whole && Object.entries(fields).every(([name, kind]) => isOf(kind, (object as Undocumented)[name]));
  return known ? (event as unknown as PaxosEvent) : { type: 'unknown', id: `${id}`, receivedType: `${type}`, event };
}

function isOf(kind: 'string' | 'boolean' | 'strings' | undefined, value: unknown): boolean {
  return kind === 'strings'
    ? Array.isArray(value) && value.every((one) => typeof one === 'string')
    : typeof value === kind;
}
