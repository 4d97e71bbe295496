// The documented kinds of problem, row by row, as Paxos's pages and the examples of its published spec show them:
// https://docs.paxos.com/api-reference/problems and https://developer.paxos.com/docs/paxos-v2.openapi.json

import { manualClock } from '@org/test-kit/clock';
import { rejectionOf } from '@org/test-kit/outcomes';
import { json } from '@org/test-kit/replies';
import fc from 'fast-check';
import { expect, expectTypeOf, test } from 'vitest';
import contract from '../../../paxos-types/openapi.json' with { type: 'json' };
import { createPaxosClient } from '../../src/index.ts';
import { type PaxosProblem, problemOf } from '../../src/problems.ts';
import { optionsOf } from '../support/client.ts';
import { paxosServers } from '../support/servers.ts';

const { api, tokens } = paxosServers();

/** The error of a call that was answered with this body. */
async function failing(status: number, body: unknown): Promise<Error> {
  api.script(json(status, body));
  const paxos = createPaxosClient({ ...optionsOf(api, tokens, manualClock()), maxRetries: 0 });
  return rejectionOf(paxos.identity.getIdentity({ path: { id: 'i' } }));
}

const BASE = 'https://developer.paxos.com/docs/v2/problems';
const KINDS: [kind: string, status: number, meta: Record<string, unknown>, advice: RegExp][] = [
  ['already-exists', 409, { existing: { id: '36ae1728-c54a-4046-86df-8a403e0ab9b3' } }, /do not create another/],
  [
    'insufficient-funds',
    403,
    { profile_id: 'b7b77d82-e6a7-4ae9-9904-36231aedf985', asset: 'USD', available: '50', needed: '100' },
    /Fund the profile/,
  ],
  ['expired', 403, { expired_at: '2020-01-17T18:36:38Z' }, /new quote/],
  ['rejected', 403, {}, /Fetch a new one/],
  [
    'identity-verification-required',
    403,
    {
      ref_path: '/v2/identity/identities/f304e9c8-e5d9-4e5e-8f3c-123456789abc',
      identity_id: 'f304e9c8-e5d9-4e5e-8f3c-123456789abc',
      current_status: 'PENDING',
    },
    /supply what its requirements ask for/,
  ],
  [
    'travel-rule-information-required',
    403,
    {
      identity_id: 'f304e9c8-e5d9-4e5e-8f3c-123456789abc',
      crypto_network: 'ETHEREUM',
      address: '0xe4B0aCA9FB669817775274775b20e52118595515',
    },
    /travelrule_metadata/,
  ],
  [
    'unsupported-address',
    400,
    { address: '0x1234567890abcdef', reason: 'INTERNAL_WITHDRAWAL_WALLET' },
    /another destination/,
  ],
  ['below-min-withdraw-limit', 400, { limit: '0.00001', amount: '0.0000001' }, /at least/],
  ['exceed-max-withdraw-limit', 400, { limit: '0.1', amount: '0.3' }, /at most/],
  ['exceed-precision', 400, {}, /fewer decimal places/],
  [
    'notional-value-too-large',
    403,
    {
      market: 'BTCUSD',
      order_type: 'LIMIT',
      order_notional_value: '1501234.56',
      max_notional_value: '1500000',
    },
    /Split/,
  ],
  ['unavailable-market', 403, {}, /later/],
  ['market-conditions-prevented-execution', 403, {}, /price of now/],
  ['minimum-commission-exceeds-notional', 400, {}, /Order more/],
];

test.each(KINDS)('%s is known by the last part of its type, with its facts', async (kind, status, meta, advice) => {
  for (const base of [BASE, 'https://api.paxos.com/v2/problems']) {
    const error = await failing(status, { type: `${base}/${kind}`, title: 'T', status, detail: 'd', meta });
    expect(problemOf(error)).toEqual({ kind, status, meta, detail: 'd', advice: expect.stringMatching(advice) });
  }
  expect(contract.components.schemas.Problem.properties.type.description).toContain(`\`${kind}\``);
});

test('the table has every kind that the contract names', () => {
  const named = contract.components.schemas.Problem.properties.type.description.match(/`[a-z-]+`/g) ?? [];
  expect(named.map((kind) => kind.slice(1, -1)).sort()).toEqual(KINDS.map(([kind]) => kind).sort());
});

test('a fact of another kind than documented is left out: no amount is ever a number', async () => {
  // One example of the published spec writes `available'`.
  const meta = { asset: 'USD', "available'": '358.24', needed: 999, profile_id: null, available: {} };
  const problem = problemOf(await failing(403, { type: `${BASE}/insufficient-funds`, meta }));
  expect(problem).toMatchObject({ kind: 'insufficient-funds', meta: { asset: 'USD' } });
  expect(Object.keys(problem?.meta ?? {})).toEqual(['asset']);
});

test.each([`${BASE}/new-kind`, `${BASE}/constructor`, 'about:blank', undefined])(
  'a problem of type %s is unknown, with all its facts',
  async (type) => {
    const error = await failing(422, { type, title: 'New', meta: { limit: 1 } });
    expect(problemOf(error)).toEqual({
      kind: 'unknown',
      status: 422,
      meta: { limit: 1 },
      advice: 'Read the detail. Retry only if the error is retryable.',
      ...(type && { type }),
    });
  },
);

test('what is not an error response with a problem is none', async () => {
  for (const body of [[], 'text', 1, null, {}, { meta: {} }])
    expect(problemOf(await failing(400, body))).toBeUndefined();
  for (const error of [undefined, null, new Error('x'), { body: { type: `${BASE}/expired` } }]) {
    expect(problemOf(error)).toBeUndefined();
  }
});

test('whatever an error body holds, no problem has a fact of another kind than its type says', async () => {
  const error = await failing(403, { title: 'x' });
  const value = fc.oneof(fc.jsonValue(), fc.constantFrom('1', 'a'));
  const names = ['existing', 'asset', 'available', 'needed', 'expired_at', 'limit', 'amount'];
  const body = fc.record({
    type: fc.constantFrom(...KINDS.map(([kind]) => `${BASE}/${kind}`)),
    meta: fc.oneof(fc.jsonValue(), fc.record(Object.fromEntries(names.map((name) => [name, value])))),
  });
  fc.assert(
    fc.property(body, (given) => {
      Object.defineProperty(error, 'body', { value: given, configurable: true });
      for (const [name, fact] of Object.entries(problemOf(error)?.meta ?? {})) {
        expect(typeof fact).toBe(name === 'existing' ? 'object' : 'string');
      }
    }),
  );
});

test('the kind determines the facts', () => {
  const read = (problem: PaxosProblem): unknown => {
    switch (problem.kind) {
      case 'insufficient-funds':
        expectTypeOf(problem.meta.available).toEqualTypeOf<string | undefined>();
        return problem.meta.needed;
      case 'already-exists':
        return problem.meta.existing?.id;
      case 'unknown':
        return problem.type;
      default:
        expectTypeOf(problem.meta).not.toHaveProperty('existing');
        return problem.advice;
    }
  };
  expect(read({ kind: 'insufficient-funds', status: 403, meta: { needed: '1' }, advice: '' })).toBe('1');
});
