// Rewards with simple memory: wallets, payout groups, schedules; and the markets that anybody may read.
import { expect, test } from 'vitest';
import { clientOf, refusal, setup } from './support/paxos.ts';

test('keeps reward wallets in payout groups, which cannot be deleted while in use', async () => {
  const { paxos } = await setup();
  const { group } = await paxos.payoutGroups.createPayoutGroup({
    body: {
      name: 'Treasury',
      asset_type: 'USDG',
      jurisdiction: 'US',
      ledger: 'ETHEREUM',
      claimer_address: '0x1',
      schedule: { schedule_type: 'DAILY', hour: 8, minute: 30 },
    },
  });
  const id = group?.id ?? '';
  const schedules = (await paxos.claims.listClaimSchedules({ query: { payout_group_id: id } })).items ?? [];
  expect(schedules).toMatchObject([{ next_run_at: '2026-11-22T08:30:00.000Z' }]);
  const schedule = { path: { id: schedules[0]?.id ?? '' } };
  const moved = await paxos.claims.updateClaimSchedule({
    ...schedule,
    body: { schedule_type: 'DAILY', hour: 10, minute: 0 },
  });
  expect(moved.claim_schedule?.next_run_at).toBe('2026-11-21T10:00:00.000Z');

  const wallet = { address: '0xabc', ledger: 'ETHEREUM', payout_group_id: id } as const;
  const batch = await paxos.rewardAddresses.batchCreateAttributionAddresses({ body: { addresses: [wallet, wallet] } });
  expect(batch).toMatchObject({
    successful_addresses: [{ address: '0xabc', status: 'ACTIVE' }],
    failed_addresses: [{ error: 'address cannot be claimed' }],
  });
  const address = { path: { id: batch.successful_addresses?.[0]?.id ?? '' } };
  expect(await refusal(paxos.payoutGroups.deletePayoutGroup({ path: { id } }))).toMatch(/^409 .* is in use/);
  await paxos.rewardAddresses.updateAttributionAddress({ ...address, body: { name: 'Main' } });
  const query = { include_balance: true, payout_group_id: id };
  expect((await paxos.rewardAddresses.listAttributionAddresses({ query })).items).toMatchObject([
    { name: 'Main', balance: '0' },
  ]);
  await paxos.rewardAddresses.deleteAttributionAddress(address);
  await paxos.payoutGroups.deletePayoutGroup({ path: { id } });
  expect(await paxos.payoutGroups.listPayoutGroups()).toMatchObject({ items: [], count: 0 });
  expect((await paxos.claims.listClaimSchedules()).items).toEqual([]);
});

test('watches a wallet on the networks that the older service has, for one customer only', async () => {
  const { paxos } = await setup();
  const create = (crypto_network: 'ETHEREUM' | 'BITCOIN') =>
    paxos.monitoringAddresses.createMonitoringAddress({ body: { address: '0xabc', crypto_network } });
  const { address } = await create('ETHEREUM');
  expect(await refusal(create('ETHEREUM'))).toBe('400 address cannot be claimed');
  expect(await refusal(create('BITCOIN'))).toBe('400 invalid crypto_network');
  const path = { id: address?.id ?? '' };
  await paxos.monitoringAddresses.updateMonitoringAddress({ path, body: { name: 'Main' } });
  expect((await paxos.monitoringAddresses.getMonitoringAddress({ path })).address).toMatchObject({ name: 'Main' });
  expect((await paxos.monitoringAddresses.listMonitoringAddress()).addresses).toHaveLength(1);
});

test('prices every market that it lists, and shows the same price in ticker and book', async () => {
  const { sandbox, paxos } = await setup();
  const { markets = [] } = await clientOf(sandbox, { scopes: [] }).marketData.listMarkets();
  expect(markets.length).toBe(33);
  const { items = [] } = await paxos.pricing.listPrices({ query: { markets: ['BTCUSD', 'ETHUSD'] } });
  expect(items.map(({ market, current_price }) => [market, current_price])).toEqual([
    ['BTCUSD', '80000'],
    ['ETHUSD', '2480.15'],
  ]);
  const path = { market: 'BTCUSD' } as const;
  expect((await paxos.marketData.getTicker({ path })).best_bid).toEqual({ price: '80000', amount: '1' });
  expect((await paxos.marketData.getOrderBook({ path })).asks?.[0]?.price).toBe('80080');
});

test('keeps a nickname for one profile at a time', async () => {
  const { paxos } = await setup();
  const created = await paxos.profiles.createProfile({ body: { nickname: 'Treasury' } });
  const again = paxos.profiles.createProfile({ body: { nickname: 'Treasury' } });
  await expect(again).rejects.toMatchObject({ status: 409, body: { meta: { existing: created } } });
  const renamed = await paxos.profiles.updateProfile({
    path: { profile_id: created.id },
    body: { nickname: 'Reserve' },
  });
  expect(renamed.nickname).toBe('Reserve');
  const found = await paxos.profiles.listProfiles({ query: { nickname: 'RES' } });
  expect(found.items).toEqual([renamed]);
});
