// The events as they are on the wire: snake_case types, and messages under the name of their kind.
import type { WebhookContainer, WebhookEventType, WebhookMessage } from '@org/iron-types';
import { type DedupeKey, verificationError } from '@org/sdk-core/webhooks';
import type { Known } from '../onboarding/known.ts';

type Tag = WebhookMessage extends infer Message ? (Message extends unknown ? keyof Message & string : never) : never;
type Tagged<Name extends Tag> = Extract<WebhookMessage, Record<Name, unknown>>;
type Content<Name extends Tag> = Tagged<Name> extends Record<Name, infer Inner> ? Inner : never;

/** Under which name the message of each type stands. */
interface Tags {
  transaction: 'Event';
  new_autoramp: 'Event';
  new_bank_account: 'Event';
  deposit_address_created: 'Event';
  customer_created: 'Event';
  transaction_status: 'TransactionStatus';
  register_fiat_address_status: 'RegisterFiatAddressStatus';
  register_autoramp_status: 'RegisterAutorampStatus';
  customer_status: 'CustomerStatus';
  identification_status: 'IdentificationStatus';
  ping: 'Ping';
}

/** The types that this version knows. */
export type IronWebhookType = keyof Tags;

/** An event of a known type: `type` tells what `data.message` holds. */
export interface KnownIronWebhookEvent<Type extends IronWebhookType = IronWebhookType> {
  readonly type: Type;
  /** ISO 8601, as it was sent. */
  readonly timestamp: string;
  readonly data: { readonly customer_id: string; readonly message: Tagged<Tags[Type]> };
}

/** An authentic event of a type that this version does not know, or whose message is not what its type says. */
export interface UnknownIronWebhookEvent {
  readonly type: 'unknown';
  /** The type as it was sent. */
  readonly receivedType: string;
  /** The whole body as it was sent. */
  readonly body: unknown;
}

/**
 * What Iron can tell, by `type`. An event says little, and order is not promised: read the record that it names.
 *
 * @example
 * if (event.type === 'transaction_status') console.log(event.data.message.TransactionStatus.transaction_status);
 */
export type IronWebhookEvent =
  | { [Type in IronWebhookType]: KnownIronWebhookEvent<Type> }[IronWebhookType]
  | UnknownIronWebhookEvent;

type Snake<Name extends string> = Name extends `${infer Head}${infer Tail}`
  ? `${Lowercase<Head>}${Tail extends Uncapitalize<Tail> ? '' : '_'}${Snake<Tail>}`
  : '';

/** A type or topic that is new to the contract does not compile until it is here. */
const TAGS: Tags & Readonly<Record<Known<WebhookContainer['type']> | Snake<Known<WebhookEventType>>, Tag>> = {
  transaction: 'Event',
  new_autoramp: 'Event',
  new_bank_account: 'Event',
  deposit_address_created: 'Event',
  customer_created: 'Event',
  transaction_status: 'TransactionStatus',
  register_fiat_address_status: 'RegisterFiatAddressStatus',
  register_autoramp_status: 'RegisterAutorampStatus',
  customer_status: 'CustomerStatus',
  identification_status: 'IdentificationStatus',
  ping: 'Ping',
};

/** The texts that make a message what its name says. */
const TEXTS: { readonly [Name in Tag]: readonly (keyof Content<Name>)[] } = {
  Event: ['id', 'kind'],
  TransactionStatus: ['id', 'transaction_status'],
  RegisterFiatAddressStatus: ['id', 'status'],
  RegisterAutorampStatus: ['id', 'status'],
  CustomerStatus: ['id', 'status'],
  IdentificationStatus: ['id', 'status'],
  Ping: ['id'],
};

/**
 * Makes an event of a verified body.
 *
 * @throws {WebhookVerificationError} if the body is not a JSON object with a `type`
 */
export function parseEvent(bytes: Uint8Array): IronWebhookEvent {
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    // Without a cause: its message would quote the body.
    throw verificationError(
      'body',
      'The signature is right, but the body is not JSON: Iron did not mean it for this receiver.',
    );
  }
  const type = own(body, 'type');
  if (typeof type !== 'string') {
    throw verificationError('body', 'The signature is right, but the body is not an event: it has no type.');
  }
  return knownEvent(type, body as object) ?? { type: 'unknown', receivedType: type, body };
}

/**
 * The name under which an event is remembered: kind, record and status, which stay the same when Iron sends it again. Of
 * the statuses of a record only the last one handled is remembered, so that a return to an earlier one is an event.
 *
 * @returns undefined for an event that this version does not know
 */
export function semanticKey(event: IronWebhookEvent): DedupeKey | undefined {
  if (event.type === 'unknown') return undefined;
  const message = own(event.data.message, TAGS[event.type]);
  const [id, kind] = [own(message, 'id'), own(message, 'kind')];
  const record = [event.type, kind, id].filter((part) => part !== undefined).join(':');
  const status = own(message, 'transaction_status') ?? own(message, 'status');
  return status === undefined ? record : { id: `${record}:${status}`, group: record };
}

function knownEvent(type: string, body: object): IronWebhookEvent | undefined {
  const tag = own(TAGS, type) as Tag | undefined;
  const data = own(body, 'data') as object | undefined;
  const message = own(data, 'message');
  if (!tag || typeof own(body, 'timestamp') !== 'string' || typeof own(data, 'customer_id') !== 'string')
    return undefined;
  if (holds(own(message, tag), tag)) return body as IronWebhookEvent;
  // Iron's own contract has messages without the name around them, so both forms are understood, and one is given.
  if (!holds(message, tag)) return undefined;
  return { ...body, data: { ...data, message: { [tag]: message } } } as unknown as IronWebhookEvent;
}

function holds(message: unknown, tag: Tag): boolean {
  return TEXTS[tag].every((name) => typeof own(message, name) === 'string');
}

function own(from: unknown, name: string): unknown {
  return from instanceof Object && Object.hasOwn(from, name) ? (from as Record<string, unknown>)[name] : undefined;
}
