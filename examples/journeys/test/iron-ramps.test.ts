import type { IronClient } from '@org/iron-sdk';
import type { IronWaitOptions } from '@org/iron-sdk/ramps';
import { createMemoryDedupeStore } from '@org/iron-sdk/webhooks';
import { expect, test } from 'vitest';
import { lockNextRate, lockRate } from '../iron-locked-rate.ts';
import { sellUsdc } from '../iron-off-ramp.ts';
import { buyUsdc } from '../iron-on-ramp.ts';
import { shareAccount } from '../iron-pay-by-reference.ts';
import { type Line, outcomeOf } from '../iron-payment-outcome.ts';
import { linkWallet } from '../iron-wallet.ts';
import { statements } from '../iron-webhooks.ts';
import { account } from './iron-bodies.ts';
import { key, ramp, walletOwner } from './iron-money.ts';
import {
  activeCustomer,
  address,
  apiKey,
  compliance,
  type Iron,
  killEverywhere,
  sign,
  startIron,
} from './iron-support.ts';

const other = key.replace('1', '2');
const rampsOf = async ({ iron }: Iron) => (await iron.autoramp.getAutoramps()).items;

test('5: a wallet is linked once; disabled, it is not', async () => {
  const world = startIron();
  const customerId = await activeCustomer(world);
  const { iron, options } = world.process();
  const linked = await linkWallet(iron, customerId, address, sign, options);
  expect(await linkWallet(iron, customerId, address, sign, options)).toMatchObject({ ...linked, isNew: false });
  const id = 'id' in linked ? linked.id : '';
  await iron.addresses.updateDisabledStatus({ path: { id }, body: { customer_id: customerId, disabled: true } });
  expect(await linkWallet(iron, customerId, address, sign, options)).toEqual({ text: 'This wallet is disabled.' });
});

test('5: where midnight in UTC passes while the customer signs, the wallet signs again', async () => {
  const world = startIron();
  const customerId = await activeCustomer(world);
  await world.sandbox.clock.advance('13h');
  const { iron, options } = world.process();
  const signed: string[] = [];
  const late = async (message: string): Promise<string> => {
    signed.push(message);
    if (signed.length === 1) {
      await world.sandbox.clock.advance('2h');
      (options.clock as { stepWallClock?(ms: number): void }).stepWallClock?.(7_200_000);
    }
    return sign(message);
  };
  expect(await linkWallet(iron, customerId, address, late, options)).toMatchObject({ isNew: true });
  expect(signed.map((message) => /on (\S+) to/.exec(message)?.[1])).toEqual(['04/03/2026', '05/03/2026']);
});

test('6: euros become USDC, and what is missing is named before', async () => {
  const world = startIron();
  const customerId = await activeCustomer(world);
  const { iron, options } = world.process(compliance(world));
  expect(await buyUsdc(iron, { customerId, address, key }, options)).toEqual([
    'The wallet is not registered on Base: call registerWallet.',
  ]);
  await linkWallet(iron, customerId, address, sign, options);
  const lines = await buyUsdc(iron, { customerId, address, key }, options);
  expect(lines).toContainEqual(expect.stringMatching(/^IBAN: DE/));
});

// Every journey that moves money: how it runs, from a customer who is ready.
const usdc = { token: 'USDC', blockchain: 'Base' } as const;
const order = (customerId: string) => ({ key, customerId, from: 'EUR', to: usdc, wallet: address }) as const;
const sale = (customerId: string) => ({ customerId, account, accountKey: other, rampKey: key });
type Run = (iron: IronClient, customerId: string, options: IronWaitOptions) => Promise<unknown>;
const MOVERS: [journey: string, operations: string[], run: Run][] = [
  ['6', [], (iron, customerId, options) => buyUsdc(iron, { customerId, address, key }, options)],
  ['7', ['getFiatAddress'], (iron, customerId, options) => sellUsdc(iron, sale(customerId), options)],
  ['8', ['getAutorampQuote'], (iron, customerId, options) => lockRate(iron, order(customerId), '100.00', options)],
  ['9', [], (iron, customerId, options) => shareAccount(iron, order(customerId), options)],
];

test.each(MOVERS)(
  '%s: killed at any request and started again, and after days too, there is one autoramp',
  async (...row) => {
    const [, , run] = row;
    const requests = await killEverywhere(
      async (world, ...middleware) => {
        const customerId = await walletOwner(world);
        const { iron, options } = world.process(...middleware, compliance(world));
        return run(iron, customerId, options);
      },
      async (world) => {
        expect(await rampsOf(world)).toHaveLength(1);
        await world.sandbox.clock.advance('3d');
        const { iron, options } = world.process();
        const [customer] = (await iron.customer.getAllCustomers()).items;
        await run(iron, customer?.id ?? '', options);
        expect(await rampsOf(world)).toHaveLength(1);
        const path = { customer_id: customer?.id ?? '' };
        expect((await iron.addresses.getFiatAddresses({ path })).items.length).toBeLessThan(2);
      },
    );
    expect(requests).toBeGreaterThan(5);
  },
);

// No status 503: the sandbox's own have one trace id, by which Iron's stored failures are recognised.
const FAULTS = [
  { kind: 'reset', when: 'before' },
  { kind: 'reset', when: 'after' },
  { kind: 'truncated' },
  { kind: 'html' },
  { kind: 'status', status: 429, retryAfter: 5 },
] as const;

test.each(MOVERS.flatMap(([journey, ...mover]) => FAULTS.map((fault) => [journey, fault, ...mover] as const)))(
  '%s: with requests disturbed by %j more often than one call retries, there is one autoramp',
  async (_journey, fault, operations, run) => {
    const world = startIron();
    const customerId = await walletOwner(world);
    const all = ['getAutorampByExternalId', 'getCustomerAbilities', 'createAutoramp', 'getAutorampById', ...operations];
    for (const operation of all) world.sandbox.faults.add({ operation, times: 4, fault });
    const { iron, options } = world.process(compliance(world));
    expect(await run(iron, customerId, options)).toBeDefined();
    expect(await rampsOf(world)).toHaveLength(1);
    // Only a creation that was found needs no further attempt.
    const left = world.sandbox.faults.list().map(({ operation }) => operation);
    expect(left.filter((operation) => operation !== 'createAutoramp')).toEqual([]);
  },
);

test('7: USDC becomes euros in a registered bank account', async () => {
  const world = startIron();
  const customerId = await activeCustomer(world);
  const { iron, options } = world.process(compliance(world));
  const [payIn] = await sellUsdc(iron, sale(customerId), options);
  expect(payIn).toMatchObject({ rails: ['Crypto'], accepts: [{ token: 'USDC', blockchain: 'Base' }] });
});

test('8: only the quoted amount is taken, until its quote ends; the next payment has a rate of its own', async () => {
  const world = startIron();
  const customerId = await walletOwner(world);
  const { iron, options } = world.process(compliance(world));
  const { autoramp, payIn } = await lockRate(iron, order(customerId), '100.00', options);
  expect(payIn[0]?.amounts).toMatchObject([{ amount: expect.stringMatching(/^100(\.0+)?$/) }]);
  const pay = async (amount: string): Promise<string> => {
    const { id } = await iron.sandbox.createSandboxTransaction({ body: { autoramp_id: autoramp.id, amount } });
    await iron.sandbox
      .updateSandboxTransactionState({ path: { id }, body: { state: 'Completed' } })
      .catch(() => undefined);
    return (await outcomeOf(iron, id, options)).status;
  };
  expect(await pay('99.00')).toBe('Failed');
  expect(await pay('100.00')).toBe('Completed');
  const next = await lockNextRate(iron, autoramp.id, '50.00', other, world.sandbox.clock.now());
  expect(next[0]?.amounts?.map(({ amount }) => amount.replace(/\.0+$/, '')).sort()).toEqual(['100', '50']);
  expect(await pay('50.00')).toBe('Completed');
});

test('9: ramps that share an account have references of their own, which every instruction shows', async () => {
  const world = startIron();
  const customerId = await walletOwner(world);
  const { iron, options } = world.process(compliance(world));
  const one = await shareAccount(iron, order(customerId), options);
  const two = await shareAccount(iron, { ...order(customerId), key: other }, options);
  for (const { reference, lines } of [...one, ...two]) {
    expect(reference).toMatch(/^IR/);
    expect(lines[0]).toBe(`Payment reference (required, exactly as shown): ${reference}`);
  }
  expect(new Set([...one, ...two].map(({ reference }) => reference)).size).toBe(2);
});

test.each([
  ['100.00', undefined, 'Completed', 'recipient'],
  ['0.50', undefined, 'RejectedMinAmount', 'returned'],
  ['100.00', 'RejectedAml', 'RejectedAml', 'returned'],
  ['100.00', 'RejectedFraud', 'RejectedFraud', 'unclear'],
])(
  '10: a deposit of %s by %s ends as %s, and the customer learns that the money is %s',
  async (amount, payer, status, money) => {
    const { iron, transaction } = await ramp(startIron(), amount, payer);
    if (status === 'Completed') {
      await iron.sandbox.updateSandboxTransactionState({ path: { id: transaction.id }, body: { state: 'Completed' } });
    }
    expect(await outcomeOf(iron, transaction.id)).toMatchObject({ status, money });
  },
);

test('11: events that come twice leave one line for each status, with the truth', async () => {
  const world = startIron(true);
  const { sandbox, iron } = world;
  const lines: Line[] = [];
  const write = async (line: Line) => void lines.push(line);
  const { secret } = sandbox.webhooks.subscribe({
    provider: 'iron',
    account: apiKey,
    handler: (request) => receive(request),
  });
  const receive = statements(iron, secret, createMemoryDedupeStore(), write);
  sandbox.webhooks.disturb({ kind: 'duplicate', times: 100 });
  const { transaction } = await ramp(world, '100.00');
  await sandbox.settled();
  const path = { id: transaction.id };
  for (const state of ['Pending', 'Pending', 'Completed']) {
    await iron.sandbox.updateSandboxTransactionState({ path, body: { state: state as 'Pending' } });
    await sandbox.settled();
  }
  const statuses = ['FundsReviewInProgress', 'ConversionInProgress', 'PayoutInProgress', 'Completed'];
  expect(lines.map(({ status }) => status)).toEqual(statuses);
  expect(lines.at(-1)).toMatchObject({ transaction: transaction.id, money: 'recipient' });
});
