// Steps that no operation takes, and the memory carried through a snapshot.
import { expect, test } from 'vitest';
import { createSandbox } from '../../src/index.ts';
import { actions } from '../../src/paxos/actions.ts';
import { approvedPerson, balance, clientOf, fund, person, type Setup, setup, transferOf } from './support/paxos.ts';

type Reach = (world: Setup) => Promise<{ readonly id: string; readonly read: () => Promise<unknown> }>;

const identity: Reach = async ({ paxos }) => {
  const { id } = await paxos.identity.createIdentity({ body: { person_details: person } });
  return { id, read: async () => (await paxos.identity.getIdentity({ path: { id } })).status };
};

const approved: Reach = async ({ paxos }) => {
  const id = await approvedPerson(paxos);
  return { id, read: async () => (await paxos.identity.getIdentity({ path: { id } })).status };
};

const transfer: Reach = async ({ paxos, profile }) => {
  await fund(paxos, profile, 'BTC', '1');
  const { id } = await paxos.cryptoWithdrawals.createCryptoWithdrawal({
    body: { asset: 'BTC', amount: '0.5', crypto_network: 'BITCOIN', destination_address: 'bc1', profile_id: profile },
  });
  return {
    id,
    read: async () => [(await transferOf(paxos, id)).status, await balance(paxos, profile, 'BTC')].join(' '),
  };
};

const orchestration: Reach = async ({ paxos, profile }) => {
  await fund(paxos, profile, 'USD', '10');
  const own = { profile: { profile_id: profile } };
  const { id = '' } = await paxos.orchestrations.createOrchestration({
    body: {
      ref_id: 'o',
      source: own,
      destination: own,
      source_asset: 'USD',
      destination_asset: 'USDG',
      source_amount: '10',
      metadata: { sandbox_outcome: 'pending_customer_approval' },
    },
  });
  return { id, read: async () => (await paxos.orchestrations.getOrchestration({ path: { id } })).status };
};

const fiatAccount: Reach = async ({ paxos }) => {
  const { id } = await paxos.fiatTransfers.createFiatAccount({
    body: {
      fiat_account_owner: { institution_details: { name: 'Analytical Engines LLC' } },
      fiat_network_instructions: { cubix: { account_id: 'c' } },
    },
  });
  return { id, read: async () => (await paxos.fiatTransfers.getFiatAccount({ path: { id } })).status };
};

const order: Reach = async ({ sandbox, paxos, profile }) => {
  await fund(paxos, profile, 'USD', '1000');
  const path = { profile_id: profile };
  const body = { market: 'BTCUSD', side: 'BUY', type: 'LIMIT', price: '100', base_amount: '0.5' } as const;
  const { id = '' } = await paxos.orders.createOrder({ path, body });
  await sandbox.clock.advance('1s');
  return { id, read: async () => (await paxos.orders.getOrder({ path: { ...path, id } })).status };
};

const cases: readonly (readonly [string, Reach, unknown])[] = [
  ['identity.approve', identity, 'APPROVED'],
  ['identity.deny', identity, 'DENIED'],
  ['identity.freeze', approved, 'ERROR'],
  ['identity.request_documents', approved, 'DISABLED'],
  ['transfer.complete', transfer, 'COMPLETED 0.4999/0'],
  ['transfer.fail', transfer, 'FAILED 1/0'],
  ['transfer.reject', transfer, 'FAILED 1/0'],
  ['orchestration.approve', orchestration, 'PROCESSING'],
  ['orchestration.reject', orchestration, 'REJECTED'],
  ['fiat_account.approve', fiatAccount, 'APPROVED'],
  ['fiat_account.reject', fiatAccount, 'REJECTED'],
  ['order.fill', order, 'FILLED'],
];

test.each(cases)('takes the step %s, and fails on a record that is not there', async (action, reach, expected) => {
  const world = await setup();
  const { id, read } = await reach(world);
  const act = (record: string) => world.sandbox.act({ provider: 'paxos', account: 'client', action, id: record });
  await act(id);
  expect(await read()).toBe(expected);
  await expect(act('none')).rejects.toThrow();
});

test('has a case for every step', () => {
  expect(Object.keys(actions)).toEqual(cases.map(([action]) => action));
});

test('goes on from a snapshot that went through JSON: tokens, balances and what is due later', async () => {
  const { sandbox, paxos, profile } = await setup();
  await fund(paxos, profile, 'BTC', '1');
  const body = {
    asset: 'BTC',
    amount: '0.5',
    crypto_network: 'BITCOIN',
    destination_address: 'bc1',
    profile_id: profile,
  } as const;
  const { id } = await paxos.cryptoWithdrawals.createCryptoWithdrawal({ body });
  const stored = JSON.stringify(sandbox.snapshot());

  const clock = { start: new Date('2026-11-21T09:00:00Z'), stopped: true };
  const second = createSandbox({ seed: 2, clock, data: JSON.parse(stored) });
  const client = clientOf(second);
  expect((await transferOf(client, id)).status).toBe('PENDING');
  await second.clock.advance('30s');
  expect((await transferOf(client, id)).status).toBe('COMPLETED');
  expect(await balance(client, profile, 'BTC')).toBe('0.4999/0');
  expect((await transferOf(paxos, id)).status).toBe('PENDING');
});
