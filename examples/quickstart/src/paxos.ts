import { createPaxosClient } from '@org/paxos-sdk';
import type { TokenServer } from '@org/tests/harness';
import type { Steps } from './steps.ts';

/** A token by client credentials, then an identity: created, and read again. */
export async function paxosJourney(baseUrl: string, tokens: TokenServer, steps: Steps): Promise<void> {
  const paxos = createPaxosClient({
    baseUrl,
    tokenUrl: tokens.tokenUrl,
    clientId: tokens.clientId,
    clientSecret: tokens.clientSecret,
    scopes: ['identity:read_identity', 'identity:write_identity'],
  });

  const created = await steps.run(
    'Getting an access token and creating an identity',
    () =>
      paxos.identity.createIdentity({
        body: {
          person_details: {
            verifier_type: 'PASSTHROUGH',
            passthrough_verified_at: '2026-03-02T09:10:00Z',
            first_name: 'Ada',
            last_name: 'Lovelace',
            date_of_birth: '1990-12-10',
            nationality: 'GBR',
            address: { country: 'GBR', address1: '12 St James Square', city: 'London', province: 'London' },
          },
          tax_details: [{ tax_payer_id: 'QQ123456C', tax_payer_country: 'GBR' }],
        },
      }),
    ({ id, status }) => `${id}, ${status}`,
  );

  await steps.run(
    'Reading the identity',
    () => paxos.identity.getIdentity({ path: { id: created.id }, query: { include_details: true } }),
    ({ status, person_details: person }) => `${person?.first_name} ${person?.last_name}, ${status}`,
  );
  steps.note(`Tokens asked for: ${tokens.requests.length}; both calls shared it.`);
}
