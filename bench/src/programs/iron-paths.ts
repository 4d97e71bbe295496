// What is bundled for `bundle.iron.paths`: two calls by path.
import { createIronPathClient } from '@org/iron-sdk/paths';

const iron = createIronPathClient({ apiKey: 'key', environment: 'sandbox' });
const { data } = await iron.POST('/customers', {
  body: { customer_type: 'Person', name: 'Ada Lovelace', email: 'ada@example.com' },
});
console.log(await iron.GET('/customers/{id}', { params: { path: { id: data?.id ?? '' } } }));
