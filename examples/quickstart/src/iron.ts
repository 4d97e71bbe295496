import { createIronClient } from '@org/iron-sdk';
import type { Steps } from './steps.ts';

/** Customer, identification, documents, abilities: what it takes until money can move. */
export async function ironJourney(baseUrl: string, steps: Steps): Promise<void> {
  const iron = createIronClient({ baseUrl, apiKey: 'quickstart' });

  const customer = await steps.run(
    'Creating a customer',
    () =>
      iron.customer.createCustomer({
        body: { customer_type: 'Person', name: 'Ada Lovelace', email: 'ada@example.com' },
      }),
    ({ id, name, status }) => `${name}, ${id}, ${status}`,
  );
  const path = { id: customer.id };

  await steps.run(
    'Starting the identification',
    () => iron.customer.createCustomerIdentificationV2({ path, body: { type: 'Link' } }),
    ({ status, url }) => `${status}${url ? `; the customer goes on at ${url}` : ''}`,
  );

  await steps.run(
    'Reading the first page of identifications',
    () => iron.customer.getAllCustomerIdentifications({ path }),
    ({ items }) => `${items.length} found: ${items.map(({ status }) => status).join(', ')}`,
  );

  const documents = await steps.run(
    'Reading the documents to sign',
    () => iron.customer.getCustomerRequiredSignings({ path }),
    (found) => found.map(({ display_name }) => display_name).join(', ') || 'none',
  );
  for (const { id, display_name } of documents) {
    await steps.run(
      `Signing ${display_name}`,
      () => iron.customer.createCustomerSigning({ path, body: { content_id: id, content_type: 'Url', signed: true } }),
      (signing) => `signed at ${signing.created_at}`,
    );
  }

  await steps.run(
    'Reading abilities',
    () => iron.customer.getCustomerAbilities({ path }),
    ({ fiat_deposit }) => `euro deposits by SEPA: ${fiat_deposit.eur.sepa}`,
  );
}
