import { client } from '../generated/heyapi/client.gen.ts';
import { createCustomer, getCustomerById } from '../generated/heyapi/sdk.gen.ts';

client.setConfig({ headers: { 'X-API-Key': 'key' } });
const body = { customer_type: 'Person', name: 'Ada Lovelace', email: 'ada@example.com' };
const { data } = await createCustomer({ headers: { 'IDEMPOTENCY-KEY': crypto.randomUUID() }, body });
console.log(await getCustomerById({ path: { id: data.id } }));
