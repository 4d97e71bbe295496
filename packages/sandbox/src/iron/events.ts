// Events as they are on the wire: a type in snake_case, a customer, and a message under the name of its kind.
import type {
  AutorampStatus,
  CustomerStatus,
  FiatAddressStatus,
  IdentificationStatus,
  WebhookContainer,
  WebhookEventKind,
  WebhookMessage,
} from '@org/iron-types';
import type { Event } from '../engine/webhooks.ts';
import type { Context } from './call.ts';
import type { TransactionRecord } from './records.ts';

type EventType = WebhookContainer['type'];
type CreatedType = 'customer_created' | 'new_autoramp' | 'new_bank_account' | 'deposit_address_created' | 'transaction';

/** A record of a customer in a status. */
interface Standing<Status> {
  readonly id: string;
  readonly customer_id: string;
  readonly status: Status;
}

const kinds: Readonly<Record<CreatedType, WebhookEventKind>> = {
  customer_created: 'CustomerCreated',
  new_autoramp: 'NewAutoramp',
  new_bank_account: 'NewBankAccount',
  deposit_address_created: 'DepositAddressCreated',
  transaction: 'Transaction',
};

function event(type: EventType, customer_id: string, message: WebhookMessage): Event {
  return { type, data: { customer_id, message } };
}

/** A record was made. */
export function createdEvent(type: CreatedType, customerId: string, id: string): Event {
  return event(type, customerId, { Event: { id, kind: kinds[type] } });
}

export function customerEvent({ id, status }: { readonly id: string; readonly status: CustomerStatus }): Event {
  return event('customer_status', id, { CustomerStatus: { id, status } });
}

export function identificationEvent({ id, customer_id, status }: Standing<IdentificationStatus>): Event {
  return event('identification_status', customer_id, { IdentificationStatus: { id, status } });
}

export function fiatAddressEvent({ id, customer_id, status }: Standing<FiatAddressStatus>): Event {
  return event('register_fiat_address_status', customer_id, { RegisterFiatAddressStatus: { id, status } });
}

export function autorampEvent({ id, customer_id, status }: Standing<AutorampStatus>): Event {
  return event('register_autoramp_status', customer_id, { RegisterAutorampStatus: { id, status } });
}

export function transactionEvent(record: TransactionRecord): Event {
  const { id, customer_id, state, status, payout_crypto_transaction } = record;
  const transaction_hash = payout_crypto_transaction?.transaction_hash ?? null;
  const message = { id, status: state, transaction_status: status, transaction_hash };
  return event('transaction_status', customer_id, { TransactionStatus: message });
}

export function pingEvent(context: Context, customerId: string): Event {
  return event('ping', customerId, { Ping: { id: context.id() } });
}
