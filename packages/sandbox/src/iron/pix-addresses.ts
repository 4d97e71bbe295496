// Pix destinations in Brazil. Their registration takes a minute of the sandbox's time.
import type { PixAddress } from '@org/iron-types';
import {
  type Context,
  customerOf,
  type IronHandlers,
  type IronJobs,
  openCustomer,
  refuse,
  type SomeCall,
} from './call.ts';
import type { PixAddressRecord } from './records.ts';
import { all, get, put } from './table.ts';
import { next, pixAddressTransitions } from './transitions.ts';

/** How long it really takes is not documented, and no sandbox operation moves it. */
const registrationTime = 60_000;

export const pixAddressHandlers: IronHandlers = {
  registerPixAddress(call) {
    const { customer_id, recipient, label } = call.body;
    const customer = openCustomer(call, customer_id);
    const account = JSON.stringify(recipient.account);
    if (ofCustomer(call, customer.id).some((address) => JSON.stringify(address.recipient.account) === account)) {
      refuse(call, 409, 'this customer has the Pix destination on record already; see getPixAddresses');
    }
    const address = put<PixAddressRecord>(call.records.pixAddresses, {
      id: call.id(),
      customer_id: customer.id,
      label: label ?? null,
      recipient,
      status: 'RegistrationPending',
      created_at: call.timestamp(),
      updated_at: call.timestamp(),
      deleted: false,
    });
    call.schedule(registrationTime, 'pix.register', { id: address.id });
    return { status: 200, body: showPixAddress(address) };
  },

  getPixAddresses(call) {
    const customer = customerOf(call, call.path.customer_id);
    return { status: 200, body: { items: ofCustomer(call, customer.id).map(showPixAddress) } };
  },

  getPixAddress: (call) => ({
    status: 200,
    body: showPixAddress(pixAddressOf(call, call.path.customer_id, call.path.pix_address_id)),
  }),

  deletePixAddress(call) {
    openCustomer(call, call.path.customer_id);
    pixAddressOf(call, call.path.customer_id, call.path.pix_address_id).deleted = true;
    return { status: 200 };
  },
};

export const pixAddressJobs: IronJobs = {
  /** A tax number of nothing but zeros belongs to nobody: its registration fails. */
  'pix.register'(context: Context, { id }: { id: string }): void {
    const address = get(context.records.pixAddresses, id);
    if (!address) return;
    const works = /[1-9]/.test(address.recipient.tax_id);
    const to = next(pixAddressTransitions, address.status, works ? 'registered' : 'registration failed');
    if (!to) return;
    address.status = to;
    address.updated_at = context.timestamp();
  },
};

function ofCustomer(call: SomeCall, customerId: string): PixAddressRecord[] {
  return all(call.records.pixAddresses).filter(({ customer_id, deleted }) => customer_id === customerId && !deleted);
}

function pixAddressOf(call: SomeCall, customerId: string, id: string): PixAddressRecord {
  const customer = customerOf(call, customerId);
  const address = get(call.records.pixAddresses, id);
  if (!address || address.deleted || address.customer_id !== customer.id) {
    return refuse(call, 404, 'this customer has no Pix destination with this id');
  }
  return address;
}

function showPixAddress(record: PixAddressRecord): PixAddress {
  const { deleted, ...address } = record;
  void deleted;
  return address;
}
