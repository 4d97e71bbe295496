import { manualClock } from '@org/test-kit/clock';
import { expect, expectTypeOf, test } from 'vitest';
import { isInvalidRequestError, type PaxosScope } from '../../src/index.ts';
import type { PaxosOptions } from '../../src/paths.ts';
import { testClient } from '../support/client.ts';
import { paxosServers } from '../support/servers.ts';

const { api, tokens } = paxosServers();

const client = (...scopes: PaxosScope[]) => testClient(api, tokens, manualClock(), { scopes });

test('a call whose scope was not asked for fails before anything is sent, and says which it needs', async () => {
  const error = await client('funding:read_profile')
    .GET('/identity/identities')
    .catch((thrown: unknown) => thrown);
  expect(isInvalidRequestError(error)).toBe(true);
  expect((error as Error).message).toBe(
    "listIdentities: this operation needs the scope 'identity:read_identity', which option 'scopes' does not request. Add it there.",
  );
  expect(api.seen).toHaveLength(0);
  expect(tokens.seen).toHaveLength(0);
});

test('either of two scopes will do where the contract says so', async () => {
  const body = { name: 'x' } as never;
  for (const scope of ['rewards:create_payout_groups', 'rewards:write_payout_groups'] as const) {
    const { response } = await client(scope).POST('/rewards/payout-groups', { body });
    expect(response.status).toBe(200);
  }
  const error = await client('rewards:update_payout_groups')
    .POST('/rewards/payout-groups', { body })
    .catch((thrown: unknown) => thrown);
  expect((error as Error).message).toContain(
    "this operation needs the scope 'rewards:create_payout_groups' or 'rewards:write_payout_groups'",
  );
  expect(api.seen).toHaveLength(2);
});

test('an operation with a token but no scope takes any', async () => {
  const { response } = await client().GET('/travelrule/vasps');
  expect(response.status).toBe(200);
  expect(api.seen[0]?.headers.authorization).toBe('Bearer t');
  expect(new URLSearchParams(tokens.seen[0]?.body).has('scope')).toBe(false);
});

test('each scope is asked for once', async () => {
  await client('events:read_event', 'funding:read_profile', 'events:read_event').GET('/profiles');
  expect(new URLSearchParams(tokens.seen[0]?.body).get('scope')).toBe('events:read_event funding:read_profile');
});

test.each([
  ['one string', 'identity:read_identity', "Option 'scopes' must be a list"],
  ['two scopes in one entry', ['a b'], "Option 'scopes' must be a list"],
  ['an empty entry', [''], "Option 'scopes' must be a list"],
  ['a number', [1], "Option 'scopes' must be a list"],
])('%s is refused when the client is made', (_what, scopes, message) => {
  expect(() => testClient(api, tokens, manualClock(), { scopes: scopes as never })).toThrow(message);
});

test('scopes are the union that the contract uses', () => {
  expectTypeOf<'identity:read_identity'>().toExtend<PaxosScope>();
  expectTypeOf<'identity:read_identities'>().not.toExtend<PaxosScope>();
  expectTypeOf<PaxosOptions['scopes']>().toEqualTypeOf<readonly PaxosScope[] | undefined>();
});
