import { json } from '@org/test-kit/replies';
import { useServer } from '@org/test-kit/server';
import { expect, test, vi } from 'vitest';
import { createPaxosClient } from '../../src/index.ts';

const server = useServer();

test('a spy of vitest stubs an operation method, and a restored method calls Paxos', async () => {
  server.script(
    json(200, { access_token: 'token-of-a-test', token_type: 'bearer', expires_in: 3599 }),
    json(200, { id: 'real' }),
  );
  const paxos = createPaxosClient({
    ...{ baseUrl: server.url, tokenUrl: `${server.url}/oauth2/token`, clientId: 'id', clientSecret: 'secret' },
    scopes: ['transfer:read_transfer'],
  });
  const spy = vi.spyOn(paxos.transfers, 'getTransfer').mockResolvedValue({ id: 'stubbed' } as never);
  expect(await paxos.transfers.getTransfer({ path: { id: 't' } })).toEqual({ id: 'stubbed' });
  expect(server.seen).toHaveLength(0);
  spy.mockRestore();
  expect(await paxos.transfers.getTransfer({ path: { id: 't' } })).toEqual({ id: 'real' });
});
