import { createIronClient } from '@org/iron-sdk';
import { createIronWebhookHandler, createMemoryDedupeStore } from '@org/iron-sdk/webhooks';
import type { SandboxServer } from '@org/sandbox/server';
import type { Steps } from './steps.ts';

const apiKey = 'quickstart';
const wallet = '0x52908400098527886E0F7030069857D2E4169EE7';

/** A new customer to an on-ramp that has paid out, with the webhooks that Iron sends on the way. */
export async function ironJourney({ sandbox, env }: SandboxServer, steps: Steps): Promise<void> {
  const iron = createIronClient({ baseUrl: env.IRON_BASE_URL ?? '', apiKey });

  // The dashboard would give the secret. The handler verifies each delivery, and handles an event once.
  const received: string[] = [];
  const { secret } = sandbox.webhooks.subscribe({
    provider: 'iron',
    account: apiKey,
    handler: (request) => receive(request),
  });
  const receive = createIronWebhookHandler({ secrets: secret, dedupeStore: createMemoryDedupeStore() }, ({ type }) => {
    received.push(type);
  });

  const customer = await steps.run(
    'Creating a customer',
    () =>
      iron.customer.createCustomer({
        body: { customer_type: 'Person', name: 'Ada Lovelace', email: 'ada@example.com' },
      }),
    ({ name, status }) => `${name}, ${status}`,
  );
  const path = { id: customer.id };

  const identification = await steps.run(
    'Starting the identification',
    () => iron.customer.createCustomerIdentificationV2({ path, body: { type: 'Link' } }),
    ({ status }) => `${status}; the customer goes on at its url`,
  );
  await steps.run(
    'Approving it, as compliance would',
    () => iron.sandbox.updateSandboxIdentificationStatus({ path: { id: identification.id }, body: { approved: true } }),
    ({ status }) => status,
  );

  for (const { id, display_name } of await iron.customer.getCustomerRequiredSignings({ path })) {
    await steps.run(`Signing ${display_name}`, () =>
      iron.customer.createCustomerSigning({ path, body: { content_id: id, signed: true } }),
    );
  }
  await steps.run(
    'Reading the customer',
    () => iron.customer.getCustomerById({ path }),
    ({ status }) => status,
  );

  const [exchange] = await iron.addresses.searchHostedVasps({ query: { q: 'example' } });
  await steps.run('Registering a wallet', () =>
    iron.addresses.registerHostedWallet({
      body: { customer_id: path.id, wallet_address: wallet, blockchain: 'Ethereum', vasp_did: exchange?.did ?? '' },
    }),
  );
  const ramp = await steps.run(
    'Opening an on-ramp from euros to USDC',
    () =>
      iron.autoramp.createAutoramp({
        body: {
          customer_id: path.id,
          source_currencies: [{ type: 'Fiat', code: 'EUR' }],
          destination_currency: { type: 'Crypto', token: 'USDC', blockchain: 'Ethereum' },
          recipient_account: { type: 'Crypto', chain: 'Ethereum', address: wallet },
        },
      }),
    ({ status }) => status,
  );
  await iron.sandbox.updateSandboxAutorampStatus({ path: { id: ramp.id }, body: 'Approved' });

  const { id } = await steps.run(
    'Paying in 1000.00 euros, as a bank would',
    () => iron.sandbox.createSandboxTransaction({ body: { autoramp_id: ramp.id, amount: '1000.00' } }),
    ({ state }) => state,
  );
  await iron.sandbox.updateSandboxTransactionState({ path: { id }, body: { state: 'Completed' } });
  await steps.run(
    'Reading the transaction',
    async () => (await iron.autoramp.getAutorampTransactions({ query: { autoramp_id: ramp.id } })).items[0],
    (transaction) => `${transaction?.status}, ${transaction?.destination_amount?.amount} USDC paid out`,
  );
  await sandbox.settled();
  steps.note(`Webhooks received and verified: ${received.length}, the last one ${received.at(-1)}`);
}
