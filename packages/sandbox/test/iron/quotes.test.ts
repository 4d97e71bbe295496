// Quotes: signed, accepted verbatim, refused where changed, expired, mixed up or attached already.
import type { Iron } from '@org/iron-sdk';
import type { operations } from '@org/iron-types';
import { expect, test } from 'vitest';
import { activeCustomer, type Playground, play, registeredWallet, transactionOf } from './support.ts';

const common = {
  source_currency_code: 'EUR',
  destination_currency_code: 'USDC',
  destination_currency_chain: 'Ethereum',
  is_third_party: false,
  expiry_in_hours: 2,
  rate_expiry_policy: 'Slippage',
  rate_lock_duration_minutes: 10,
} as const;

async function quoted(
  playground: Playground,
  query: Partial<operations['getAutorampQuote']['parameters']['query']> = {},
) {
  const { iron } = playground;
  const customer = await activeCustomer(iron);
  const wallet = await registeredWallet(playground, customer.id);
  const quote = await iron.autoramp.getAutorampQuote({
    query: { ...common, amount_in: '1000.00', customer_id: customer.id, recipient_account_id: wallet.id, ...query },
  });
  return { customer, wallet, quote };
}

async function ramped(playground: Playground) {
  const { customer, quote } = await quoted(playground);
  const { iron } = playground;
  const autoramp = await iron.autoramp.createAutoramp({ body: quote });
  await iron.sandbox.updateSandboxAutorampStatus({ path: { id: autoramp.id }, body: 'Approved' });
  return { customer, quote, autoramp };
}

const rateQuery = {
  source_currency_code: 'EUR',
  amount_in: '500.00',
  expiry_in_hours: 1,
  rate_expiry_policy: 'Slippage',
} as const;

test('makes an autoramp of a quote that is sent back verbatim, once', async () => {
  const playground = play();
  const { quote } = await quoted(playground);
  expect([quote.amount_out.amount, quote.fee.total_fee.amount, quote.rate]).toEqual([
    '1079.501315',
    '1.50',
    '1.081123',
  ]);
  const autoramp = await playground.iron.autoramp.createAutoramp({ body: quote });
  expect([autoramp.source, autoramp.kind, autoramp.quotes.map(({ quote_id }) => quote_id)]).toEqual([
    'Quote',
    'Onramp',
    [quote.quote_id],
  ]);
  expect((await playground.iron.autoramp.createAutoramp({ body: quote }).result()).status).toBe(422);
});

test.each<[string, (quote: Iron.SignedAutorampQuote) => Partial<Iron.SignedAutorampQuote>]>([
  ['amount', (quote) => ({ amount_out: { ...quote.amount_out, amount: '2000.00' } })],
  ['rate', () => ({ rate: '2.0' })],
  ['expiry', () => ({ valid_until: '2030-01-01T00:00:00Z' })],
  ['signature', () => ({ signature: '0' })],
  ['id', () => ({ quote_id: '00000000-0000-4000-8000-000000000000' })],
])('refuses a quote with another %s', async (_name, change) => {
  const playground = play();
  const { quote } = await quoted(playground);
  const result = await playground.iron.autoramp.createAutoramp({ body: { ...quote, ...change(quote) } }).result();
  expect([result.status, result.ok ? '' : result.error]).toEqual([400, expect.stringContaining('signature')]);
});

test('refuses a quote after its time', async () => {
  const playground = play();
  const { quote } = await quoted(playground);
  await playground.sandbox.clock.advance('2h');
  expect((await playground.iron.autoramp.createAutoramp({ body: quote }).result()).status).toBe(422);
});

test('lets a quote with the policy Return live no longer than its lock', async () => {
  const { quote } = await quoted(play(), { rate_expiry_policy: 'Return' });
  expect([quote.valid_until, quote.rate_lock_valid_until]).toEqual([
    '2026-03-04T10:10:00.000Z',
    '2026-03-04T10:10:00.000Z',
  ]);
});

test('attaches a rate quote once, and returns 409 the second time', async () => {
  const playground = play();
  const { iron } = playground;
  const { autoramp } = await ramped(playground);
  const path = { autoramp_id: autoramp.id };
  const body = await iron.autoramp.getAutorampRateQuote({ path, query: rateQuery });
  const changed = await iron.autoramp.attachQuoteToAutoramp({ path, body: { ...body, rate: '9' } }).result();
  const attached = await iron.autoramp.attachQuoteToAutoramp({ path, body });
  const again = await iron.autoramp.attachQuoteToAutoramp({ path, body }).result();
  expect([changed.status, attached.quotes.length, again.status]).toEqual([400, 2, 409]);
});

test('returns 422 for a rate quote that is sent to createAutoramp', async () => {
  const playground = play();
  const { autoramp } = await ramped(playground);
  const body = await playground.iron.autoramp.getAutorampRateQuote({
    path: { autoramp_id: autoramp.id },
    query: rateQuery,
  });
  const { status, body: message } = await playground.send('POST', '/autoramps', { body });
  expect([status, message]).toEqual([422, expect.stringContaining('attachQuoteToAutoramp')]);
});

test('drops expired quotes from an autoramp, and returns a deposit that fits no live one', async () => {
  const playground = play();
  const { iron, sandbox } = playground;
  const { autoramp, quote } = await ramped(playground);
  const deposit = (amount: string) =>
    iron.sandbox.createSandboxTransaction({ body: { autoramp_id: autoramp.id, amount, initial_state: 'Completed' } });
  const fits = await deposit('1000');
  expect([fits.amount_out, fits.state]).toEqual([quote.amount_out.amount, 'Completed']);
  const other = await transactionOf(iron, (await deposit('999.99')).id);
  expect([other.status, other.destination_amount.amount, other.fee]).toEqual(['Failed', '0.00', '0.00']);

  await sandbox.clock.advance('2h');
  expect((await iron.autoramp.getAutorampById({ path: { autoramp_id: autoramp.id } })).quotes).toEqual([]);
  expect((await deposit('1000')).state).toBe('Failed');
});

test.each([
  ['both amounts', { amount_out: '5' }, 'query.amount_in or query.amount_out'],
  ['no amount', { amount_in: undefined }, 'query.amount_in or query.amount_out'],
  ['a negative amount', { amount_in: '-5' }, 'query.amount_in'],
  ['a finer amount than a cent', { amount_in: '5.001' }, 'at most 2 decimals'],
  ['an unknown currency', { source_currency_code: 'XXX' }, 'XXX'],
  ['the same currency', { destination_currency_code: 'EUR', destination_currency_chain: undefined }, ''],
  ['no recipient', { recipient_account_id: undefined }, 'recipient_account_id'],
  ['an expiry of days', { expiry_in_hours: 48 }, 'query.expiry_in_hours'],
  [
    'fewer chains than currencies',
    { additional_in_currency_codes: ['USD', 'GBP'], additional_in_currency_chains: ['Base'] },
    'as many entries',
  ],
])('refuses to price %s', async (_name, change, message) => {
  const playground = play();
  const customer = await activeCustomer(playground.iron);
  const wallet = await registeredWallet(playground, customer.id);
  const query = { ...common, amount_in: '5', customer_id: customer.id, recipient_account_id: wallet.id, ...change };
  const result = await playground.iron.autoramp.getAutorampQuote({ query: query as never }).result();
  expect([result.status, result.ok ? '' : result.error]).toEqual([400, expect.stringContaining(message)]);
});

test('prices previews and exchange rates by the same arithmetic, in both directions', async () => {
  const { iron } = play();
  const customer = await activeCustomer(iron);
  const preview = await iron.autoramp.getAutorampQuotePreview({
    query: {
      customer_id: customer.id,
      source_currency_code: 'USDC',
      source_currency_chain: 'Base',
      destination_currency_code: 'EUR',
      amount_out: '100.00',
    },
  });
  expect([preview.amount_in.amount, preview.amount_out.amount, preview.assumed_payout_rail]).toEqual([
    '108.274729',
    '100.00',
    'Sepa',
  ]);
  const rate = await iron.exchangeRate.getExchangeRate({
    query: {
      source_currency_code: 'EUR',
      source_currency_type: 'fiat',
      destination_currency_code: 'USDC',
      destination_currency_type: 'crypto',
      destination_currency_chain: 'Ethereum',
      amount: '1000.00',
    },
  });
  expect([rate.out_amount.amount, rate.effective_rate, rate.fee.total_fee.amount]).toEqual([
    '1079.501315',
    '1.079501',
    '1.50',
  ]);
});

test('prices with a fee profile of the partner', async () => {
  const playground = play();
  const profile = await playground.iron.feeProfiles.createFeeProfile({
    body: { name: 'Own', transaction_fee_bips: 10, network_fee_settlement: 'settledLater', banking_fee_configs: [] },
  });
  const { quote } = await quoted(playground, { fee_profile_id: profile.id });
  expect([quote.fee.partner_fee.amount, quote.fee.total_fee.amount]).toEqual(['1.00', '2.50']);
  const { items } = await playground.iron.feeProfiles.getFeeProfiles();
  const onlyDefault = await playground.iron.feeProfiles.getFeeProfiles({ query: { is_default: true } });
  const onlyOwn = await playground.iron.feeProfiles.getFeeProfiles({ query: { fee_profile_ids: [profile.id] } });
  expect([items.length, onlyDefault.items[0]?.name, onlyOwn.items[0]?.name]).toEqual([2, 'Default', 'Own']);
});
