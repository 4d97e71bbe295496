// Steps that Iron's people, a bank or the customer take, and no operation does. Each throws where its record is missing or
// not in a status for it.
import type { Action } from '../engine/provider.ts';
import { setAutorampStatus } from './autoramps.ts';
import type { Context } from './call.ts';
import { moveCustomer, newest } from './customers.ts';
import { hostedUrl, linkLifetime, reviewDelay, stepStatus } from './identification-records.ts';
import { decline, expire, move } from './identifications.ts';
import type { CustomerRecord, IdentificationRecord, IronRecords } from './records.ts';
import { outstanding } from './signings.ts';
import { all, get, type Table } from './table.ts';
import { finish } from './transaction-records.ts';
import {
  type AutorampCause,
  autorampTransitions,
  type CustomerCause,
  customerTransitions,
  type IdentificationCause,
  identificationTransitions,
  next,
  type TransactionCause,
} from './transitions.ts';

type IronAction = Action<IronRecords>;

export const ironActions: Readonly<Record<string, IronAction>> = {
  /** The customer has done what the hosted page asked for. */
  'identification.submit'(context, id) {
    const { identification } = identificationFor(context, id, 'handed in');
    identification.url = null;
    identification.review_comment = null;
    move(context, identification, 'handed in');
    context.schedule(reviewDelay, 'identification.review', { id });
  },

  /** Somebody begins to look at what was handed in, sooner than by the clock. */
  'identification.review'(context, id) {
    move(context, identificationFor(context, id, 'review begun').identification, 'review begun');
  },

  'identification.decline'(context, id, { comment }) {
    decline(context, identificationFor(context, id, 'declined').identification, comment);
  },

  /** A reviewer sends the customer back, to add to what was handed in. */
  'identification.return'(context, id, { comment = 'Evidence of the address is needed.' }) {
    const { identification, customer } = identificationFor(context, id, 'more information asked for');
    const step = customer.customer_type === 'Business' ? 'company_documents' : 'proof_of_residence';
    identification.url = hostedUrl(customer, id);
    identification.review_comment = comment;
    move(context, identification, 'more information asked for');
    identification.step_status = stepStatus(customer, 'Processed', { step, result: 'Pending', comment });
    context.schedule(linkLifetime, 'identification.expire', { id });
  },

  /** Iron's own checks ask for enhanced due diligence; after an approval the customer has to act again. */
  'identification.request_edd'(context, id) {
    const identification = recordOf(context.records.identifications, 'identification', id);
    const customer = recordOf(context.records.customers, 'customer', identification.customer_id);
    if (customer.customer_type !== 'Person') throw new TypeError('Enhanced due diligence is only for persons.');
    identification.with_edd = true;
    identification.updated_at = context.timestamp();
    if (identification.status === 'Pending') context.schedule(linkLifetime, 'identification.expire', { id });
    if (identification.status !== 'Approved' || newest(context.records, customer) !== identification) return;
    identification.url = hostedUrl(customer, id);
    moveCustomer(context, customer, 'limit exceeded');
  },

  'identification.expire'(context, id) {
    expire(context, identificationFor(context, id, 'inactivity').identification);
  },

  'customer.suspend': moveCustomerBy('suspended'),
  /** The user in the partner area exists now. */
  'customer.user_created': moveCustomerBy('user created'),

  /** New terms for everybody: each document gets a new id, so that customers who are active have to sign again. */
  'terms.renew'(context) {
    context.records.terms = context.records.terms.map((document) => ({ ...document, id: context.id() }));
    for (const customer of all(context.records.customers)) {
      if (outstanding(context.records, customer).length > 0) moveCustomer(context, customer, 'new terms');
    }
  },

  'autoramp.add_deposit_account': moveAutoramp('deposit account added'),
  'autoramp.approve': moveAutoramp('approved'),
  'autoramp.reject': moveAutoramp('rejected'),

  'transaction.reject_aml': moveTransaction('refused by compliance'),
  'transaction.reject_fraud': moveTransaction('suspected fraud'),
  'transaction.reject_amount': moveTransaction('amount too small'),
  'transaction.return': moveTransaction('returned to its sender'),
};

function recordOf<Row>(table: Table<Row>, kind: string, id: string): Row {
  const record = get(table, id);
  if (!record) throw new TypeError(`No ${kind} has the id ${id}.`);
  return record;
}

function identificationFor(
  context: Context,
  id: string,
  on: IdentificationCause,
): { identification: IdentificationRecord; customer: CustomerRecord } {
  const identification = recordOf(context.records.identifications, 'identification', id);
  const customer = recordOf(context.records.customers, 'customer', identification.customer_id);
  if (!next(identificationTransitions, identification.status, on))
    throw notFrom('identification', identification.status);
  return { identification, customer };
}

function moveCustomerBy(on: CustomerCause): IronAction {
  return (context, id) => {
    const customer = recordOf(context.records.customers, 'customer', id);
    if (!next(customerTransitions, customer.status, on)) throw notFrom('customer', customer.status);
    moveCustomer(context, customer, on);
  };
}

function moveAutoramp(on: AutorampCause): IronAction {
  return (context, id) => {
    const autoramp = recordOf(context.records.autoramps, 'autoramp', id);
    const to = next(autorampTransitions, autoramp.status, on);
    if (!to) throw notFrom('autoramp', autoramp.status);
    setAutorampStatus(context, autoramp, to);
  };
}

function moveTransaction(on: TransactionCause): IronAction {
  return (context, id) => {
    const transaction = recordOf(context.records.transactions, 'transaction', id);
    if (!finish(context, transaction, on)) throw notFrom('transaction', transaction.status);
    transaction.held = false;
  };
}

function notFrom(kind: string, status: string): TypeError {
  return new TypeError(`The ${kind} is ${status}; this step does not start from there.`);
}
