// Documents that a customer has to sign, and the consents on record.
import type { Signing, TermsAndConditionsLink } from '@org/iron-types';
import { type Context, customerOf, type IronHandlers, openCustomer, pageOf, refuse } from './call.ts';
import { moveCustomer } from './customers.ts';
import type { CustomerRecord, IronRecords } from './records.ts';
import { fiatCurrencies } from './reference-data.ts';
import { releaseHeld } from './spending-limit.ts';
import { get, pushBounded, put } from './table.ts';

const countries: ReadonlySet<string> = new Set([
  ...fiatCurrencies.flatMap((currency) => currency.countries.map(({ code }) => code)),
  'CA',
  'CH',
]);

export const signingHandlers: IronHandlers = {
  getCustomerRequiredSignings(call) {
    const customer = customerOf(call, call.path.id);
    if (customer.status === 'Suspended' || customer.status === 'Archived') {
      refuse(call, 409, `a customer who is ${customer.status} has nothing to sign`);
    }
    return { status: 200, body: outstanding(call.records, customer) };
  },

  createCustomerSigning(call) {
    const customer = openCustomer(call, call.path.id);
    const { content_id, signed } = call.body;
    const documents = outstanding(call.records, customer);
    if (!signed) refuse(call, 422, 'body.signed must be true: the customer has to agree');
    const document = documents.find(({ id }) => id === content_id);
    if (!document) {
      refuse(
        call,
        422,
        'body.content_id is the id of no document that is left to sign; see getCustomerRequiredSignings',
      );
    }
    const signing = put<Signing>(call.records.signings, {
      id: call.id(),
      customer_id: customer.id,
      content_id: document.id,
      created_at: call.timestamp(),
      updated_at: call.timestamp(),
    });
    pushBounded(customer.signing_ids, signing.id);
    customer.updated_at = call.timestamp();
    if (documents.length === 1) activate(call, customer);
    return { status: 201, body: signing };
  },

  getSignings(call) {
    const customer = customerOf(call, call.path.id);
    return pageOf(
      call,
      call.records.signings,
      call.query,
      ({ customer_id }) => customer_id === customer.id,
      (signing) => signing,
    );
  },

  getAllCurrentTermsAndConditions(call) {
    const country = call.query.country?.toUpperCase() ?? '';
    if (!/^[A-Z]{2}$/.test(country))
      refuse(call, 400, 'query.country must be a country code of two letters, such as DE');
    if (!countries.has(country)) refuse(call, 404, `no terms are known for ${country}`);
    return { status: 200, body: call.records.terms };
  },
};

/** Documents in force that the customer has not signed. */
export function outstanding(records: IronRecords, customer: CustomerRecord): TermsAndConditionsLink[] {
  const signed = new Set(customer.signing_ids.map((id) => get(records.signings, id)?.content_id));
  return records.terms.filter(({ id }) => !signed.has(id));
}

function activate(context: Context, customer: CustomerRecord): void {
  moveCustomer(context, customer, 'last document signed');
  if (customer.status === 'Active') releaseHeld(context, customer);
}
