// Calls of Stripe's own API like those of bench/src/overhead/calls.ts: one record read, one made.
import Stripe from 'stripe';

export function createCalls(fetch) {
  const stripe = new Stripe('key-for-the-stub', {
    httpClient: Stripe.createFetchHttpClient(fetch),
    telemetry: false,
  });
  return {
    get: () => stripe.customers.retrieve('cus_6a3e8f0e6d8e4c'),
    post: () => stripe.customers.create({ name: 'Ada Lovelace', email: 'ada@example.com' }),
  };
}
