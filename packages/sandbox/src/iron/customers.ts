// Customers: made, read, changed and closed.
import type { Customer, IdentificationStatus } from '@org/iron-types';
import {
  type Context,
  customerOf,
  type IronHandlers,
  openCustomer,
  pageOf,
  refuse,
  type SomeCall,
  sees,
} from './call.ts';
import { createdEvent, customerEvent, identificationEvent } from './events.ts';
import type { CustomerRecord, IdentificationRecord, IronRecords } from './records.ts';
import { all, findNewest, get, put } from './table.ts';
import { type CustomerCause, customerTransitions, identificationTransitions, next } from './transitions.ts';

export const customerHandlers: IronHandlers = {
  createCustomer(call) {
    const { customer_type, email, external_id, name } = call.body;
    refuseTakenExternalId(call, external_id);
    const customer = put(call.records.customers, {
      id: call.id(),
      partner_id: call.header['X-SUB-PARTNER-ID'] ?? call.records.partner_id,
      customer_type,
      name: name ?? '',
      email,
      external_id: external_id ?? null,
      status: call.records.settings.requires_user ? 'UserRequired' : 'IdentificationRequired',
      identification_ids: [],
      signing_ids: [],
      limit_reset_at: null,
      created_at: call.timestamp(),
      updated_at: call.timestamp(),
    });
    call.emit(createdEvent('customer_created', customer.id, customer.id));
    return { status: 201, body: showCustomer(call.records, customer) };
  },

  getAllCustomers(call) {
    const { search_term, status, identification_status, customer_type, has_transactions } = call.query;
    const active = has_transactions === undefined ? undefined : customersWithTransactions(call.records);
    const term = search_term?.toLowerCase();
    return pageOf(
      call,
      call.records.customers,
      call.query,
      (customer) =>
        sees(call, customer.partner_id) &&
        (!status || status.includes(customer.status)) &&
        (!customer_type || customer_type.includes(customer.customer_type)) &&
        hasStatus(newest(call.records, customer), identification_status) &&
        (!active || active.has(customer.id) === has_transactions) &&
        (!term ||
          [customer.name, customer.id, customer.email, customer.external_id ?? ''].some((text) =>
            text.toLowerCase().includes(term),
          )),
      (customer) => showCustomer(call.records, customer),
    );
  },

  getCustomerById: (call) => ({ status: 200, body: showCustomer(call.records, customerOf(call, call.path.id)) }),

  getCustomerByExternalId(call) {
    const { external_id } = call.path;
    const found = findNewest(
      call.records.customers,
      (customer) => customer.external_id === external_id && sees(call, customer.partner_id),
    );
    if (!found) refuse(call, 404, 'no customer has this external id');
    return { status: 200, body: showCustomer(call.records, found) };
  },

  updateCustomer(call) {
    const customer = openCustomer(call, call.path.id);
    const { email, external_id } = call.body;
    if (external_id !== customer.external_id) refuseTakenExternalId(call, external_id);
    customer.email = email;
    if (external_id !== undefined) customer.external_id = external_id;
    customer.updated_at = call.timestamp();
    return { status: 204 };
  },

  archiveCustomer(call) {
    const customer = customerOf(call, call.path.id);
    for (const id of customer.identification_ids) {
      const identification = get(call.records.identifications, id);
      if (!identification || identification.status === 'Archived') continue;
      identification.status = next(identificationTransitions, identification.status, 'archived') ?? 'Archived';
      identification.url = null;
      identification.updated_at = call.timestamp();
      call.emit(identificationEvent(identification));
    }
    moveCustomer(call, customer, 'archived');
    return { status: 200, body: showCustomer(call.records, customer) };
  },
};

export function showCustomer(records: IronRecords, record: CustomerRecord): Customer {
  const { limit_reset_at, ...customer } = record;
  void limit_reset_at;
  return { ...customer, identification_status: newest(records, record)?.status ?? null };
}

/** The identification that decides: the one that was made last. */
export function newest(records: IronRecords, customer: CustomerRecord): IdentificationRecord | undefined {
  return get(records.identifications, customer.identification_ids.at(-1) ?? '');
}

/** Moves a customer on where the table has the transition, and says so by an event. */
export function moveCustomer(context: Context, customer: CustomerRecord, on: CustomerCause): void {
  const to = next(customerTransitions, customer.status, on);
  if (!to || to === customer.status) return;
  customer.status = to;
  customer.updated_at = context.timestamp();
  context.emit(customerEvent(customer));
}

function refuseTakenExternalId(call: SomeCall, externalId: string | undefined): void {
  if (externalId === undefined) return;
  if (findNewest(call.records.customers, ({ external_id }) => external_id === externalId)) {
    refuse(call, 400, 'body.external_id is in use by another customer; read it by getCustomerByExternalId');
  }
}

function hasStatus(
  identification: IdentificationRecord | undefined,
  statuses: readonly IdentificationStatus[] | undefined,
): boolean {
  return !statuses || (identification !== undefined && statuses.includes(identification.status));
}

function customersWithTransactions(records: IronRecords): ReadonlySet<string> {
  return new Set(all(records.transactions).map(({ customer_id }) => customer_id));
}
