// Tokens that Paxos refuses, and tokens that cannot be obtained.
import { proxyPageBefore, resetBefore, respondWith } from '@org/test-kit/faults';
import { dataOf, expectSameBytes, rejectionOf } from '@org/test-kit/outcomes';
import { jsonResponse } from '@org/test-kit/providers';
import { describe, expect, test } from 'vitest';
import { CLIENTS, startClient } from './client.ts';

describe.each(CLIENTS)('a client of %s', (name) => {
  test('a token that is refused is renewed, and the create is sent once more with the same bytes', async () => {
    const { create, read, paxos, seen, effects } = await startClient(name);
    await read();
    paxos.revoke();
    const { id } = (await dataOf(create())) as { id: string };
    expect(paxos.tokenRequests).toBe(2);
    expectSameBytes(seen.slice(1), 2);
    expect(effects.of('POST /v2/transfer/internal').created).toEqual([id]);
    expect(seen[1]?.headers.authorization).not.toBe(seen[2]?.headers.authorization);
  });

  test('a token that is refused twice is not renewed again', async () => {
    const { create, inject, seen, paxos } = await startClient(name);
    const no = respondWith(jsonResponse(401, { title: 'Unauthorized', status: 401 }));
    inject(no, no, no);
    await create().then(undefined, () => {});
    expect(seen).toHaveLength(2);
    expect(paxos.tokenRequests).toBe(2);
  });

  test('a token endpoint that fails twice is asked a third time', async () => {
    const { create, injectIntoTokens, seen, paxos } = await startClient(name);
    injectIntoTokens(resetBefore, proxyPageBefore(502));
    expect(await dataOf(create())).toHaveProperty('id');
    expectSameBytes(seen, 1);
    expect(paxos.tokenRequests).toBe(1);
  });

  test('a token endpoint that stays down leaves the create unsent, and the error reports it', async () => {
    const { create, injectIntoTokens, seen, origin } = await startClient(name);
    injectIntoTokens(resetBefore, resetBefore, resetBefore);
    const error = await rejectionOf(create());
    expect(error).toMatchObject({
      name: 'TokenError',
      notSent: true,
      idempotencyKey: '00000000-0000-4000-8000-000000000001',
    });
    expect(error.message).toBe(
      `createInternalTransfer failed: ${new URL(origin).host} could not be reached for an access token (ECONNRESET). Check the network. Nothing was sent.`,
    );
    expect(seen).toHaveLength(0);
  });

  test('client credentials that are refused are a TokenError and are not retried', async () => {
    const { create, injectIntoTokens, seen, origin, clock } = await startClient(name);
    injectIntoTokens(respondWith(jsonResponse(401, { error: 'invalid_client', error_description: 'client unknown' })));
    const error = await rejectionOf(create());
    expect(error.name).toBe('TokenError');
    expect(error.message).toBe(
      `createInternalTransfer failed: ${new URL(origin).host} refused an access token: invalid_client (client unknown). Check 'clientId' and 'clientSecret', and that they belong to this environment. Nothing was sent.`,
    );
    expect(clock.fired).toEqual([]);
    expect(seen).toHaveLength(0);
  });
});
