// What is bundled for `bundle.paxos.named`: two calls by name.
import { createPaxosClient } from '@org/paxos-sdk';

const paxos = createPaxosClient({
  clientId: 'id',
  clientSecret: 'secret',
  scopes: ['identity:read_identity'],
  environment: 'sandbox',
});
const { items } = await paxos.identity.listIdentities();
console.log(await paxos.identity.getIdentity({ path: { id: items?.[0]?.id ?? '' } }));
