// What Iron and banks do on their own: due by the clock, or carried out at once from the control API. Never by a request.
import { setAutorampStatus } from './autoramps.ts';
import type { Context, IronJobs } from './call.ts';
import { moveCustomer, newest } from './customers.ts';
import { hostedUrl, linkLifetime, reviewDelay, stepStatus } from './identification-records.ts';
import { approve, decline, identificationJobs, move } from './identifications.ts';
import { openBankingJobs } from './open-banking.ts';
import { pixAddressJobs } from './pix-addresses.ts';
import { outstanding } from './signings.ts';
import { spendingLimitJobs } from './spending-limit.ts';
import { all, get } from './table.ts';
import { finish } from './transaction-records.ts';
import { type AutorampCause, autorampTransitions, next, type TransactionCause } from './transitions.ts';

interface Named {
  readonly id: string;
}

/** Those that are taken by hand, for the record with an id. */
export const actions: readonly string[] = [
  'identification.approve',
  'identification.decline',
  'identification.submit',
  'identification.return',
  'identification.request_edd',
  'identification.expire',
  'customer.suspend',
  'customer.user_created',
];

/** By kind. An action on a record that is gone, or not in a status for it, does nothing. */
export const ironJobs: IronJobs = {
  ...identificationJobs,
  ...pixAddressJobs,
  ...openBankingJobs,
  ...spendingLimitJobs,

  'identification.approve'(context: Context, { id }: Named): void {
    const identification = get(context.records.identifications, id);
    if (identification && ['Pending', 'Processed', 'PendingReview', 'Approved'].includes(identification.status)) {
      approve(context, identification);
    }
  },

  /** With a comment for the customer. */
  'identification.decline'(context: Context, { id, comment }: Named & { comment?: string }): void {
    const identification = get(context.records.identifications, id);
    if (identification && ['Pending', 'Processed', 'PendingReview'].includes(identification.status)) {
      decline(context, identification, comment);
    }
  },

  /** The customer has done what the hosted page asked for. */
  'identification.submit'(context: Context, { id }: Named): void {
    const identification = get(context.records.identifications, id);
    if (identification?.status !== 'Pending') return;
    identification.url = null;
    identification.review_comment = null;
    move(context, identification, 'handed in');
    context.schedule(reviewDelay, 'identification.review', { id });
  },

  /** A reviewer sends the customer back, with a comment, to add to what was handed in. */
  'identification.return'(context: Context, { id, comment, edd }: Named & { comment?: string; edd?: boolean }): void {
    const identification = get(context.records.identifications, id);
    const customer = get(context.records.customers, identification?.customer_id ?? '');
    if (!identification || !customer || !['Processed', 'PendingReview'].includes(identification.status)) return;
    const said = comment ?? 'Evidence of the address is needed.';
    const step = customer.customer_type === 'Business' ? 'company_documents' : 'proof_of_residence';
    if (edd) identification.with_edd = true;
    identification.url = hostedUrl(customer, id);
    identification.review_comment = said;
    move(context, identification, 'more information asked for');
    identification.step_status = stepStatus(customer, 'Processed', { step, result: 'Pending', comment: said });
    context.schedule(linkLifetime, 'identification.expire', { id });
  },

  /** Iron's own checks ask for enhanced due diligence. */
  'identification.request_edd'(context: Context, { id }: Named): void {
    const identification = get(context.records.identifications, id);
    const customer = get(context.records.customers, identification?.customer_id ?? '');
    if (!identification || customer?.customer_type !== 'Person') return;
    identification.with_edd = true;
    identification.updated_at = context.timestamp();
    if (identification.status !== 'Approved' || newest(context.records, customer) !== identification) return;
    identification.url = hostedUrl(customer, id);
    moveCustomer(context, customer, 'limit exceeded');
  },

  'customer.suspend'(context: Context, { id }: Named): void {
    const customer = get(context.records.customers, id);
    if (customer) moveCustomer(context, customer, 'suspended');
  },

  'customer.user_created'(context: Context, { id }: Named): void {
    const customer = get(context.records.customers, id);
    if (customer) moveCustomer(context, customer, 'user created');
  },

  /** New terms: each document gets a new id, so that active customers have to sign again. */
  'terms.renew'(context: Context): void {
    context.records.terms = context.records.terms.map((document) => ({ ...document, id: context.id() }));
    for (const customer of all(context.records.customers)) {
      if (outstanding(context.records, customer).length > 0) moveCustomer(context, customer, 'new terms');
    }
  },

  /** The deposit account of an autoramp is set up, verified or refused. */
  'autoramp.move'(context: Context, { id, on }: Named & { on: AutorampCause }): void {
    const autoramp = get(context.records.autoramps, id);
    const to = autoramp && next(autorampTransitions, autoramp.status, on);
    if (autoramp && to) setAutorampStatus(context, autoramp, to);
  },

  'transaction.move'(context: Context, { id, on }: Named & { on: TransactionCause }): void {
    const transaction = get(context.records.transactions, id);
    if (transaction && !transaction.held) finish(context, transaction, on);
  },
};
