// Whatever is done in whatever order: balances are what the records of all movements add up to, to the last digit.
import { expect, test } from 'vitest';
import { createSandbox } from '../../src/index.ts';
import { all } from '../../src/paxos/collection.ts';
import { add, divide, multiply, round, subtract, sum } from '../../src/paxos/decimal.ts';
import type { PaxosRecords } from '../../src/paxos/records.ts';
import { clientOf, fund } from './support/paxos.ts';

/** What each profile must hold, by `profile asset`, from transfers, trades, conversions, orchestrations and settlements. */
function expected(records: PaxosRecords): Record<string, string> {
  const sums: Record<string, string> = {};
  const move = (profile = '', asset = '', amount = '0', sign: 1 | -1 = 1): void => {
    const key = `${profile} ${asset}`;
    sums[key] = (sign === 1 ? add : subtract)(sums[key] ?? '0', amount);
  };
  for (const { direction, status, profile_id, balance_asset, total } of all(records.transfers)) {
    if (direction === 'CREDIT' && status === 'COMPLETED') move(profile_id, balance_asset, total);
    if (direction === 'DEBIT' && status !== 'FAILED') move(profile_id, balance_asset, total, -1);
  }
  for (const one of all(records.quoteExecutions)) {
    const base = [one.base_asset, one.base_amount] as const;
    const money = [one.quote_asset, one.quote_amount] as const;
    move(one.profile_id, ...(one.side === 'BUY' ? money : base), -1);
    const to = one.recipient_profile_id ?? one.profile_id;
    if (one.status === 'SETTLED') move(to, ...(one.side === 'BUY' ? base : money));
  }
  for (const { order_id, side, market = '', amount = '0', gross_trade_amount: gross = '0', commission = '0' } of all(
    records.executions,
  )) {
    const { profile_id, recipient_profile_id } = records.orders.byId[order_id ?? ''] ?? {};
    const [base, quote] = [market.slice(0, -3), market.slice(-3)];
    const to = recipient_profile_id ?? profile_id;
    if (side === 'BUY') {
      move(profile_id, quote, add(gross, commission), -1);
      move(to, base, amount);
    } else {
      move(profile_id, base, amount, -1);
      move(to, quote, subtract(gross, commission));
    }
  }
  for (const one of all(records.conversions)) {
    if (one.status !== 'CANCELLED') move(one.profile_id, one.source_asset, one.amount, -1);
    if (one.status === 'SETTLED') move(one.recipient_profile_id ?? one.profile_id, one.target_asset, one.amount);
  }
  for (const { status, profile_id, source_asset, destination_asset, source_amount, destination } of all(
    records.orchestrations,
  )) {
    if (status !== 'FAILED' && status !== 'REJECTED') move(profile_id, source_asset, source_amount, -1);
    if (status === 'COMPLETED' && !destination?.profile) move(profile_id, destination_asset, source_amount);
  }
  for (const { status, legs, source_profile_id, target_profile_id } of all(records.settlements)) {
    for (const { asset, amount, direction } of status === 'SETTLED' ? legs : []) {
      const delivers = direction === 'DELIVER';
      move(delivers ? source_profile_id : target_profile_id, asset, amount, -1);
      move(delivers ? target_profile_id : source_profile_id, asset, amount);
    }
  }
  return sums;
}

function held({ balances }: PaxosRecords): Record<string, string> {
  return Object.fromEntries(
    Object.entries(balances).flatMap(([profile, assets]) =>
      Object.entries(assets).map(([asset, { available, trading }]) => [`${profile} ${asset}`, add(available, trading)]),
    ),
  );
}

const nonZero = (sums: Record<string, string>) =>
  Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== '0'));

test.each([1, 2, 3])('adds up after 300 mixed steps, some of them refused (sequence %i)', async (seed) => {
  const sandbox = createSandbox({ seed, clock: { start: new Date('2026-11-21T09:00:00Z'), stopped: true } });
  const paxos = clientOf(sandbox);
  let state = seed;
  const random = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;
  const profiles = ['A', 'B'].map((nickname) => paxos.profiles.createProfile({ body: { nickname } }));
  const [a, b] = (await Promise.all(profiles)).map(({ id }) => id);
  const profile = () => pick([a, b]) ?? '';
  const outcome = () => ({ sandbox_outcome: pick(['completed', 'completed', 'failed', 'pending_customer_approval']) });
  const amount = () => `${random(500)}.${random(100).toString().padStart(2, '0')}`;
  const path = () => ({ profile_id: profile() });
  const crypto = { crypto_network: 'ETHEREUM', destination_address: '0xabc' } as const;
  const trade = () => ({
    market: pick(['BTCUSD', 'ETHUSD'] as const),
    side: pick(['BUY', 'SELL'] as const),
    recipient_profile_id: profile(),
  });

  const steps: (() => PromiseLike<unknown>)[] = [
    () => fund(paxos, profile(), pick(['USD', 'USDG', 'BTC', 'ETH']), amount()),
    () =>
      paxos.cryptoWithdrawals.createCryptoWithdrawal({
        body: { ...crypto, ...path(), asset: pick(['USDG', 'BTC']), amount: amount(), metadata: outcome() },
      }),
    () =>
      paxos.cryptoWithdrawals.createCryptoWithdrawal({
        body: { ...crypto, ...path(), asset: 'USDG', balance_asset: 'USD', total: amount() },
      }),
    () =>
      paxos.internalTransfers.createInternalTransfer({
        body: {
          asset: pick(['USD', 'BTC']),
          amount: amount(),
          from_profile_id: profile(),
          to_profile_id: profile(),
          metadata: outcome(),
        },
      }),
    () =>
      paxos.paxosTransfers.createPaxosTransfer({
        body: { asset: 'USDG', amount: amount(), from_profile_id: profile(), to_profile_id: profile() },
      }),
    () =>
      paxos.orders.createOrder({
        path: path(),
        body: {
          ...trade(),
          type: 'LIMIT',
          price: pick(['2470', '2500', '80000', '79990.5']),
          base_amount: `0.${random(999) + 1}`,
          metadata: { sandbox_outcome: pick(['fill', 'none']) },
        },
      }),
    () =>
      paxos.orders.createOrder({
        path: path(),
        body: { market: 'ETHUSD', side: 'BUY', type: 'MARKET', quote_amount: amount() },
      }),
    async () => {
      const open = (await paxos.orders.listOrders({ query: { status: 'OPEN' } })).items?.[0];
      if (open?.id) await paxos.orders.cancelOrder({ path: { profile_id: open.profile_id ?? '', id: open.id } });
    },
    async () => {
      const { market, side, ...rest } = trade();
      const quote = (await paxos.quotes.listQuotes({ query: { markets: [market] } })).items?.find(
        (one) => one.side === side,
      );
      const sized = random(2) ? { base_amount: `0.${random(99999) + 1}` } : { quote_amount: amount() };
      await paxos.quoteExecutions.createQuoteExecution({
        path: path(),
        body: { ...rest, ...sized, quote_id: quote?.id ?? '' },
      });
    },
    () =>
      paxos.stablecoinConversion.createStablecoinConversion({
        body: {
          ...path(),
          amount: amount(),
          source_asset: pick(['USD', 'USDG']),
          target_asset: pick(['USDG', 'PYUSD']),
          recipient_profile_id: profile(),
        },
      }),
    async () => {
      const last = (await paxos.stablecoinConversion.listStablecoinConversions()).items?.[0];
      await paxos.stablecoinConversion.cancelStablecoinConversion({ path: { id: last?.id ?? 'none' } });
    },
    () =>
      paxos.orchestrations.createOrchestration({
        body: {
          ref_id: `${state}`,
          source: { profile: path() },
          destination: { profile: path() },
          source_asset: 'USD',
          destination_asset: pick(['USD', 'USDG']),
          source_amount: amount(),
          metadata: outcome(),
        },
      }),
    async () => {
      const legs = [{ asset: 'USD', amount: amount(), direction: pick(['DELIVER', 'RECEIVE'] as const) }];
      const body = { source_profile_id: profile(), target_profile_id: profile(), legs };
      const { id } = await paxos.settlement.createTransaction({ body });
      if (random(3)) await paxos.settlement.affirmTransaction({ path: { transaction_id: id } });
    },
    () => sandbox.clock.advance(pick(['1s', '10s', '31s', '2h'])),
  ];

  let refused = 0;
  for (let count = 0; count < 300; count += 1) {
    try {
      await pick(steps)();
    } catch (error) {
      expect((error as { status?: number }).status).toBeLessThan(500);
      refused += 1;
    }
    if (count % 20 > 0) continue;
    const records = sandbox.snapshot().paxos.client?.records as PaxosRecords;
    expect(nonZero(held(records))).toEqual(nonZero(expected(records)));
  }
  expect(refused).toBeGreaterThan(10);
  expect(refused).toBeLessThan(250);
});

test.each([
  [add('0.1', '0.2'), '0.3'],
  [add('99999999999999999999.000000000000000001', '.9'), '99999999999999999999.900000000000000001'],
  [sum(['0.1', '20', '.003', '-0.1']), '20.003'],
  [sum([]), '0'],
  [subtract('1', '1.000000000000000001'), '-0.000000000000000001'],
  [multiply('1589.60', '0.0035'), '5.5636'],
  [divide('1', '3', 4, 'down'), '0.3333'],
  [divide('1', '3', 4, 'up'), '0.3334'],
  [divide('-1', '3', 4, 'up'), '-0.3334'],
  [round('2056.1295', 2, 'up'), '2056.13'],
  [round('2056.1295', 2, 'down'), '2056.12'],
  [round('1.50', 4, 'up'), '1.5'],
])('computes %s exactly', (result, exact) => {
  expect(result).toBe(exact);
});
