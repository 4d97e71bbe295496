// Orders, quotes, conversions, orchestrations, settlements: each step of their tables, by API calls alone.

import { ed25519 } from '@noble/curves/ed25519';
import { secp256k1 } from '@noble/curves/secp256k1';
import { keccak_256 } from '@noble/hashes/sha3';
import { bytesToHex } from '@noble/hashes/utils';
import { waitForOrchestration, waitForQuoteExecution } from '@org/paxos-sdk/money';
import type { CreateOrderRequest } from '@org/paxos-types';
import { expect, test } from 'vitest';
import type { Sandbox } from '../../src/index.ts';
import { conversionTransitions } from '../../src/paxos/trading/conversions.ts';
import { orchestrationTransitions } from '../../src/paxos/trading/orchestration.ts';
import { orderTransitions } from '../../src/paxos/trading/order-record.ts';
import { settlementTransitions } from '../../src/paxos/trading/settlements.ts';
import { verificationTransitions } from '../../src/paxos/trading/verifications.ts';
import { balance, eventTypes, fund, refusal, type Setup, setup } from './support/paxos.ts';

const limitBuy = { market: 'BTCUSD', side: 'BUY', type: 'LIMIT', price: '79500', base_amount: '0.05' } as const;

async function trader(): Promise<Setup> {
  const world = await setup();
  await fund(world.paxos, world.profile, 'USD', '1000000');
  await fund(world.paxos, world.profile, 'BTC', '10');
  return world;
}

type Path = readonly [name: string, order: CreateOrderRequest, seen: readonly string[], cancelAt?: number];

/** How each step of the order table comes about: what is ordered, and the statuses at 0, 0.25, 0.5, 1.5 and 40 s. */
const paths: readonly Path[] = [
  [
    'fills a market buy at once when it reaches the market',
    { market: 'BTCUSD', side: 'BUY', type: 'MARKET', quote_amount: '250.00' },
    ['PENDING_SUBMISSION', 'SUBMITTED', 'FILLED', 'FILLED', 'FILLED'],
  ],
  [
    'fills a market sell',
    { market: 'BTCUSD', side: 'SELL', type: 'MARKET', base_amount: '0.5' },
    ['PENDING_SUBMISSION', 'SUBMITTED', 'FILLED', 'FILLED', 'FILLED'],
  ],
  [
    'fills a large limit order in two halves',
    { ...limitBuy, price: '81000', base_amount: '2' },
    ['PENDING_SUBMISSION', 'SUBMITTED', 'OPEN', 'FILLED', 'FILLED'],
  ],
  ['lets an order below the market rest', limitBuy, ['PENDING_SUBMISSION', 'SUBMITTED', 'OPEN', 'OPEN', 'OPEN']],
  [
    'fills a resting order whose metadata ask for it, at its own price',
    { ...limitBuy, metadata: { sandbox_outcome: 'fill' } },
    ['PENDING_SUBMISSION', 'SUBMITTED', 'OPEN', 'OPEN', 'FILLED'],
  ],
  ['cancels a resting order', limitBuy, ['PENDING_SUBMISSION', 'SUBMITTED', 'OPEN', 'OPEN', 'CANCELLED'], 4],
  ['cancels an order before it is submitted', limitBuy, ['CANCELLED', 'CANCELLED'], 0],
  ['cancels an order on its way to the market', limitBuy, ['PENDING_SUBMISSION', 'SUBMITTED', 'CANCELLED'], 2],
  [
    'rejects a post-only order that would trade on arrival',
    { ...limitBuy, type: 'POST_ONLY_LIMIT', price: '81000' },
    ['PENDING_SUBMISSION', 'SUBMITTED', 'REJECTED'],
  ],
  [
    'rejects a limit order that takes liquidity 15 % from the market',
    { ...limitBuy, price: '92000' },
    ['PENDING_SUBMISSION', 'SUBMITTED', 'REJECTED'],
  ],
  [
    'expires an order that is good till a time',
    { ...limitBuy, time_in_force: 'GTT', expiration_date: String(Date.parse('2026-11-21T09:00:20Z')) },
    ['PENDING_SUBMISSION', 'SUBMITTED', 'OPEN', 'OPEN', 'EXPIRED'],
  ],
  [
    'cancels what an immediate order cannot fill',
    { ...limitBuy, time_in_force: 'IOC' },
    ['PENDING_SUBMISSION', 'SUBMITTED', 'CANCELLED'],
  ],
  [
    'sells at the market when the stop price is reached',
    { market: 'BTCUSD', side: 'SELL', type: 'STOP_MARKET', base_amount: '0.1', stop_price: '80000' },
    ['PENDING_SUBMISSION', 'SUBMITTED', 'FILLED'],
  ],
  [
    'waits while the stop price is not reached',
    { market: 'BTCUSD', side: 'SELL', type: 'STOP_LIMIT', base_amount: '0.1', stop_price: '76000', price: '75000' },
    ['PENDING_SUBMISSION', 'SUBMITTED', 'OPEN', 'OPEN', 'OPEN'],
  ],
  [
    'answers a caller that waits for the fill with the filled order',
    { ...limitBuy, price: '80000', await_fill_millis: 1000 },
    ['FILLED'],
  ],
];

const named = paths.map(([name, body, seen, cancelAt]) => ({ name, body, seen, cancelAt }));

test.each(named)('$name', async ({ body, seen, cancelAt }) => {
  const { sandbox, paxos, profile } = await trader();
  const { id = '' } = await paxos.orders.createOrder({ path: { profile_id: profile }, body });
  const path = { profile_id: profile, id };
  const statuses: string[] = [];
  for (const [index, wait] of ['0ms', '250ms', '250ms', '1s', '38500ms'].entries()) {
    if (index === cancelAt) await paxos.orders.cancelOrder({ path });
    await sandbox.clock.advance(wait);
    statuses.push(`${(await paxos.orders.getOrder({ path })).status}`);
  }
  expect(statuses.slice(0, seen.length)).toEqual(seen);
  // Nothing stays tied up after the end, and an order that has ended cannot be cancelled.
  const ended = !['OPEN', 'PENDING_SUBMISSION'].includes(statuses.at(-1) ?? '');
  const usd = await paxos.profiles.getProfileBalance({ path: { profile_id: profile, asset: 'USD' } });
  const btc = await paxos.profiles.getProfileBalance({ path: { profile_id: profile, asset: 'BTC' } });
  expect(usd.trading === '0' && btc.trading === '0').toBe(ended);
  if (ended) expect(await refusal(paxos.orders.cancelOrder({ path }))).toBe('403 order is not in cancellable state');
});

test('knows no other step of an order than those that were reached', () => {
  expect(orderTransitions.map(({ from, to }) => `${from} ${to}`)).toEqual([
    'PENDING_SUBMISSION SUBMITTED',
    'SUBMITTED OPEN',
    'SUBMITTED REJECTED',
    'OPEN FILLED',
    'OPEN CANCELLED',
    'OPEN EXPIRED',
    'PENDING_SUBMISSION CANCELLED',
    'SUBMITTED CANCELLED',
  ]);
});

test('moves balances by what was executed, commission included, to the last digit', async () => {
  const { sandbox, paxos, profile } = await trader();
  const buy = { ...limitBuy, price: '80500.123', base_amount: '0.123' };
  const { id: order_id = '' } = await paxos.orders.createOrder({ path: { profile_id: profile }, body: buy });
  // 0.123 * 80500.123 * 1.0035
  expect(await balance(paxos, profile, 'USD')).toBe('990063.8295680485/9936.1704319515');
  await sandbox.clock.advance('1s');
  const [execution] = (await paxos.orders.listExecutions({ query: { order_id } })).items ?? [];
  expect(execution).toMatchObject({ amount: '0.123', price: '80000', gross_trade_amount: '9840', commission: '34.44' });
  expect(await balance(paxos, profile, 'USD')).toBe('990125.56/0');
  expect(await balance(paxos, profile, 'BTC')).toBe('10.123/0');
});

const bad: readonly (readonly [string, object, string])[] = [
  ['more than the profile has', { base_amount: '15', price: '79000' }, '403 insufficient USD funds'],
  ['an order worth too much', { base_amount: '20', price: '79500' }, '403 notional value too large'],
  ['an order worth too little', { base_amount: '0.00001' }, '400 The minimum notional for BTC'],
  ['no price', { price: undefined }, '400 price must be greater than zero'],
  ['a stop order that buys', { type: 'STOP_MARKET', price: undefined, stop_price: '1' }, '400 stop orders only sell'],
  ['a market buy of base', { type: 'MARKET', price: undefined }, '400 a market buy takes quote_amount'],
  ['a GTT order without an end', { time_in_force: 'GTT' }, '400 expiration_date must be Unix milliseconds'],
  ['an identity without its account', { identity_id: 'i' }, '400 identity_id and identity_account_id go together'],
];

/** Without the SDK, which refuses some of them itself. */
async function place(sandbox: Sandbox, profile: string, body: object): Promise<string> {
  const form = {
    grant_type: 'client_credentials',
    client_id: 'client',
    client_secret: 'secret',
    scope: 'exchange:write_order',
  };
  const post = async (url: string, init: RequestInit) => {
    const response = await sandbox.paxos.fetch(url, { method: 'POST', ...init });
    return { status: response.status, said: (await response.json()) as { access_token?: string; detail?: string } };
  };
  const token = await post('https://oauth.sandbox.paxos.com/oauth2/token', { body: new URLSearchParams(form) });
  const headers = { authorization: `Bearer ${token.said.access_token}`, 'content-type': 'application/json' };
  const url = `https://api.sandbox.paxos.com/v2/profiles/${profile}/orders`;
  const { status, said } = await post(url, { headers, body: JSON.stringify(body) });
  return `${status} ${said.detail}`;
}

test.each(bad)('refuses %s', async (_name, more, expected) => {
  const { sandbox, paxos, profile } = await trader();
  expect(await place(sandbox, profile, { ...limitBuy, ...more })).toContain(expected);
  expect(await balance(paxos, profile, 'USD')).toBe('1000000/0');
});

test('frees the ref_id of an order a day after the order has ended', async () => {
  const { sandbox, paxos, profile } = await trader();
  const place = () =>
    paxos.orders.createOrder({ path: { profile_id: profile }, body: { ...limitBuy, price: '80000', ref_id: 'o1' } });
  const first = await place();
  await expect(place()).rejects.toMatchObject({ status: 409, body: { meta: { existing: { id: first.id } } } });
  await sandbox.clock.advance('24h');
  expect(await refusal(place())).toMatch(/^409/);
  await sandbox.clock.advance('1s');
  expect((await place()).id).not.toBe(first.id);
  expect((await paxos.orders.listOrders({ query: { ref_ids: ['o1'] } })).items).toHaveLength(2);
});

test('trades on a quote for 30 seconds, once per ref_id', async () => {
  const { sandbox, paxos, profile } = await trader();
  const quotes = async () => (await paxos.quotes.listQuotes({ query: { markets: ['BTCUSD'] } })).items ?? [];
  const [buy, sell] = await quotes();
  expect([buy?.price, sell?.price]).toEqual(['80000', '79840']);
  expect(await quotes()).toEqual([buy, sell]);
  const body = { quote_id: buy?.id ?? '', quote_amount: '250.00', ref_id: 'q1' };
  const path = { profile_id: profile };
  const execution = await paxos.quoteExecutions.createQuoteExecution({ path, body });
  expect(execution).toMatchObject({ status: 'CREATED', base_amount: '0.003125' });
  await expect(paxos.quoteExecutions.createQuoteExecution({ path, body })).rejects.toMatchObject({
    status: 409,
    body: { meta: { existing: execution } },
  });
  expect([await balance(paxos, profile, 'USD'), await balance(paxos, profile, 'BTC')]).toEqual(['999750/0', '10/0']);
  await sandbox.clock.advance('1s');
  await waitForQuoteExecution(paxos, { profile_id: profile, id: execution.id });
  expect(await balance(paxos, profile, 'BTC')).toBe('10.003125/0');
  await paxos.quoteExecutions.createQuoteExecution({ path, body: { quote_id: sell?.id ?? '', base_amount: '1' } });
  await sandbox.clock.advance('28s');
  expect(await balance(paxos, profile, 'USD')).toBe('1079590/0');
  await sandbox.clock.advance('1s');
  const late = paxos.quoteExecutions.createQuoteExecution({ path, body: { ...body, ref_id: 'q2' } });
  expect(await refusal(late)).toMatch(/^403 quote .* expired at 2026-11-21T09:00:30/);
  expect((await quotes())[0]?.id).not.toBe(buy?.id);
});

test('converts stablecoins one to one, and cancels while it can', async () => {
  const { sandbox, paxos, profile } = await trader();
  const convert = (ref_id: string) =>
    paxos.stablecoinConversion.createStablecoinConversion({
      body: { profile_id: profile, amount: '500.00', source_asset: 'USD', target_asset: 'USDG', ref_id },
    });
  const { id: cancelled = '' } = await convert('c1');
  const cancel = (id: string) => paxos.stablecoinConversion.cancelStablecoinConversion({ path: { id } });
  expect(await cancel(cancelled)).toMatchObject({ status: 'CANCELLED' });
  const { id = '' } = await convert('c2');
  await sandbox.clock.advance('1s');
  expect(await paxos.stablecoinConversion.getStablecoinConversion({ path: { id } })).toMatchObject({
    status: 'SETTLED',
  });
  expect(await refusal(cancel(id))).toMatch(/^403 conversion is SETTLED/);
  expect([await balance(paxos, profile, 'USD'), await balance(paxos, profile, 'USDG')]).toEqual(['999500/0', '500/0']);
  expect(await refusal(convert('c2'))).toBe("409 conversion already exists with ref_id 'c2'");
  expect(conversionTransitions).toHaveLength(2);
});

test('mints at an issuer quote that has not expired', async () => {
  const { sandbox, paxos, profile } = await trader();
  const body = { profile_id: profile, market: 'PAXGUSD', side: 'BUY', base_amount: '0.5' } as const;
  const { quote_id, quote_amount } = await paxos.issuerQuotes.createIssuerQuote({ body });
  expect(quote_amount).toBe('2064.38');
  const execute = () =>
    paxos.issuerQuotes.createIssuerQuoteExecution({ path: { quote_id }, body: { profile_id: profile } });
  await execute();
  expect(await refusal(execute())).toMatch(/^409 .* was executed already/);
  await sandbox.clock.advance('1s');
  const listed = await paxos.issuerQuotes.listIssuerQuoteExecutions();
  expect(listed.issuer_quote_executions).toMatchObject([{ status: 'COMPLETE', ref_id: quote_id }]);
  expect([await balance(paxos, profile, 'USD'), await balance(paxos, profile, 'PAXG')]).toEqual([
    '997935.62/0',
    '0.5/0',
  ]);
});

test.each([
  ['completes', undefined, 'COMPLETED', '999000/0', '1000/0'],
  ['fails', 'failed', 'FAILED', '1000000/0', '0/0'],
  ['rejects', 'customer_rejected', 'REJECTED', '1000000/0', '0/0'],
  ['holds for an approval', 'pending_customer_approval', 'PENDING', '999000/0', '0/0'],
] as const)('%s an orchestration to another profile', async (_name, outcome, status, usd, usdg) => {
  const { sandbox, paxos, profile } = await trader();
  const { id: to } = await paxos.profiles.createProfile({ body: { nickname: 'To' } });
  const body = {
    source: { profile: { profile_id: profile } },
    destination: { profile: { profile_id: to } },
    source_asset: 'USD',
    destination_asset: 'USDG',
    source_amount: '1000',
    ref_id: 'r1',
    ...(outcome && { metadata: { sandbox_outcome: outcome } }),
  };
  const { id = '' } = await paxos.orchestrations.createOrchestration({ body });
  await expect(paxos.orchestrations.createOrchestration({ body })).rejects.toMatchObject({
    status: 409,
    body: { meta: { existing: { id } } },
  });
  await sandbox.clock.advance('30s');
  expect((await paxos.orchestrations.getOrchestration({ path: { id } })).status).toBe(status);
  expect([await balance(paxos, profile, 'USD'), await balance(paxos, to, 'USDG')]).toEqual([usd, usdg]);
  if (status === 'PENDING') {
    await sandbox.act({ provider: 'paxos', account: 'client', action: 'orchestration.approve', id });
    await sandbox.clock.advance('30s');
    await waitForOrchestration(paxos, id);
    expect(await balance(paxos, to, 'USDG')).toBe('1000/0');
  }
  const told = (await eventTypes(paxos)).filter((type) => type.startsWith('orchestration'));
  const ends = { COMPLETED: 'completed', PENDING: 'completed', FAILED: 'failed', REJECTED: undefined }[status];
  expect(told).toEqual(ends ? ['orchestration.processing', `orchestration.${ends}`] : []);
  expect(orchestrationTransitions).toHaveLength(4);
});

test('delivers an orchestration to a registered address and to an approved bank account', async () => {
  const { sandbox, paxos, profile } = await setup({ start: new Date('2026-12-01T00:00:00Z') });
  await fund(paxos, profile, 'USD', '10000');
  const begin = (ref_id: string, destination_asset: string, destination: object) =>
    paxos.orchestrations.createOrchestration({
      body: {
        ref_id,
        source: { profile: { profile_id: profile } },
        source_asset: 'USD',
        source_amount: '4000',
        destination_asset,
        destination,
      },
    });
  const crypto = { crypto: { address: '0xabc', network: 'ETHEREUM' } };
  expect(await refusal(begin('1', 'USDG', crypto))).toMatch(/^404 .* is not registered/);
  const entry = { crypto_network: 'ETHEREUM', address: '0xabc' } as const;
  await paxos.cryptoWithdrawals.putCryptoDestinationAddress({ body: entry });
  expect(await refusal(begin('1', 'USDG', crypto))).toMatch(/^403 Travel Rule/);
  await paxos.cryptoWithdrawals.putCryptoDestinationAddress({
    body: { ...entry, travelrule_metadata: { custodian_type: 'PRIVATE', beneficiary: { self: true } } },
  });
  const toAddress = await begin('1', 'USDG', crypto);
  const { id: bank_account_id } = await paxos.fiatTransfers.createFiatAccount({
    body: {
      fiat_account_owner: { institution_details: { name: 'Analytical Engines LLC' } },
      fiat_network_instructions: { cubix: { account_id: 'c' } },
    },
  });
  expect(await refusal(begin('2', 'USD', { fiat: { bank_account_id } }))).toContain('invalid status PENDING');
  await sandbox.clock.advance('30s');
  const toBank = await begin('2', 'USD', { fiat: { bank_account_id, memo: 'Invoice 7' } });
  await sandbox.clock.advance('30s');
  const kinds = await Promise.all(
    [toAddress, toBank].map(async ({ id = '' }) => {
      const { destination_transfer } = await waitForOrchestration(paxos, id);
      const { type, status, asset } = await paxos.transfers.getTransfer({
        path: { id: destination_transfer?.transfer_id ?? '' },
      });
      return [type, status, asset];
    }),
  );
  expect(kinds).toEqual([
    ['CRYPTO_WITHDRAWAL', 'COMPLETED', 'USDG'],
    ['CUBIX_WITHDRAWAL', 'COMPLETED', 'USD'],
  ]);
  expect([await balance(paxos, profile, 'USD'), await balance(paxos, profile, 'USDG')]).toEqual(['2000/0', '0/0']);
});

test('turns each deposit to a rule into an orchestration, until the rule is deleted', async () => {
  const { sandbox, paxos, profile } = await setup();
  const { rule } = await paxos.orchestrationRules.createOrchestrationRule({
    body: {
      ref_id: 'rule-1',
      profile_id: profile,
      source: { crypto: { network: 'BASE' } },
      source_asset: 'USDC',
      destination_asset: 'USDG',
      destination: { profile: { profile_id: profile } },
    },
  });
  expect(rule).toMatchObject({ status: 'ACTIVE', source: { crypto: { address: expect.stringMatching(/^0x/) } } });
  const deposit = () =>
    paxos.sandboxDeposits.createSandboxDeposit({
      path: { profile_id: profile },
      body: {
        asset: 'USDC',
        amount: '10',
        crypto_network: 'BASE',
        crypto_address: rule?.source?.crypto?.address ?? '',
      },
    });
  await deposit();
  await sandbox.clock.advance('30s');
  expect(await balance(paxos, profile, 'USDG')).toBe('10/0');
  const started = await paxos.orchestrations.listOrchestrations({ query: { orchestration_rule_id: [rule?.id ?? ''] } });
  expect(started.items).toMatchObject([{ status: 'COMPLETED', source_transfer: { status: 'COMPLETED' } }]);
  await paxos.orchestrationRules.deleteOrchestrationRule({ path: { id: rule?.id ?? '' } });
  await deposit();
  await sandbox.clock.advance('30s');
  expect(await balance(paxos, profile, 'USDC')).toBe('10/0');
});

test('settles all legs of an affirmed transaction together, or expires it', async () => {
  const { sandbox, paxos, profile } = await trader();
  const { id: other } = await paxos.profiles.createProfile({ body: { nickname: 'Other' } });
  const propose = async () =>
    paxos.settlement.createTransaction({
      body: {
        source_profile_id: profile,
        target_profile_id: other,
        legs: [
          { asset: 'BTC', amount: '1', direction: 'DELIVER' },
          { asset: 'USD', amount: '80000', direction: 'RECEIVE' },
        ],
      },
    });
  const [cancelled, poor, good, ignored] = [await propose(), await propose(), await propose(), await propose()];
  const status = async ({ id }: { id: string }) =>
    (await paxos.settlement.getTransaction({ path: { transaction_id: id } })).status;
  const affirm = ({ id }: { id: string }) => paxos.settlement.affirmTransaction({ path: { transaction_id: id } });
  await paxos.settlement.cancelTransaction({ path: { transaction_id: cancelled.id } });
  expect(await refusal(affirm(cancelled))).toMatch(/^409 .* is CANCELLED/);
  await affirm(poor);
  await sandbox.clock.advance('1h');
  expect([await status(poor), await balance(paxos, profile, 'BTC')]).toEqual(['AFFIRMED', '10/0']);
  await fund(paxos, other, 'USD', '80000');
  await sandbox.clock.advance('10m');
  await affirm(good);
  await sandbox.clock.advance('24h');
  expect(await Promise.all([cancelled, poor, good, ignored].map(status))).toEqual([
    'CANCELLED',
    'SETTLED',
    'EXPIRED',
    'EXPIRED',
  ]);
  expect([await balance(paxos, other, 'BTC'), await balance(paxos, profile, 'USD')]).toEqual(['1/0', '1080000/0']);
  expect(settlementTransitions).toHaveLength(5);
});

test('proves an address by a real signature or a small deposit, within 48 hours', async () => {
  const { sandbox, paxos, profile } = await setup();
  const key = new Uint8Array(32).fill(7);
  const [evm, solana] = [evmAddress(key), toBase58(ed25519.getPublicKey(key))];
  const begin = (verification_method: 'SIGNATURE' | 'SMALL_DEPOSIT', network = 'ETHEREUM', address = evm) =>
    paxos.addressVerification.createVerification({ body: { address, network, verification_method } });
  const [signed, paid, late] = [await begin('SIGNATURE'), await begin('SMALL_DEPOSIT'), await begin('SIGNATURE')];
  const onSolana = await begin('SIGNATURE', 'SOLANA', solana);
  const submit = async ({ id = '' }: { id?: string }, signature: string) =>
    (await paxos.addressVerification.submitSignature({ body: { id, signature } })).status;
  const message = signed.signature_verification?.message ?? '';
  expect(await submit(signed, '0x00')).toBe('PENDING');
  expect(await submit(signed, personalSign(`${message} `, key))).toBe('PENDING');
  expect(await submit(signed, personalSign(message, key))).toBe('APPROVED');
  const payload = new TextEncoder().encode(onSolana.signature_verification?.message);
  expect(await submit(onSolana, toBase58(ed25519.sign(payload, key)))).toBe('APPROVED');
  expect(await refusal(begin('SIGNATURE', 'BITCOIN', 'bc1'))).toMatch(/^400 .* use SMALL_DEPOSIT/);
  const { amount = '', asset = '', deposit_address = '' } = paid.small_deposit_verification ?? {};
  await paxos.sandboxDeposits.createSandboxDeposit({
    path: { profile_id: profile },
    body: { asset, amount, crypto_network: 'ETHEREUM', crypto_address: deposit_address },
  });
  await sandbox.clock.advance('48h');
  const read = async ({ id = '' }: { id?: string }) =>
    (await paxos.addressVerification.getVerification({ path: { id } })).status;
  expect([await read(signed), await read(paid), await read(late)]).toEqual(['APPROVED', 'APPROVED', 'EXPIRED']);
  expect(verificationTransitions).toHaveLength(2);
});

function evmAddress(key: Uint8Array): string {
  return `0x${bytesToHex(keccak_256(secp256k1.getPublicKey(key, false).slice(1)).slice(-20))}`;
}

function personalSign(message: string, key: Uint8Array): string {
  const text = new TextEncoder().encode(message);
  const prefix = new TextEncoder().encode(`\x19Ethereum Signed Message:\n${text.length}`);
  const signature = secp256k1.sign(keccak_256(new Uint8Array([...prefix, ...text])), key);
  return `0x${signature.toCompactHex()}${(27 + signature.recovery).toString(16)}`;
}

function toBase58(bytes: Uint8Array): string {
  const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
  let text = '';
  for (let value = BigInt(`0x${bytesToHex(bytes)}`); value > 0n; value /= 58n)
    text = `${alphabet[Number(value % 58n)]}${text}`;
  return text;
}

test('credits the recipient that is named `default` as the profile that it is', async () => {
  const { sandbox, paxos, profile } = await setup();
  const { id: payer } = await paxos.profiles.createProfile({ body: { nickname: 'Payer' } });
  await fund(paxos, payer, 'USD', '100000');
  const recipient_profile_id = 'default';
  const conversion = await paxos.stablecoinConversion.createStablecoinConversion({
    body: { profile_id: payer, amount: '500', source_asset: 'USD', target_asset: 'USDG', recipient_profile_id },
  });
  const order = await paxos.orders.createOrder({
    path: { profile_id: payer },
    body: { market: 'BTCUSD', side: 'BUY', type: 'LIMIT', price: '81000', base_amount: '0.5', recipient_profile_id },
  });
  const { items: [quote] = [] } = await paxos.quotes.listQuotes({ query: { markets: ['ETHUSD'] } });
  const execution = await paxos.quoteExecutions.createQuoteExecution({
    path: { profile_id: payer },
    body: { quote_id: quote?.id ?? '', base_amount: '1', recipient_profile_id },
  });
  for (const made of [conversion, order, execution]) expect(made.recipient_profile_id).toBe(profile);
  await sandbox.clock.advance('10s');
  const received = ['USDG', 'BTC', 'ETH'].map((asset) => balance(paxos, profile, asset));
  expect(await Promise.all(received)).toEqual(['500/0', '0.5/0', '1/0']);
});
