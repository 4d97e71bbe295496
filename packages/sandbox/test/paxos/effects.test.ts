// What an identity may do, by status and control, held against the SDK's copy of the documented table.
import { allowedActions } from '@org/paxos-sdk/identity';
import { expect, test } from 'vitest';
import { add, all, emptyCollection, findByRef, maxRecords } from '../../src/paxos/collection.ts';
import { approvedPerson, fund, refusal, type Setup, setup } from './support/paxos.ts';

/** A person with an account and money, and what of it works. */
async function customer({ paxos }: Setup) {
  const identity_id = await approvedPerson(paxos);
  const { id: account_id = '', profile_id = '' } = await paxos.accounts.createAccount({
    body: { account: { identity_id }, create_profile: true },
  });
  await fund(paxos, profile_id, 'USD', '1000');
  await fund(paxos, profile_id, 'BTC', '1');
  const owner = { identity_id, account_id };
  const order = { identity_id, identity_account_id: account_id, market: 'BTCUSD', type: 'LIMIT' } as const;
  const path = { profile_id };
  const works = async () => {
    const calls = {
      createBuyOrders: paxos.orders.createOrder({
        path,
        body: { ...order, side: 'BUY', price: '100', base_amount: '0.1' },
      }),
      createSellOrders: paxos.orders.createOrder({
        path,
        body: { ...order, side: 'SELL', price: '90000', base_amount: '0.1' },
      }),
      createCryptoDepositAddress: paxos.depositAddresses.createDepositAddress({
        body: { ...path, ...owner, crypto_network: 'BITCOIN' },
      }),
      createCryptoWithdrawal: paxos.cryptoWithdrawals.createCryptoWithdrawal({
        body: { ...path, ...owner, asset: 'BTC', crypto_network: 'BITCOIN', destination_address: 'bc1', amount: '0.1' },
      }),
    };
    const results = Object.entries(calls).map(async ([name, call]) => [name, await refusal(call)] as const);
    return Object.fromEntries((await Promise.all(results)).map(([name, said]) => [name, said === 'not refused']));
  };
  return { identity_id, works };
}

test.each(['PENDING', 'APPROVED', 'DENIED', 'DISABLED', 'ERROR'] as const)(
  'allows what %s allows, and nothing else',
  async (status) => {
    const world = await setup();
    const { identity_id, works } = await customer(world);
    await world.paxos.sandboxIdentity.sandboxSetIdentityStatus({
      path: { id: identity_id },
      body: { id_verification_status: status },
    });
    const identity = await world.paxos.identity.getIdentity({ path: { id: identity_id } });
    expect(allowedActions(identity)).toMatchObject(await works());
  },
);

test.each([
  ['SELL_ONLY', true],
  ['DORMANT', false],
  ['CLOSED', false],
] as const)('allows under the control %s: to sell %s, to buy and withdraw never', async (type, sells) => {
  const world = await setup();
  const { identity_id, works } = await customer(world);
  await world.paxos.identityControls.createIdentityControl({ body: { identity_id, type, reason_code: 'OTHER' } });
  expect(await works()).toEqual({
    createBuyOrders: false,
    createSellOrders: sells,
    createCryptoDepositAddress: false,
    createCryptoWithdrawal: false,
  });
  const identity = await world.paxos.identity.getIdentity({ path: { id: identity_id } });
  expect(allowedActions(identity)).toMatchObject(await works());
});

test('keeps at most 10,000 records of a kind, and drops the oldest first', () => {
  const collection = emptyCollection<{ id: string; ref_id?: string }>();
  for (let count = 0; count <= maxRecords; count += 1) {
    add(collection, { id: `i${count}`, ref_id: `r${count}` }, ({ id }) => id === 'i0');
  }
  const left = all(collection);
  expect([left.length, collection.ids.length, left[0]?.id, left[1]?.id]).toEqual([9002, 9002, 'i0', 'i1000']);
  expect([findByRef(collection, 'r1'), findByRef(collection, 'r1000')?.id]).toEqual([undefined, 'i1000']);
});
