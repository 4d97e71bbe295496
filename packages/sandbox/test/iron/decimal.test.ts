// Exact sums: the arithmetic alone, and prices that add up.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  bipsOf,
  decimal,
  divide,
  formatDecimal,
  multiply,
  parseDecimal,
  roundDown,
  roundUp,
  unitOf,
} from '../../src/iron/decimal.ts';
import { defaultFeeProfile, partnerFeeProfile } from '../../src/iron/fee-profile-records.ts';
import { priceConversion } from '../../src/iron/pricing.ts';
import { euro, usdc } from './support.ts';

test.each([
  ['1000.00', 2, '1000.00'],
  ['0.1', 2, '0.10'],
  ['997.509', 2, '997.50'],
  ['0.000125', 6, '0.000125'],
  ['-0.001', 2, '0.00'],
  ['-12.345', 2, '-12.34'],
  ['123456789012345678901234567890.123456789012345678', 18, '123456789012345678901234567890.123456789012345678'],
])('reads %s and writes it with at most %i decimals as %s', (text, digits, written) => {
  expect(formatDecimal(decimal(text), digits)).toBe(written);
});

test.each(['', '1.', '.5', '1e3', '0x1', '1,5', ' 1', '1.1234567890123456789', '١'])(
  'reads %j as no decimal',
  (text) => {
    expect(parseDecimal(text)).toBeUndefined();
  },
);

test('computes where floats are wrong', () => {
  expect(formatDecimal(decimal('0.1') + decimal('0.2'), 18)).toBe('0.30');
  expect(formatDecimal(multiply(decimal('1000.00') - decimal('2.50'), decimal('1.081123')), 6)).toBe('1078.420192');
  expect(formatDecimal(bipsOf(decimal('1000.00'), 25), 2)).toBe('2.50');
  expect(formatDecimal(divide(decimal('1'), decimal('3')), 6)).toBe('0.333333');
  expect([formatDecimal(roundDown(decimal('1.019'), 2), 2), formatDecimal(roundUp(decimal('1.011'), 2), 2)]).toEqual([
    '1.01',
    '1.02',
  ]);
});

const profiles = [
  defaultFeeProfile('p'),
  partnerFeeProfile('f', 'p', {
    name: 'Own',
    transaction_fee_bips: 10,
    network_fee_settlement: 'settledLater',
    banking_fee_configs: [{ rail: 'Sepa', fee_amount: '0.35', fiat_transfer_type: 'PayOut' }],
  }),
];

const cents = fc.bigInt({ min: 100n, max: 10n ** 12n }).map((count) => count * unitOf(2));
const sides = fc.constantFrom([euro, usdc] as const, [usdc, euro] as const);

test('pays out at most (in - fees) * rate, and less by under one smallest unit', () => {
  fc.assert(
    fc.property(cents, sides, fc.constantFrom(...profiles), (paid, [source, destination], profile) => {
      const price = priceConversion(profile, source, destination, { in: paid });
      if (!price) return;
      const digits = destination.type === 'Fiat' ? 2 : 6;
      const exact = multiply(paid - decimal(price.fee.total_fee.amount), decimal(price.rate));
      const rest = exact - decimal(price.amount_out.amount);
      expect(rest >= 0n && rest < unitOf(digits)).toBe(true);
      const { transaction_fee, banking_fee, network_fee, total_fee, iron_fee, partner_fee } = price.fee;
      expect(decimal(total_fee.amount)).toBe(
        decimal(transaction_fee.amount) + decimal(banking_fee.amount) + decimal(network_fee.amount),
      );
      expect(decimal(transaction_fee.amount)).toBe(decimal(iron_fee.amount) + decimal(partner_fee.amount));
    }),
    { numRuns: 300 },
  );
});

test('asks for the least amount in that pays out the amount asked for', () => {
  fc.assert(
    fc.property(cents, sides, fc.constantFrom(...profiles), (out, [source, destination], profile) => {
      const price = priceConversion(profile, source, destination, { out });
      if (!price) throw new Error('Every amount out has a price.');
      expect(decimal(price.amount_out.amount)).toBe(out);
      const unit = unitOf(source.type === 'Fiat' ? 2 : 6);
      const paid = decimal(price.amount_in.amount);
      const payout = (amount: bigint): bigint =>
        decimal(priceConversion(profile, source, destination, { in: amount })?.amount_out.amount ?? '0');
      expect(payout(paid) >= out && payout(paid - unit) < out).toBe(true);
    }),
    { numRuns: 300 },
  );
});
