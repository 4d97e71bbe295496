// What is bundled for `bundle.iron.named`: two calls by name.
import { createIronClient } from '@org/iron-sdk';

const iron = createIronClient({ apiKey: 'key', environment: 'sandbox' });
const customer = await iron.customer.createCustomer({
  body: { customer_type: 'Person', name: 'Ada Lovelace', email: 'ada@example.com' },
});
console.log(await iron.customer.getCustomerById({ path: { id: customer.id } }));
