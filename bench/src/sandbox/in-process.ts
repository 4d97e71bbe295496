// Microseconds of a call through the SDK, with the sandbox as its fetch.
import { createIronClient } from '@org/iron-sdk';
import { createSandbox } from '@org/sandbox';
import { lowerQuartile } from '../stats.ts';

const CALLS = 1000;
const sandbox = createSandbox();
const iron = createIronClient({ environment: 'sandbox', apiKey: 'bench', fetch: sandbox.iron.fetch });
const { id } = await iron.customer.createCustomer({
  body: { customer_type: 'Person', name: 'Ada Lovelace', email: 'ada@example.com' },
});

const rounds: number[] = [];
for (let round = 0; round < 12; round++) {
  const started = performance.now();
  for (let call = 0; call < CALLS; call++) await iron.customer.getCustomerById({ path: { id } });
  rounds.push(((performance.now() - started) / CALLS) * 1000);
}
// The first ones compile.
console.log(lowerQuartile(rounds.slice(4)));
