// An event on demand, for a record that is there: `trigger('identification_status', { customer: id })`.
import { didYouMean } from '../engine/suggest.ts';
import type { Event } from '../engine/webhooks.ts';
import type { Context } from './call.ts';
import { newest } from './customers.ts';
import {
  emitAutorampStatus,
  emitCreated,
  emitCustomerStatus,
  emitFiatAddressStatus,
  emitIdentificationStatus,
  emitTransactionStatus,
} from './events.ts';
import type { IronRecords } from './records.ts';
import { get } from './table.ts';

type Reference = Readonly<Record<string, string>>;

const customerOf = ({ customers }: IronRecords, { customer = '' }: Reference) => get(customers, customer);
const autorampOf = ({ autoramps }: IronRecords, { autoramp = '' }: Reference) => get(autoramps, autoramp);
const fiatAddressOf = ({ fiatAddresses }: IronRecords, { fiat_address = '' }: Reference) =>
  get(fiatAddresses, fiat_address);
const transactionOf = ({ transactions }: IronRecords, { transaction = '' }: Reference) =>
  get(transactions, transaction);

/** The one that is named, or the newest of the customer. */
function identificationOf(records: IronRecords, reference: Reference) {
  if (reference.identification !== undefined) return get(records.identifications, reference.identification);
  const customer = customerOf(records, reference);
  return customer && newest(records, customer);
}

const senders: Readonly<Record<string, (context: Context, reference: Reference) => void>> = {
  customer_created(context, reference) {
    const customer = customerOf(context.records, reference);
    if (customer) emitCreated(context, 'customer_created', customer.id, customer.id);
  },
  customer_status(context, reference) {
    const customer = customerOf(context.records, reference);
    if (customer) emitCustomerStatus(context, customer.id, customer.status);
  },
  identification_status(context, reference) {
    const identification = identificationOf(context.records, reference);
    if (identification) emitIdentificationStatus(context, identification);
  },
  new_bank_account(context, reference) {
    const address = fiatAddressOf(context.records, reference);
    if (address) emitCreated(context, 'new_bank_account', address.customer_id, address.id);
  },
  register_fiat_address_status(context, reference) {
    const address = fiatAddressOf(context.records, reference);
    if (address) emitFiatAddressStatus(context, address);
  },
  new_autoramp(context, reference) {
    const autoramp = autorampOf(context.records, reference);
    if (autoramp) emitCreated(context, 'new_autoramp', autoramp.customer_id, autoramp.id);
  },
  deposit_address_created(context, reference) {
    const autoramp = autorampOf(context.records, reference);
    if (autoramp) emitCreated(context, 'deposit_address_created', autoramp.customer_id, autoramp.id);
  },
  register_autoramp_status(context, reference) {
    const autoramp = autorampOf(context.records, reference);
    if (autoramp) emitAutorampStatus(context, autoramp);
  },
  transaction(context, reference) {
    const transaction = transactionOf(context.records, reference);
    if (transaction) emitCreated(context, 'transaction', transaction.customer_id, transaction.id);
  },
  transaction_status(context, reference) {
    const transaction = transactionOf(context.records, reference);
    if (transaction) emitTransactionStatus(context, transaction);
  },
};

/** Undefined where the credential has no such record. Throws a `TypeError` for a type that Iron does not send. */
export function trigger(context: Context, type: string, reference: Reference): Event | undefined {
  const send = Object.hasOwn(senders, type) ? senders[type] : undefined;
  if (!send) {
    throw new TypeError(
      `Iron has no event '${type}'${didYouMean(type, Object.keys(senders))} Name its record by { customer }, { identification }, { fiat_address }, { autoramp } or { transaction }.`,
    );
  }
  let event: Event | undefined;
  const captured: Context = {
    ...context,
    emit(emitted) {
      event = emitted;
    },
  };
  send(captured, reference);
  return event;
}
