// Credentials that are refused, and credentials that cannot be had.
import { describe, expect, test } from 'vitest';
import { DOORS, openBench } from './support/bench.ts';
import { json } from './support/exchange.ts';
import { proxyPageBefore, resetBefore, say } from './support/faults.ts';
import { answerOf, dataOf, expectSameBytes, failureOf } from './support/outcome.ts';

test("Iron by name: Iron's 401 is plain text", async () => {
  const { create, seen } = await openBench('Iron by name', { apiKey: 'revoked-5ecret' });
  const error = await failureOf(create());
  expect(error).toMatchObject({ name: 'ApiError', status: 401, body: 'authorization error', requestId: undefined });
  expect(error.message).toBe(
    'createCustomer: answered 401: authorization error. Check the credentials, and that they are for this environment.',
  );
  expect(JSON.stringify(error)).not.toContain('revoked-5ecret');
  expect(seen).toHaveLength(1);
});

test("Iron by path: Iron's 401 is plain text", async () => {
  const { create } = await openBench('Iron by path', { apiKey: 'revoked' });
  expect(await answerOf(create())).toEqual({ status: 401, error: 'authorization error' });
});

describe.each(['Paxos by name', 'Paxos by path'] as const)('%s', (door) => {
  test('a token that is refused is renewed, and the create sent once more with the same bytes', async () => {
    const { create, read, paxos, seen, ledger } = await openBench(door);
    await read();
    paxos.revoke();
    const { id } = (await dataOf(create())) as { id: string };
    expect(paxos.tokens).toBe(2);
    expectSameBytes(seen.slice(1), 2);
    expect(ledger.of('POST /v2/transfer/internal').made).toEqual([id]);
    expect(seen[1]?.headers.authorization).not.toBe(seen[2]?.headers.authorization);
  });

  test('a token that is refused twice is not renewed for ever', async () => {
    const { create, script, seen, paxos } = await openBench(door);
    const no = say(json(401, { title: 'Unauthorized', status: 401 }));
    script(no, no, no);
    await create().then(undefined, () => {});
    expect(seen).toHaveLength(2);
    expect(paxos.tokens).toBe(2);
  });

  test('a token endpoint that is down for a moment is asked again', async () => {
    const { create, scriptTokens, seen, paxos } = await openBench(door);
    scriptTokens(resetBefore, proxyPageBefore(502));
    expect(await dataOf(create())).toHaveProperty('id');
    expectSameBytes(seen, 1);
    expect(paxos.tokens).toBe(1);
  });

  test('a token endpoint that stays down leaves the create unsent, and says so', async () => {
    const { create, scriptTokens, seen, origin } = await openBench(door);
    scriptTokens(resetBefore, resetBefore, resetBefore);
    const error = await failureOf(create());
    expect(error).toMatchObject({ name: 'ConnectionError', unsent: true, idempotencyKey: 'key-1' });
    expect(error.message).toBe(
      `CreateInternalTransfer: no access token, because ${new URL(origin).host} could not be reached: check the network. Nothing was sent.`,
    );
    expect(seen).toHaveLength(0);
  });

  test('client credentials that are refused are a mistake of the configuration, and are not tried again', async () => {
    const { create, scriptTokens, seen, origin, clock } = await openBench(door);
    scriptTokens(say(json(401, { error: 'invalid_client', error_description: 'client unknown' })));
    const error = await failureOf(create());
    expect(error.name).toBe('ConfigError');
    expect(error.message).toBe(
      `CreateInternalTransfer: ${new URL(origin).host} gives no access token: invalid_client (client unknown). Check 'clientId' and 'clientSecret', and that they are of this environment. Nothing was sent.`,
    );
    expect(clock.fired).toEqual([]);
    expect(seen).toHaveLength(0);
  });
});

test.each(DOORS)('%s: a 403 is told with what to look at', async (door) => {
  const { create, ids, script } = await openBench(door);
  script(say(json(403, { message: 'read only', trace_id: 'trace-1' })));
  if (door.endsWith('path')) {
    expect((await answerOf(create())).status).toBe(403);
  } else {
    const error = await failureOf(create());
    expect(error).toMatchObject({ status: 403, requestId: 'trace-1' });
    expect(error.message).toBe(`${ids.create}: answered 403: read only. Check what these credentials may do.`);
  }
});
