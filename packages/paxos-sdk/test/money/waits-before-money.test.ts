// The waits that come before money moves, row by row, against a server: https://docs.paxos.com/guides/developer/fiat-transfers/statuses
import { driven, manualClock } from '@org/test-kit/clock';
import { json, reset } from '@org/test-kit/replies';
import type { Reply } from '@org/test-kit/server';
import { expect, test } from 'vitest';
import contract from '../../../paxos-types/openapi.json' with { type: 'json' };
import { createPaxosClient, type WaitOptions } from '../../src/index.ts';
import { orderWaitState, waitForAddressVerification, waitForFiatAccount, waitForOrder } from '../../src/money.ts';
import { optionsOf } from '../support/client.ts';
import { paxosServers } from '../support/servers.ts';

const { api, tokens } = paxosServers();

const WAITS = {
  order: (client: Client, options: WaitOptions) => waitForOrder(client, { profile_id: 'p1', id: 'r1' }, options),
  fiat: (client: Client, options: WaitOptions) => waitForFiatAccount(client, 'r1', options),
  verification: (client: Client, options: WaitOptions) => waitForAddressVerification(client, 'r1', options),
};
const PATHS = {
  order: '/v2/profiles/p1/orders/r1',
  fiat: '/v2/transfer/fiat-accounts/r1',
  verification: '/v2/addresses/verifications/r1',
};
type Client = ReturnType<typeof createPaxosClient>;
type Name = keyof typeof WAITS;

async function waiting(name: Name, replies: Reply[], options: WaitOptions = {}): Promise<unknown> {
  api.script(...replies);
  const clock = manualClock();
  const scopes = ['exchange:read_order', 'transfer:read_fiat_account', 'address_ownership:read_verification'] as const;
  const client = createPaxosClient({ ...optionsOf(api, tokens, clock), scopes: [...scopes], rateLimit: false });
  const work = WAITS[name](client, { clock, random: () => 0.5, ...options });
  return driven(
    clock,
    work.catch((error: unknown) => error),
  );
}

const of = (status: string, more: object = {}): Reply => json(200, { id: 'r1', status, ...more });

test.each<[Name, string[], string]>([
  ['order', ['PENDING_SUBMISSION', 'SUBMITTED', 'OPEN', 'SOMETHING_NEW'], 'FILLED'],
  ['fiat', ['PENDING', 'SOMETHING_NEW'], 'APPROVED'],
  ['verification', ['PENDING', 'SOMETHING_NEW'], 'APPROVED'],
])('the wait for the %s goes over %j and an outage that outlasts the retries of a call', async (name, before, goal) => {
  const outage = [...Array<Reply>(7).fill(json(503, {})), reset];
  const end = await waiting(name, [...before.map((status) => of(status)), ...outage, of(goal)]);
  expect(end).toEqual({ id: 'r1', status: goal });
  expect(api.seen).toHaveLength(before.length + outage.length + 1);
  expect(new Set(api.seen.map(({ url }) => url))).toEqual(new Set([PATHS[name]]));
});

test.each<[Name, object, string]>([
  [
    'order',
    { status: 'CANCELLED', amount_filled: '0.00' },
    'Order r1 was cancelled before it was filled. Nothing of it was filled.',
  ],
  [
    'order',
    { status: 'CANCELLED', amount_filled: '0.01000000' },
    "Order r1 was cancelled before it was filled. A part of it was filled: book amount_filled of 'last'.",
  ],
  ['order', { status: 'EXPIRED' }, 'Order r1 expired before it was filled. Nothing of it was filled.'],
  [
    'order',
    { status: 'REJECTED', amount_filled: '' },
    'Order r1 was rejected. Nothing of it was filled. Check funds, price and market, then create another order.',
  ],
  [
    'fiat',
    { status: 'REJECTED' },
    'Fiat account r1 was rejected by Paxos. Check its details, then update it or create another one.',
  ],
  ['verification', { status: 'EXPIRED' }, 'Address verification r1 expired before the proof came. Create another one.'],
])('the wait for the %s ends at %j', async (name, record, message) => {
  expect(await waiting(name, [of('PENDING'), json(200, record)])).toMatchObject({
    name: 'TerminalStateError',
    message: `Cannot reach the awaited state: ${message}`,
    blocked: false,
    last: record,
  });
});

test.each<Name>(['order', 'fiat', 'verification'])(
  'the wait for the %s ends at its deadline and by a 404',
  async (name) => {
    expect(await waiting(name, [of('PENDING')], { deadline: 60_000 })).toMatchObject({
      name: 'WaitTimeoutError',
      last: { status: 'PENDING' },
    });
    expect(await waiting(name, [json(404, {})])).toMatchObject({ name: 'ApiError', status: 404 });
    expect(await waiting(name, [of('PENDING')], { signal: AbortSignal.abort() })).toMatchObject({
      name: 'AbortedError',
    });
  },
);

test('the tables have every status of the contract', () => {
  const { OrderStatus, FiatAccountStatus, VerificationStatus } = contract.components.schemas;
  expect(OrderStatus.enum.slice().sort()).toEqual([
    'CANCELLED',
    'EXPIRED',
    'FILLED',
    'OPEN',
    'PENDING_SUBMISSION',
    'REJECTED',
    'SUBMITTED',
  ]);
  expect(FiatAccountStatus.enum.slice().sort()).toEqual(['APPROVED', 'PENDING', 'REJECTED']);
  expect(VerificationStatus.enum.slice().sort()).toEqual(['APPROVED', 'EXPIRED', 'PENDING']);
});

test('bad input is refused before anything is sent', async () => {
  const client = {} as Client;
  await expect(waitForOrder(client, { profile_id: 'p', id: '' })).rejects.toThrow("'id' must be a non-empty string");
  await expect(waitForOrder(client, undefined as never)).rejects.toThrow("'profile_id' must be a non-empty string");
  await expect(waitForFiatAccount(client, '')).rejects.toThrow("'id' must be a non-empty string");
  await expect(waitForAddressVerification(client, ' ')).rejects.toThrow("'id' must be a non-empty string");
  expect(() => orderWaitState([] as never)).toThrow('Expected an order, as getOrder returns it');
});
