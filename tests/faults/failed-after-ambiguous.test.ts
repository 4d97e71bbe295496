// The first response to a create was lost, and the last attempt fails in another way. The error must not read as if nothing
// had happened: a caller that retried with a fresh key would pay twice.
import { isSdkError, type SdkError } from '@org/iron-sdk';
import { proxyPageBefore, redirect, rejectWith, resetAfter, respondWith } from '@org/test-kit/faults';
import { type Fault, IRON_KEY, jsonResponse } from '@org/test-kit/providers';
import { describe, expect, test } from 'vitest';
import { type FaultyClient, failureOf, OPERATION_CLIENTS, startClient } from './clients.ts';

const ENDS: [string, Fault][] = [
  ['503 with a Retry-After beyond the deadline', rejectWith(503, '600')],
  ['429 with a Retry-After beyond the deadline', rejectWith(429, '600')],
  ["a firewall's 400", proxyPageBefore(400)],
  ["a firewall's 403", proxyPageBefore(403)],
  ['401', respondWith(jsonResponse(401, 'authorization error'))],
  ['422', respondWith(jsonResponse(422, { message: 'no', trace_id: 't-1' }))],
  ['a redirect', redirect(302, 'https://login.example.com/')],
];

async function failureAfter(client: FaultyClient, fault: Fault): Promise<SdkError> {
  client.inject(resetAfter, fault, fault);
  const error = await failureOf(client.create());
  expect(client.effects.of(client.seen[0]?.call ?? '').created).toHaveLength(1);
  return error;
}

/** The next step that the message names must keep the key. */
function expectCaution(error: SdkError): void {
  expect(error.idempotencyKey).toBe('00000000-0000-4000-8000-000000000001');
  expect(error.message).toContain("'00000000-0000-4000-8000-000000000001'");
  expect(error.message).not.toMatch(/new (idempotency )?key|Nothing was sent/);
  expect((error as { notSent?: boolean }).notSent ?? false).toBe(false);
}

describe.each(OPERATION_CLIENTS)('%s', (client) => {
  test.each(ENDS)(
    'a create whose first response was lost and that ends with %s names its key',
    async (_what, fault) => {
      expectCaution(await failureAfter(await startClient(client), fault));
    },
  );

  test('a create whose first response was lost and that ends with 429 names its key', async () => {
    expectCaution(await failureAfter(await startClient(client), rejectWith(429)));
  });
});

test('a create on Iron whose first response was lost names its key when apiKey() fails', async () => {
  let asked = 0;
  const client = await startClient('Iron operations', {
    apiKey: async () => {
      asked += 1;
      if (asked > 1) throw new Error('the vault is closed');
      return IRON_KEY;
    },
  });
  client.inject(resetAfter);
  const error: unknown = await client.create().then(undefined, (reason: unknown) => reason);
  expect(client.effects.of(client.seen[0]?.call ?? '').created).toHaveLength(1);
  if (!isSdkError(error)) throw error;
  expectCaution(error);
});

test('a create on Paxos whose first response was lost names its key when no new token can be obtained', async () => {
  const client = await startClient('Paxos operations');
  await client.read();
  const refuse: Fault = (exchange) => {
    client.revokeTokens();
    exchange.response.writeHead(401).end();
  };
  client.inject(resetAfter, refuse);
  client.injectIntoTokens(proxyPageBefore(400), proxyPageBefore(400), proxyPageBefore(400));
  const error = await failureOf(client.create());
  expect(client.effects.of('POST /v2/transfer/internal').created).toHaveLength(1);
  expectCaution(error);
});
