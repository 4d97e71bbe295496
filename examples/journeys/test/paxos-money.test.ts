import type { Paxos, PaxosClient, WaitOptions } from '@org/paxos-sdk';
import { createMemoryDedupeStore, type PaxosEvent } from '@org/paxos-sdk/events';
import { problemOf } from '@org/paxos-sdk/problems';
import { expect, test } from 'vitest';
import { buyAtQuote, buyOnMarket, quoteBitcoin } from '../paxos-buy.ts';
import { convert } from '../paxos-convert.ts';
import { creditWires, payInDetails } from '../paxos-fund.ts';
import { monthEnd } from '../paxos-month-end.ts';
import { payInAddress, refund } from '../paxos-pay-ins.ts';
import { catchUp, type Ledger, reconcile } from '../paxos-reconcile.ts';
import { exchanges, missing, payOut } from '../paxos-withdraw-crypto.ts';
import { payToBank } from '../paxos-withdraw-dollars.ts';
import { bankAccount } from './paxos-bodies.ts';
import { balance, fund, killEverywhere, startPaxos, type World } from './paxos-support.ts';

const address = '0x52908400098527886E0F7030069857D2E4169EE7';
const self = { custodian_type: 'PRIVATE', beneficiary: { self: true } } as const;

/** The journeys that move money: what each finds, does, and leaves behind. */
interface Move {
  readonly prepare: (world: World) => Promise<unknown>;
  readonly run: (paxos: PaxosClient, world: World, prepared: never, options: WaitOptions) => Promise<unknown>;
  /** Balances after it was done once. */
  readonly left: Readonly<Record<string, string>>;
  /** The operation that creates, as the contract names it. */
  readonly create: string;
}

const MOVES: Readonly<Record<string, Move>> = {
  '16: dollars become a stablecoin': {
    prepare: (world) => fund(world, 'USD', '1000'),
    run: (paxos, { profile_id }, _none, options) =>
      convert(paxos, { ref_id: 'c1', profile_id, amount: '250.00', to: 'USDG' }, options),
    left: { USD: '750', USDG: '250' },
    create: 'CreateOrchestration',
  },
  '17: bitcoin is bought at a held price': {
    prepare: async (world) => {
      await fund(world, 'USD', '1000');
      return quoteBitcoin(world.paxos);
    },
    run: (paxos, { profile_id }, quote: Paxos.Quote, options) =>
      buyAtQuote(paxos, { profile_id, quote, ref_id: 'b1', quote_amount: '250.00' }, options),
    left: { USD: '750', BTC: '0.003125' },
    create: 'CreateQuoteExecution',
  },
  '17: bitcoin is bought on the market': {
    prepare: (world) => fund(world, 'USD', '1000'),
    run: (paxos, { profile_id }, _none, options) =>
      buyOnMarket(paxos, { ref_id: 'b1', profile_id, dollars: '800.00' }, options),
    // 800 dollars at 80,000, less the commission and what is too little for a bitcoin's last decimal place.
    left: { USD: '200.0001664', BTC: '0.00996512' },
    create: 'CreateOrder',
  },
  '18: crypto is withdrawn with the travel rule': {
    prepare: (world) => fund(world, 'USDG', '6000'),
    run: (paxos, { profile_id }, _none, options) =>
      payOut(
        paxos,
        {
          ref_id: 'w1',
          profile_id,
          asset: 'USDG',
          amount: '5000.00',
          crypto_network: 'ETHEREUM',
          destination_address: address,
        },
        { ...options, travelRule: self },
      ),
    left: { USDG: '999.75' },
    create: 'CreateCryptoWithdrawal',
  },
  '19: dollars are withdrawn to a bank account': {
    prepare: (world) => fund(world, 'USD', '1000'),
    run: (paxos, { profile_id }, _none, options) =>
      payToBank(paxos, { ref_id: 'w1', profile_id, amount: '400.00', account: bankAccount }, options),
    left: { USD: '580' },
    create: 'CreateFiatWithdrawal',
  },
};

async function left(world: World, assets: object): Promise<Record<string, string>> {
  const found = Object.keys(assets).map(async (asset) => [asset, await balance(world, asset)] as const);
  return Object.fromEntries(await Promise.all(found));
}

test.each(Object.entries(MOVES))('%s', async (_name, { prepare, run, left: after }) => {
  const world = await startPaxos();
  const prepared = (await prepare(world)) as never;
  const { paxos, options } = world.process();
  expect(await run(paxos, world, prepared, options)).toBeTruthy();
  expect(await left(world, after)).toEqual(after);
});

test.each(Object.entries(MOVES))('%s, once, killed at any request and started again', async (_name, move) => {
  const requests = await killEverywhere(
    move.prepare,
    (world, prepared, ...middleware) => {
      const { paxos, options } = world.process(...middleware);
      return move.run(paxos, world, prepared as never, options);
    },
    async (world) => expect(await left(world, move.left)).toEqual(move.left),
  );
  expect(requests).toBeGreaterThan(1);
});

test.each(Object.entries(MOVES))('%s, once, while responses to its creation get lost (23)', async (_name, move) => {
  const world = await startPaxos();
  const prepared = (await move.prepare(world)) as never;
  world.sandbox.faults.add({ operation: move.create, times: 2, fault: { kind: 'reset', when: 'after' } });
  const { paxos, options } = world.process();
  await move.run(paxos, world, prepared, options);
  expect(await left(world, move.left)).toEqual(move.left);
});

test('18: what the form lacks is said, and exchanges are found by name', async () => {
  const { paxos } = await startPaxos();
  const [first] = await exchanges(paxos, 'Example');
  expect(first?.name).toBe('Example Exchange');
  expect(missing({ custodian_type: 'VASP' })).toEqual([
    'vasp needs id (see listVasps), or custom_vasp_name and custom_vasp_website',
    'beneficiary needs person_details, institution_details, or self',
  ]);
});

test('18: by pattern B the form is asked for when Paxos demands it, for bitcoin of unknown worth', async () => {
  const world = await startPaxos();
  await fund(world, 'BTC', '1');
  const { paxos, options } = world.process();
  const asked: unknown[] = [];
  const payout = {
    ref_id: 'w1',
    profile_id: world.profile_id,
    asset: 'BTC',
    amount: '0.5',
    crypto_network: 'BITCOIN',
    destination_address: 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq',
  } as const;
  const refused = await payOut(paxos, payout, options).catch((error: unknown) => error);
  expect(problemOf(refused)?.kind).toBe('travel-rule-information-required');
  const travelRule = (destination: unknown) => {
    asked.push(destination);
    return self;
  };
  expect(await payOut(paxos, payout, { ...options, travelRule })).toMatch(/./);
  expect(asked).toHaveLength(1);
});

/** Books in memory. */
function books(since: Date) {
  const lines: Paxos.Transfer[] = [];
  const saved: { transfers?: string; events?: string } = {};
  const ledger: Ledger = {
    since,
    checkpoint: async (list) => saved[list],
    write: async (written, checkpoint) => {
      lines.push(...written);
      saved.transfers = checkpoint;
    },
    save: async (checkpoint) => {
      saved.events = checkpoint;
    },
  };
  return { lines, ledger, saved };
}

test('15: a wire is credited once, and only by its reference', async () => {
  const world = await startPaxos();
  const { paxos, options } = world.process();
  const since = world.sandbox.clock.now();
  const details = await payInDetails(paxos, world.profile_id, 'in-1');
  expect(await payInDetails(paxos, world.profile_id, 'in-1')).toEqual(details);
  const memo_id = details.at(-1)?.split(': ')[1] ?? '';
  const { fiat_network_instructions } = bankAccount;
  await paxos.sandboxFiatTransfers.initiateSandboxFiatDeposit({
    body: { amount: '1000.50', asset: 'USD', memo_id, fiat_network_instructions },
  });
  const { lines, ledger, saved } = books(since);
  const run = () => creditWires(paxos, { checkpoint: saved.transfers, write: ledger.write }, since, options);
  await run();
  expect(lines).toEqual([]);
  await world.sandbox.clock.advance('30s');
  await run();
  await run();
  expect(lines).toMatchObject([
    { type: 'WIRE_DEPOSIT', amount: '1000.50', memo: memo_id, profile_id: world.profile_id },
  ]);
});

test('20: an order is paid to an address of its own, and refunded on the same network, once', async () => {
  const world = await startPaxos();
  const { paxos, options } = world.process();
  const paidTo = await payInAddress(paxos, world.profile_id, '7', 'ETHEREUM');
  expect(await payInAddress(paxos, world.profile_id, '7', 'ETHEREUM')).toBe(paidTo);
  await fund(world, 'USDG', '250');
  const { items: [paid] = [] } = await paxos.transfers.listTransfers();
  const back = await refund(paxos, paid as Paxos.Transfer, address, options);
  expect(await refund(paxos, paid as Paxos.Transfer, address, options)).toMatchObject({ id: back.id });
  expect(back).toMatchObject({ crypto_network: paid?.crypto_network, total: '250', direction: 'DEBIT' });
  expect(await balance(world, 'USDG')).toBe('0');
});

test('21: books have every change once, over a crash, and events that a webhook handled are left out', async () => {
  const world = await startPaxos();
  const { paxos, options } = world.process();
  const { lines, ledger } = books(world.sandbox.clock.now());
  await fund(world, 'USDG', '1000');
  await payOut(
    paxos,
    {
      ref_id: 'w1',
      profile_id: world.profile_id,
      asset: 'USDG',
      amount: '10',
      crypto_network: 'ETHEREUM',
      destination_address: address,
    },
    options,
  );
  world.sandbox.faults.add({ operation: 'ListTransfers', times: 4, fault: { kind: 'status', status: 503 } });
  await reconcile(paxos, ledger, options);
  await reconcile(paxos, ledger, options);
  expect(lines.map(({ type, status }) => `${type} ${status}`)).toEqual([
    'CRYPTO_DEPOSIT COMPLETED',
    'CRYPTO_WITHDRAWAL COMPLETED',
  ]);
  const dedupeStore = createMemoryDedupeStore();
  const handled: PaxosEvent[] = [];
  const run = () => catchUp(paxos, ledger, dedupeStore, (event) => handled.push(event), options);
  await run();
  await run();
  expect(handled.map(({ type }) => type)).toEqual([
    'transfer.crypto_deposit.pending',
    'transfer.crypto_deposit.completed',
    'transfer.crypto_withdrawal.pending',
    'transfer.crypto_withdrawal.completed',
  ]);
});

test('22: the figures of a month are decimal strings', async () => {
  const world = await startPaxos();
  await fund(world, 'USD', '0.1');
  await fund(world, 'USD', '0.2');
  const { balances } = await monthEnd(world.paxos, '2026');
  expect(balances).toContain(`${world.profile_id} USD 0.3 0`);
});
