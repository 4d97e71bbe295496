// What every handler of Iron uses: its types, whose records a request sees, and refusals in the operation's own form.
import type { operations } from '@org/iron-types';
import type { Operation } from '../contract/contract.ts';
import {
  type Call as AnyCall,
  type Context as AnyContext,
  type Handlers,
  Refusal,
  type Reply,
} from '../engine/provider.ts';
import type { CustomerRecord, IronRecords } from './records.ts';
import { get, type Page, type PageQuery, page, type Table } from './table.ts';

export type IronHandlers = Handlers<operations, IronRecords>;
export type Context = AnyContext<IronRecords>;
/** What happens later, by kind. */
export type IronJobs = Readonly<Record<string, (context: Context, data: never) => void>>;
export type Call<Id extends keyof operations> = AnyCall<operations[Id], IronRecords>;

/** What a refusal needs of any call. */
export interface SomeCall extends Context {
  readonly operation: Operation;
  readonly header: Readonly<Record<string, string | undefined>>;
}

/**
 * Refuses with the status, or with the nearest that the operation declares, in the form that it declares there: a JSON
 * string, `{ message, trace_id }`, or no body.
 */
export function refuse(call: SomeCall, status: number, message: string): never {
  throw new Refusal(refusal(call.operation, status, message, () => call.id()));
}

export function refusal(operation: Operation, status: number, message: string, traceId: () => string): Reply {
  const declared = [status, 400, 422, 409, 404, 403].find((code) => operation.responses.has(String(code))) ?? status;
  const response = operation.responses.get(String(declared));
  if (response && !response.schema) return { status: declared };
  const isObject = typeof response?.schema?.$ref === 'string';
  return { status: declared, body: isObject ? { message, trace_id: traceId() } : message };
}

/** Whether the request sees records of this owner: the sub-partner that it names, or the partner itself. */
export function sees(call: SomeCall, owner: string): boolean {
  if (!call.operation.parameters.some(({ name }) => name === 'X-SUB-PARTNER-ID')) return true;
  return owner === (call.header['X-SUB-PARTNER-ID'] ?? call.records.partner_id);
}

export function customerOf(call: SomeCall, id: string): CustomerRecord {
  const customer = get(call.records.customers, id);
  if (!customer || !sees(call, customer.partner_id)) return refuse(call, 404, `no customer has the id ${id}`);
  return customer;
}

/** A customer who may still change something: neither suspended nor archived. */
export function openCustomer(call: SomeCall, id: string): CustomerRecord {
  const customer = customerOf(call, id);
  if (customer.status === 'Suspended' || customer.status === 'Archived') {
    refuse(call, 403, `the customer is ${customer.status.toLowerCase()} and cannot use any service`);
  }
  return customer;
}

/** Whether a record that belongs to a customer is in sight. */
export function seesCustomer(call: SomeCall, customerId: string): boolean {
  const customer = get(call.records.customers, customerId);
  return customer !== undefined && sees(call, customer.partner_id);
}

export function pageOf<Row extends { readonly id: string }, Item>(
  call: SomeCall,
  table: Table<Row>,
  query: PageQuery,
  matches: (row: Row) => boolean,
  show: (row: Row) => Item,
  max?: number,
): Reply<Omit<Page<Row>, 'items'> & { items: Item[] }> {
  const found = page(table, query, matches, max);
  if (!found && call.operation.responses.has('400'))
    refuse(call, 400, 'the cursor is unknown; read the first page again');
  const { items, cursor, prev_cursor } = found ?? { items: [], cursor: null, prev_cursor: null };
  return { status: 200, body: { items: items.map(show), cursor, prev_cursor } };
}
