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

test('6: killed at any request and started again, and after days too, there is one autoramp', async () => {
  const requests = await killEverywhere(
    async (world, ...middleware) => {
      const customerId = await walletOwner(world);
      const { iron, options } = world.process(...middleware, compliance(world));
      return buyUsdc(iron, { customerId, address, key }, options);
    },
    async (world) => {
      expect(await rampsOf(world)).toHaveLength(1);
      await world.sandbox.clock.advance('3d');
      const { iron, options } = world.process();
      const [customer] = (await iron.customer.getAllCustomers()).items;
      await buyUsdc(iron, { customerId: customer?.id ?? '', address, key }, options);
      expect(await rampsOf(world)).toHaveLength(1);
    },
  );
  expect(requests).toBeGreaterThan(5);
});

// No status 503: the sandbox's own have one trace id, by which Iron's stored failures are recognised.
const FAULTS = [
  { kind: 'reset', when: 'before' },
  { kind: 'reset', when: 'after' },
  { kind: 'truncated' },
  { kind: 'html' },
  { kind: 'status', status: 429, retryAfter: 5 },
] as const;

test.each(FAULTS)(
  '6: with each request disturbed by %j, more often than one call retries, there is one autoramp',
  async (fault) => {
    const world = startIron();
    const customerId = await walletOwner(world);
    for (const operation of ['getAutorampByExternalId', 'getCustomerAbilities', 'createAutoramp', 'getAutorampById']) {
      world.sandbox.faults.add({ operation, times: 4, fault });
    }
    const { iron, options } = world.process(compliance(world));
    expect(await buyUsdc(iron, { customerId, address, key }, options)).toContainEqual(expect.stringMatching(/^IBAN/));
    expect(await rampsOf(world)).toHaveLength(1);
  },
);

const sale = (customerId: string) => ({ customerId, account, accountKey: other, rampKey: key });

test('7: USDC becomes euros in a registered bank account', async () => {
  const world = startIron();
  const customerId = await activeCustomer(world);
  const { iron, options } = world.process(compliance(world));
  const [payIn] = await sellUsdc(iron, sale(customerId), options);
  expect(payIn).toMatchObject({ rails: ['Crypto'], accepts: [{ token: 'USDC', blockchain: 'Base' }] });
});

test('7: killed at any request and started again, there is one bank account and one autoramp', async () => {
  await killEverywhere(
    async (world, ...middleware) => {
      const customerId = await activeCustomer(world);
      const { iron, options } = world.process(...middleware, compliance(world));
      return sellUsdc(iron, sale(customerId), options);
    },
    async (world) => {
      const [one, ...more] = await rampsOf(world);
      expect(more).toEqual([]);
      const path = { customer_id: one?.customer_id ?? '' };
      expect((await world.iron.addresses.getFiatAddresses({ path })).items).toHaveLength(1);
    },
  );
});

test('8: only the quoted amount is taken, until its quote ends; the next payment has a rate of its own', async () => {
  const world = startIron();
  const customerId = await walletOwner(world);
  const { iron, options } = world.process(compliance(world));
  const to = { token: 'USDC', blockchain: 'Base' } as const;
  const { autoramp, payIn } = await lockRate(
    iron,
    { key, customerId, from: 'EUR', to, wallet: address },
    '100.00',
    options,
  );
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
  const order = { customerId, from: 'EUR', to: { token: 'USDC', blockchain: 'Base' }, wallet: address } as const;
  const one = await shareAccount(iron, { ...order, key }, options);
  const two = await shareAccount(iron, { ...order, key: other }, options);
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
