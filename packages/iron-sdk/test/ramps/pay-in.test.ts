import { readFileSync } from 'node:fs';
import type { Autoramp } from '@org/iron-types';
import { expect, test } from 'vitest';
import { type PayInOptions, payInDetails } from '../../src/ramps.ts';

const EUR = { type: 'Fiat', code: 'EUR' };
const USD = { type: 'Fiat', code: 'USD' };
const USDC = { type: 'Crypto', token: 'USDC', blockchain: 'Base' };
const sepa = { type: 'SEPA', iban: 'DE89370400440532013000', bic: 'COBADEFFXXX', beneficiary_name: 'Jane Doe' };

const autoramp = (more: object = {}): Autoramp =>
  ({
    id: 'a1',
    status: 'Approved',
    source: 'Standalone',
    source_currencies: [EUR],
    deposit_rails: [sepa],
    quotes: [],
    ...more,
  }) as unknown as Autoramp;
const us = { account_number: '123', routing_number: '021000021', recipient_name: 'Jane Doe', bank_name: 'Good Bank' };
const gb = { account_number: '12345678', sort_code: '040004', beneficiary_name: 'Jane Doe' };
const swift = { account_number: '123', bic: 'COBADEFFXXX', recipient_name: 'Jane Doe' };
const fieldsOf = (one: Autoramp, options?: PayInOptions) =>
  payInDetails(one, options).map(({ fields }) => Object.fromEntries(fields.map(({ name, value }) => [name, value])));

// Every type that the contract lists, and those of https://docs.iron.xyz/account and https://docs.iron.xyz/autoramp.
const TYPES: [type: string, rail: object, rails: string[], settlement: RegExp | undefined][] = [
  ['SEPA', sepa, ['SEPA'], /100,000 EUR within seconds/],
  ['Iban', sepa, ['SEPA'], /100,000 EUR within seconds/],
  ['ACH', us, ['ACH'], /2 to 3 business days/],
  ['Wire', us, ['Wire'], /same day/],
  ['RTP', us, ['RTP'], undefined],
  ['FedNow', us, ['FedNow'], undefined],
  ['AchWire', us, ['ACH', 'Wire'], /ACH: 2 to 3 .* Wire: The same/],
  ['ACHWire', us, ['ACH', 'Wire'], /ACH: 2 to 3 .* Wire: The same/],
  ['UsAccount', us, ['ACH', 'Wire'], /ACH: 2 to 3 .* Wire: The same/],
  ['CHAPS', gb, ['CHAPS'], /same business day/],
  ['FPS', gb, ['FPS'], /within minutes/],
  ['ChapsFps', gb, ['FPS', 'CHAPS'], /FPS: .* CHAPS: /],
  ['CHAPSFPS', gb, ['FPS', 'CHAPS'], /FPS: .* CHAPS: /],
  ['SortCode', gb, ['FPS', 'CHAPS'], /FPS: .* CHAPS: /],
  ['SWIFT', swift, ['SWIFT'], undefined],
  ['Swift', swift, ['SWIFT'], undefined],
  ['Pix', { pix_key: 'k', instruction: 'Pay.' }, ['Pix'], undefined],
  ['Spei', { clabe: '1', instruction: 'Pay.' }, ['Spei'], undefined],
  [
    'AfricanBankTransfer',
    { account_number: '1', amount: '10.00', currency: 'NGN' },
    ['AfricanBankTransfer'],
    undefined,
  ],
  ['MobileMoney', { mobile_number: '+1' }, ['MobileMoney'], undefined],
  ['Crypto', { chain: 'Base', address: '0x1' }, ['Crypto'], undefined],
  ['Wallet', { chain: 'Base', address: '0x1' }, ['Crypto'], undefined],
  ['Telegraph', { wire: 'W 1' }, ['Other'], undefined],
];

test.each(TYPES)('a rail of type %s is given with all that a payer enters', (type, rail, rails, settlement) => {
  const one = autoramp({ deposit_rails: [{ ...rail, type }] });
  const [details] = payInDetails(one);
  expect(details).toMatchObject({ type, rails, reference: undefined, amounts: undefined });
  if (settlement) expect(details?.settlement).toMatch(settlement);
  else expect(details?.settlement).toBeUndefined();
  const { type: _type, ...entered } = { ...rail, type };
  expect(fieldsOf(one)).toEqual([entered]);
});

test.each(TYPES.filter(([, , [rail]]) => rail !== 'Crypto'))(
  'a rail of type %s is never given without the payment reference of its autoramp',
  (type, rail) => {
    const one = autoramp({ inbound_payment_reference: 'IR-ABC123', deposit_rails: [{ ...rail, type }] });
    const [details] = payInDetails(one, { payByReference: true });
    expect(details?.reference).toBe('IR-ABC123');
    expect(details?.fields[0]).toEqual({
      name: 'reference',
      label: 'Payment reference (required, exactly as shown)',
      value: 'IR-ABC123',
    });
  },
);

test('the types of the contract are all in the table', () => {
  const contract = JSON.parse(readFileSync(new URL(import.meta.resolve('@org/iron-types/openapi.json')), 'utf8'));
  const { DepositRail, DepositAccountType } = contract.components.schemas;
  const types = [...Object.keys(DepositRail.discriminator.mapping), ...DepositAccountType.enum];
  expect(types.length).toBeGreaterThan(15);
  expect(types.filter((type) => !TYPES.some(([one]) => one === type))).toEqual([]);
});

test('the account of the guide is read as it stands there, https://docs.iron.xyz/account', () => {
  const rail = {
    type: 'Iban',
    id: 'xyz98765-lkjh-4321-mnop-0987654321ab',
    iban: 'DE89370400440532013000',
    name: 'Jane Doe',
    bic: 'COBADEFFXXX',
    bank_name: 'Good Bank',
    bank_country: 'Germany',
    currency: { type: 'Fiat', code: 'EUR' },
  };
  const [details] = payInDetails(autoramp({ source_currencies: [USD, EUR], deposit_rails: [rail] }));
  expect(details?.accepts).toEqual([EUR]);
  expect(details?.fields.map(({ label, value }) => `${label}: ${value}`)).toEqual([
    'IBAN: DE89370400440532013000',
    'Name: Jane Doe',
    'BIC: COBADEFFXXX',
    'Bank: Good Bank',
    'Bank country: Germany',
  ]);
});

test('a memo or reference of the bank itself is a reference; beside that of the autoramp both are shown', () => {
  const memo = autoramp({ deposit_rails: [{ ...swift, type: 'SWIFT', memo: 'M-1' }] });
  expect(payInDetails(memo)[0]?.reference).toBe('M-1');
  const african = autoramp({ deposit_rails: [{ type: 'AfricanBankTransfer', reference_id: 'R-1' }] });
  expect(fieldsOf(african)).toEqual([{ reference: 'R-1' }]);
  const both = autoramp({ ...memo, inbound_payment_reference: 'IR-ABC123' });
  expect(fieldsOf(both)).toEqual([{ reference: 'IR-ABC123', memo: 'M-1', ...swift }]);
  const same = autoramp({ ...memo, inbound_payment_reference: 'M-1' });
  expect(fieldsOf(same)).toEqual([{ reference: 'M-1', ...swift }]);
});

test('a wallet takes the tokens of its chain, and no payment reference', () => {
  const tokens = [USDC, { ...USDC, token: 'EURC' }, { ...USDC, blockchain: 'Solana' }, EUR];
  const one = autoramp({
    source_currencies: tokens,
    inbound_payment_reference: 'IR-ABC123',
    deposit_rails: [{ type: 'Crypto', chain: 'Base', address: '0x1' }, sepa],
  });
  const [wallet, bank] = payInDetails(one);
  expect(wallet).toMatchObject({ accepts: tokens.slice(0, 2), reference: undefined });
  expect(bank).toMatchObject({ accepts: [EUR], reference: 'IR-ABC123' });
});

test('with quotes only their amounts are taken, until each ends', () => {
  const quote = (amount: string, valid_until: string, currency: object = EUR) => ({
    amount_in: { amount, currency },
    valid_until,
  });
  const one = autoramp({
    source: 'Quote',
    quotes: [
      quote('100.00', '2026-03-02T10:00:00Z'),
      quote('50.00', '2026-03-02T09:00:00Z'),
      quote('7', '2026-03-02T10:00:00Z', USDC),
    ],
  });
  const at = new Date('2026-03-02T09:30:00Z');
  expect(payInDetails(one, { at })[0]?.amounts).toEqual([
    { amount: '100.00', currency: EUR, until: '2026-03-02T10:00:00Z' },
  ]);
  expect(payInDetails(one, { at: new Date('2026-03-02T10:00:00Z') })[0]?.amounts).toEqual([]);
});

test('records from before deposit_rails are read by their deposit_account', () => {
  const one = autoramp({ deposit_rails: [], deposit_account: { ...us, type: 'ACHWire' } });
  expect(payInDetails(one)[0]).toMatchObject({ rails: ['ACH', 'Wire'], type: 'ACHWire' });
});

test.each<[object, PayInOptions, string]>([
  [{ status: 'Authorized' }, {}, "Autoramp a1 is 'Authorized'. Wait for Approved before you show how to pay."],
  [{ status: 'Cancelled' }, {}, "Autoramp a1 is 'Cancelled'. Wait for Approved before you show how to pay."],
  [{ deposit_rails: [] }, {}, 'Autoramp a1 has no way to pay in. Read it again.'],
  [
    { inbound_payment_reference: ' ' },
    { payByReference: true },
    'Autoramp a1 has no payment reference. Read it again: without a reference deposits are returned.',
  ],
])('nothing is given to payers where it could lose money: %j with %j', (more, options, message) => {
  expect(() => payInDetails(autoramp(more), options)).toThrow(expect.objectContaining({ name: 'StateError', message }));
});

test.each<[unknown, unknown, string]>([
  [undefined, {}, "'autoramp' must be an object as getAutorampById gives it, not undefined."],
  [autoramp(), { at: 'now' }, "'at' must be a valid Date."],
])('%j with %j is an InvalidRequestError', (one, options, message) => {
  expect(() => payInDetails(one as Autoramp, options as PayInOptions)).toThrow(
    expect.objectContaining({ name: 'InvalidRequestError', message }),
  );
});
