// A client of a fake Paxos, for the tests of this folder.
import {
  type FakePaxos,
  type FakeServer,
  PAXOS_ID,
  PAXOS_SECRET,
  RECORD_ID,
  startFakePaxos,
} from '@org/test-kit/providers';
import { createPaxosClient, type PaxosClient } from '../../src/index.ts';
import { createPaxosPathClient } from '../../src/paths.ts';

/** Both ways to call the API. */
export const CLIENTS = ['operations', 'paths'] as const;
export type ClientName = (typeof CLIENTS)[number];

const TRANSFER = { from_profile_id: 'from', to_profile_id: 'to', amount: '12.50', asset: 'USD' };

export interface FaultyPaxos extends FakeServer {
  readonly paxos: FakePaxos;
  readonly client: PaxosClient;
  /** Creates an internal transfer. Its first `ref_id` is `00000000-0000-4000-8000-000000000001`. */
  create(options?: { idempotencyKey?: string }): PromiseLike<unknown>;
  /** Reads the first transfer. */
  read(): PromiseLike<unknown>;
}

export async function startClient(name: ClientName = 'operations'): Promise<FaultyPaxos> {
  const server = await startFakePaxos();
  const options = {
    ...server.options,
    baseUrl: `${server.origin}/v2`,
    tokenUrl: `${server.origin}/oauth2/token`,
    clientId: PAXOS_ID,
    clientSecret: PAXOS_SECRET,
    rateLimit: false,
    scopes: [
      'transfer:write_internal_transfer',
      'transfer:read_transfer',
      'identity:write_identity',
      'identity:read_identity',
      'identity:write_account',
      'identity:read_account',
    ],
  } satisfies Parameters<typeof createPaxosClient>[0];
  const client = createPaxosClient(options);
  const paths = createPaxosPathClient(options);
  const id = RECORD_ID;
  if (name === 'operations') {
    return {
      ...server,
      client,
      create: (more) => client.internalTransfers.createInternalTransfer({ body: TRANSFER }, more),
      read: () => client.transfers.getTransfer({ path: { id } }),
    };
  }
  return {
    ...server,
    client,
    // Path methods send what they are given: a ref_id is the caller's own.
    create: () =>
      paths.POST('/transfer/internal', { body: { ...TRANSFER, ref_id: '00000000-0000-4000-8000-000000000001' } }),
    read: () => paths.GET('/transfer/transfers/{id}', { params: { path: { id } } }),
  };
}
