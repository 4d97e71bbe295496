// The calls of bench/src/overhead/calls.ts through the client that hey-api generates from Iron's contract.
import { createClient, createConfig } from '../generated/heyapi/client/index.ts';
import { createCustomer, getCustomerById } from '../generated/heyapi/sdk.gen.ts';

const path = { id: '6a3e8f0e-6d8e-4c8e-9a52-0f4a2f3e1d77' };
const body = { customer_type: 'Person', name: 'Ada Lovelace', email: 'ada@example.com' };

export function createCalls(fetch) {
  const client = createClient(
    createConfig({
      baseUrl: 'https://api.sandbox.iron.xyz/api',
      fetch,
      auth: () => 'key-for-the-stub',
      headers: { 'User-Agent': 'iron-sdk/0.0.0' },
      throwOnError: true,
    }),
  );
  return {
    get: async () => (await getCustomerById({ client, path })).data,
    post: async () =>
      (await createCustomer({ client, headers: { 'IDEMPOTENCY-KEY': crypto.randomUUID() }, body })).data,
  };
}
