// The first answer to a create was lost, and the last attempt ends in another way. What is thrown then must not read as
// if nothing had happened: whoever calls again with a fresh key would pay twice.
import { isSdkError, type SdkError } from '@org/iron-sdk';
import { describe, expect, test } from 'vitest';
import { type Bench, openBench } from './support/bench.ts';
import { type Act, json } from './support/exchange.ts';
import { proxyPageBefore, redirect, resetAfter, say, turnAway } from './support/faults.ts';
import { failureOf } from './support/outcome.ts';

const ENDS: [string, Act][] = [
  ['503 with a Retry-After beyond the deadline', turnAway(503, '600')],
  ['429 with a Retry-After beyond the deadline', turnAway(429, '600')],
  ["a firewall's 400", proxyPageBefore(400)],
  ["a firewall's 403", proxyPageBefore(403)],
  ['401', say(json(401, 'authorization error'))],
  ['422', say(json(422, { message: 'no', trace_id: 't-1' }))],
  ['a redirect', redirect(302, 'https://login.example.com/')],
];

async function thrown(bench: Bench, act: Act): Promise<SdkError> {
  bench.script(resetAfter, act, act);
  const error = await failureOf(bench.create());
  expect(bench.ledger.of(bench.seen[0]?.call ?? '').made).toHaveLength(1);
  return error;
}

/** The next step that the message names has to keep the key. */
function expectCaution(error: SdkError): void {
  expect(error.idempotencyKey).toBe('key-1');
  expect(error.message).toContain("'key-1'");
  expect(error.message).not.toMatch(/fresh (idempotency )?key|Nothing was sent|certainly/);
  expect((error as { unsent?: boolean }).unsent ?? false).toBe(false);
}

describe.each(['Iron by name', 'Paxos by name'] as const)('%s', (door) => {
  test.each(ENDS)('then %s: the error names the key to call again with', async (_what, act) => {
    expectCaution(await thrown(await openBench(door), act));
  });

  test('then the 429 that Paxos does not want repeated, or the third in a row', async () => {
    expectCaution(await thrown(await openBench(door), turnAway(429)));
  });
});

test('Iron: then the function that gives the key fails', async () => {
  let asked = 0;
  const bench = await openBench('Iron by name', {
    apiKey: async () => {
      asked += 1;
      if (asked > 1) throw new Error('the vault is closed');
      return 'iron-5ecret-key-of-the-chaos-tests';
    },
  });
  bench.script(resetAfter);
  const error: unknown = await bench.create().then(undefined, (reason: unknown) => reason);
  expect(bench.ledger.of(bench.seen[0]?.call ?? '').made).toHaveLength(1);
  if (!isSdkError(error)) throw error;
  expectCaution(error);
});

test('Paxos: then the token is refused and no new one can be had', async () => {
  const bench = await openBench('Paxos by name');
  await bench.read();
  const refuse: Act = (exchange) => {
    bench.paxos.revoke();
    exchange.response.writeHead(401).end();
  };
  bench.script(resetAfter, refuse);
  bench.scriptTokens(proxyPageBefore(400), proxyPageBefore(400), proxyPageBefore(400));
  const error = await failureOf(bench.create());
  expect(bench.ledger.of('POST /v2/transfer/internal').made).toHaveLength(1);
  expectCaution(error);
});
