// Paxos's API: one token for concurrent calls, a fresh one after a 401, creation with a reference.
import { createPaxosClient } from '@org/paxos-sdk';
import { createPaxosPathClient } from '@org/paxos-sdk/paths';
import type { Addresses } from './addresses.ts';
import { credentials } from './credentials.ts';
import { caught, type Plain, plain, printed } from './seen.ts';

export async function paxosProgram({ paxos: baseUrl, token: tokenUrl }: Addresses): Promise<Plain> {
  const { clientId, clientSecret } = credentials;
  const options = {
    baseUrl,
    tokenUrl,
    clientId,
    clientSecret,
    scopes: ['identity:read_identity', 'identity:write_identity'],
    random: () => 0,
  } as const;
  const paxos = createPaxosClient({ ...options, logLevel: 'off' });
  const { identity } = paxos;
  const path = { id: 'i1' };
  const body = { person_details: {}, tax_details_not_required: true };

  return {
    concurrent: plain(await Promise.all([identity.getIdentity({ path }), identity.getIdentity({ path })])),
    freshToken: plain(await identity.getIdentity({ path: { id: 'i2' } })),
    created: plain(await identity.createIdentity({ body })),
    ownReference: plain(await identity.createIdentity({ body: { ...body, ref_id: 'a reference of my own' } })),
    byPath: plain((await createPaxosPathClient(options).GET('/identity/identities/{id}', { params: { path } })).data),
    missingScope: await caught(paxos.events.getEvent({ path: { id: 'e1' } })),
    refusedClient: await caught(
      createPaxosClient({ ...options, clientSecret: 'wrong', logLevel: 'off' }).identity.getIdentity({ path }),
    ),
    client: printed('paxos client', paxos, Object.values(credentials)),
  };
}
