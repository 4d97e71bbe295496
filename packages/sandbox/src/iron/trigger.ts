// An event on demand, for a record that is there: `trigger('identification_status', { customer: id })`.
import { didYouMean } from '../engine/suggest.ts';
import type { Event } from '../engine/webhooks.ts';
import type { Context } from './call.ts';
import { newest } from './customers.ts';
import {
  autorampEvent,
  createdEvent,
  customerEvent,
  fiatAddressEvent,
  identificationEvent,
  pingEvent,
  transactionEvent,
} from './events.ts';
import { get } from './table.ts';

type Reference = Readonly<Record<string, string>>;
type Trigger = (context: Context, reference: Reference) => Event | undefined;

const triggers: Readonly<Record<string, Trigger>> = {
  customer_created: (context, reference) => {
    const customer = customerOf(context, reference);
    return customer && createdEvent('customer_created', customer.id, customer.id);
  },
  customer_status: (context, reference) => {
    const customer = customerOf(context, reference);
    return customer && customerEvent(customer);
  },
  /** Of the identification, or of a customer's newest. */
  identification_status: (context, reference) => {
    const customer = customerOf(context, reference);
    const identification = customer
      ? newest(context.records, customer)
      : get(context.records.identifications, reference.identification ?? '');
    return identification && identificationEvent(identification);
  },
  new_bank_account: (context, reference) => {
    const address = fiatAddressOf(context, reference);
    return address && createdEvent('new_bank_account', address.customer_id, address.id);
  },
  register_fiat_address_status: (context, reference) => {
    const address = fiatAddressOf(context, reference);
    return address && fiatAddressEvent(address);
  },
  new_autoramp: (context, reference) => {
    const autoramp = autorampOf(context, reference);
    return autoramp && createdEvent('new_autoramp', autoramp.customer_id, autoramp.id);
  },
  deposit_address_created: (context, reference) => {
    const autoramp = autorampOf(context, reference);
    return autoramp && createdEvent('deposit_address_created', autoramp.customer_id, autoramp.id);
  },
  register_autoramp_status: (context, reference) => {
    const autoramp = autorampOf(context, reference);
    return autoramp && autorampEvent(autoramp);
  },
  transaction: (context, reference) => {
    const transaction = get(context.records.transactions, reference.transaction ?? '');
    return transaction && createdEvent('transaction', transaction.customer_id, transaction.id);
  },
  transaction_status: (context, reference) => {
    const transaction = get(context.records.transactions, reference.transaction ?? '');
    return transaction && transactionEvent(transaction);
  },
  ping: (context, reference) => {
    const customer = customerOf(context, reference);
    return customer && pingEvent(context, customer.id);
  },
};

/** Undefined where the credential has no such record. Throws a `TypeError` for a type that Iron does not have. */
export function trigger(context: Context, type: string, reference: Reference): Event | undefined {
  const found = Object.hasOwn(triggers, type) ? triggers[type] : undefined;
  if (!found) {
    throw new TypeError(
      `Iron has no event '${type}'${didYouMean(type, Object.keys(triggers))} Name its record by { customer }, { identification }, { fiat_address }, { autoramp } or { transaction }.`,
    );
  }
  return found(context, reference);
}

function customerOf({ records }: Context, { customer }: Reference) {
  return get(records.customers, customer ?? '');
}

function fiatAddressOf({ records }: Context, { fiat_address }: Reference) {
  return get(records.fiatAddresses, fiat_address ?? '');
}

function autorampOf({ records }: Context, { autoramp }: Reference) {
  return get(records.autoramps, autoramp ?? '');
}
