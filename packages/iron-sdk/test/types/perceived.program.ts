// The types as a user perceives them: what an editor shows, and what narrows.

import type { Iron, IronErrors } from '@org/iron-sdk';
import { createIronClient, isApiError, type Unlisted, unlisted } from '@org/iron-sdk';
import type { components, Customer as Schema } from '@org/iron-types';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <A, B>(..._: Same<A, B> extends true ? [] : [never]) => {};
const iron = createIronClient({ apiKey: 'k', environment: 'sandbox' });
const path = { id: 'x' };

// Awaited, a call gives the schema by its name.
const customer = await iron.customer.getCustomerById({ path });
is<typeof customer, Schema>();
is<Iron.Customer, Schema>();

// What is read is open: the known values are listed, and others pass.
is<
  Exclude<typeof customer.status, Unlisted>,
  'Active' | 'IdentificationRequired' | 'SigningsRequired' | 'Suspended' | 'UserRequired' | 'Archived'
>();
// An optional field may be absent or null, as Iron answers.
is<typeof customer.external_id, string | null | undefined>();

// A value that was read is compared, switched over, passed on as a string, and sent again.
const isActive: boolean = customer.status === 'Active';
const meaning = (status: Iron.CustomerStatus): string => {
  switch (status) {
    case 'Active':
      return 'money can move';
    default:
      return status.toLowerCase();
  }
};
meaning(isActive ? customer.status : 'Archived');
const wallets = await iron.addresses.getWalletAddresses({ path: { customer_id: customer.id } });
for (const { blockchain, wallet_address } of wallets) {
  const body: Iron.RegisterSelfAttestedWalletRequest = {
    address: wallet_address,
    blockchain,
    customer_id: customer.id,
  };
  await iron.addresses.registerAttestedWalletAddress({ body });
}
const parsed: Iron.CustomerStatus = JSON.parse('"Active"');
meaning(parsed);
// What is newer than the SDK is sent on purpose.
const chain: Iron.Blockchain = unlisted('Monad');
is<Extract<typeof chain, 'Monad'>, never>();

// Arguments and results have names.
const args: Iron.CreateCustomerArgs = { body: { customer_type: 'Person', email: 'a@example.com' } };
const created: Iron.CreateCustomerResult = await iron.customer.createCustomer(args).result();
if (created.ok) is<typeof created.data, Iron.Customer>();

// Nothing is required because it has a default.
await iron.customer.getAllCustomers({ query: { status: ['Active'], page_size: 50 } });

// A list is a promise of its first page, and iterates over the items of all.
const page = await iron.customer.getAllCustomers();
is<typeof page.prev_cursor, string | null | undefined>();
const next = await page.getNextPage();
is<NonNullable<typeof next>['items'], Schema[]>();
for await (const one of iron.customer.getAllCustomers({}, { readAhead: true })) is<typeof one, Schema>();
const all = await iron.customer.getAllCustomers().toArray({ limit: 10 });
is<typeof all, Schema[]>();

// Without throwing, narrowed by status.
const result = await iron.customer.createCustomerIdentificationV2({ path, body: { type: 'Link' } }).result();
if (result.ok) is<typeof result.status, 201>();
else if (result.status === 409) is<typeof result.error, string>();
else if (result.status === 500) is<typeof result.error, components['schemas']['ApiError']>();
else if (result.status === 502) is<typeof result.error, unknown>();

// A caught error, narrowed by operation and status.
try {
  await iron.customer.createCustomer({ body: { customer_type: 'Person', email: 'a@example.com' } });
} catch (error) {
  if (isApiError(error, 'createCustomer') && error.status === 500) is<typeof error.body.trace_id, string>();
  if (isApiError(error)) is<typeof error.status, number>();
}

// The errors of a call have a name of their own.
is<Extract<IronErrors['createCustomer'], { status: 500 }>['body'], components['schemas']['ApiError']>();

// A 204 gives nothing.
const nothing = await iron.customer.updateCustomer({ path, body: { email: 'ada@example.org' } });
is<typeof nothing, undefined>();

// Path methods, on the same object.
const { data, error } = await iron.GET('/customers/{id}', { params: { path } });
is<NonNullable<typeof data>['status'], Schema['status']>();
is<NonNullable<typeof error>, string | components['schemas']['ApiError']>();

// The idempotency key may be given or left out, through both kinds of methods.
await iron.customer.createCustomer({
  header: { 'IDEMPOTENCY-KEY': 'k' },
  body: { customer_type: 'Person', email: 'a@example.com' },
});
await iron.POST('/customers', { body: { customer_type: 'Person', email: 'a@example.com' } });
await iron.POST('/customers', {
  params: { header: { 'IDEMPOTENCY-KEY': 'k' } },
  body: { customer_type: 'Person', email: 'a@example.com' },
});
