// Whatever money does, balances are what transfers and trades say, to the last digit, and never below zero.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commandsOf, type Model, remember, type World } from './calls.ts';
import { model, world } from './world.ts';

const runs = process.env.TEST_LONG ? 2000 : 40;

const operations = new Set([
  'CreateProfile',
  'CreateSandboxDeposit',
  'CreateDepositAddress',
  'CreateInternalTransfer',
  'CreatePaxosTransfer',
  'CreateCryptoWithdrawalFee',
  'CreateCryptoWithdrawal',
  'CreateFiatAccount',
  'CreateFiatWithdrawal',
  'ListQuotes',
  'CreateQuoteExecution',
  'CreateOrder',
  'CancelOrder',
]);

test('balances are the sum of transfers and trades, to the last digit, and never below zero', async () => {
  // Quotes live for 30 seconds, so that many are needed for a few to be executed.
  const quotes = commandsOf('paxos', new Set(['ListQuotes'])).slice(0, 2);
  const sequences = fc.commands([...commandsOf('paxos', operations), ...quotes], { maxCommands: 60, size: 'max' });
  await fc.assert(
    fc.asyncProperty(sequences, async (commands) => {
      const state = { model: model(), real: world() };
      await fund(state.real, state.model);
      await fc.asyncModelRun(() => state, commands);
      await expectBalances(state.real, state.model);
    }),
    { numRuns: runs },
  );
}, 3_600_000);

/** Two profiles with money, so that random calls have something to move. */
async function fund({ sandbox, authorize }: World, known: Model): Promise<void> {
  const headers = { ...(await authorize('paxos')), 'content-type': 'application/json' };
  const post = async (path: string, body: object): Promise<string> => {
    const init = { method: 'POST', headers, body: JSON.stringify(body) };
    const response = await sandbox.paxos.fetch(`https://api.sandbox.paxos.com/v2${path}`, init);
    const text = await response.text();
    expect(response.status, text).toBe(200);
    return text;
  };
  for (const nickname of ['One', 'Two']) {
    const made = await post('/profiles', { nickname });
    remember(known, '/profiles', made);
    const { id } = JSON.parse(made) as { id: string };
    await post(`/sandbox/profiles/${id}/deposit`, { asset: 'USD', amount: '100000.00' });
    await post(`/sandbox/profiles/${id}/deposit`, { asset: 'BTC', amount: '1.5', crypto_network: 'BITCOIN' });
    await post(`/sandbox/profiles/${id}/deposit`, { asset: 'USDG', amount: '5000.00', crypto_network: 'ETHEREUM' });
  }
  await sandbox.clock.advance('1m');
}

type Item = Record<string, string> & { id: string };

/** The books kept a second time, from what the API lists. */
async function expectBalances(world: World, { trace }: Model): Promise<void> {
  const read = (path: string): Promise<Item[]> => list(world, path);
  const books = new Map<string, bigint>();
  const book = (profile = '', asset = '', amount = '0', sign = 1n): void => {
    const key = `${profile} ${asset}`;
    books.set(key, (books.get(key) ?? 0n) + sign * units(amount));
  };
  for (const transfer of await read('/transfer/transfers?limit=1000')) {
    const { profile_id, asset, balance_asset = asset, total, direction, status } = transfer;
    if (direction === 'DEBIT' && status !== 'FAILED') book(profile_id, balance_asset, total, -1n);
    if (direction === 'CREDIT' && status === 'COMPLETED') book(profile_id, balance_asset, total);
  }
  const orders = new Map((await read('/orders?limit=1000')).map((order) => [order.id, order]));
  for (const { order_id = '', side, amount, gross_trade_amount, commission, market = '' } of await read(
    '/executions?limit=1000',
  )) {
    const order = orders.get(order_id);
    const to = order?.recipient_profile_id ?? order?.profile_id;
    const [base, quote] = [market.slice(0, -3), market.slice(-3)];
    book(order?.profile_id, side === 'BUY' ? quote : base, side === 'BUY' ? gross_trade_amount : amount, -1n);
    book(to, side === 'BUY' ? base : quote, side === 'BUY' ? amount : gross_trade_amount);
    book(side === 'BUY' ? order?.profile_id : to, quote, commission, -1n);
  }
  for (const { id: profile } of await read('/profiles?limit=1000')) {
    for (const one of await read(`/profiles/${profile}/quote-executions?limit=1000`)) {
      const { side, base_asset, base_amount, quote_asset, quote_amount, status, recipient_profile_id = profile } = one;
      book(profile, side === 'BUY' ? quote_asset : base_asset, side === 'BUY' ? quote_amount : base_amount, -1n);
      if (status !== 'SETTLED') continue;
      book(
        recipient_profile_id,
        side === 'BUY' ? base_asset : quote_asset,
        side === 'BUY' ? base_amount : quote_amount,
      );
    }
  }
  for (const { id: profile } of await read('/profiles?limit=1000')) {
    for (const { asset, available, trading } of await read(`/profiles/${profile}/balances`)) {
      const [free, held] = [units(available), units(trading)];
      expect(free >= 0n && held >= 0n, trace.join('\n')).toBe(true);
      expect([profile, asset, free + held], trace.join('\n')).toEqual([
        profile,
        asset,
        books.get(`${profile} ${asset}`) ?? 0n,
      ]);
      books.delete(`${profile} ${asset}`);
    }
  }
  expect(
    [...books].filter(([, amount]) => amount !== 0n),
    trace.join('\n'),
  ).toEqual([]);
}

async function list({ sandbox, authorize }: World, path: string): Promise<Item[]> {
  const headers = await authorize('paxos');
  const response = await sandbox.paxos.fetch(`https://api.sandbox.paxos.com/v2${path}`, { headers });
  const body = (await response.json()) as { items?: Item[] };
  expect(response.status, JSON.stringify(body)).toBe(200);
  return body.items ?? [];
}

/** A decimal string in units of 10^-24. */
function units(text = '0'): bigint {
  const [whole = '0', part = ''] = text.replace('-', '').split('.');
  const value = BigInt(whole + part.padEnd(24, '0').slice(0, 24));
  return text.startsWith('-') ? -value : value;
}
