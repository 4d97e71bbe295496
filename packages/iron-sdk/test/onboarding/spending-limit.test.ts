import type { CustomerSpendingLimit } from '@org/iron-types';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareDecimals } from '../../src/decimals.ts';
import { spendingLimitOf } from '../../src/onboarding/index.ts';

const period = { period_start: '2025-05-13T12:00:00Z', period_end: '2026-05-12T12:00:00Z' };
const limits = (onramp: object, offramp: object = { used_eur: '0' }): CustomerSpendingLimit => ({
  fiat_onramp: { used_eur: '0', ...onramp, ...period },
  crypto_offramp: { used_eur: '0', ...offramp, ...period },
});

// The figures of https://docs.iron.xyz/limits-and-minimum are in cents.
test.each([
  ['1500000', '15000.00'],
  ['100000', '1000.00'],
  ['5', '0.05'],
  ['50', '0.50'],
  ['0', '0.00'],
  ['900719925474099301', '9007199254740993.01'],
])('%s cents are %s EUR, to the last digit', (cents, eur) => {
  const read = spendingLimitOf(limits({ threshold_eur: cents, used_eur: cents, remaining_eur: cents }), 'fiat_onramp');
  expect(read).toMatchObject({
    limit: eur,
    used: eur,
    remaining: eur,
    from: period.period_start,
    to: period.period_end,
  });
});

test('each direction has a limit of its own', () => {
  const both = limits({ remaining_eur: '100' }, { remaining_eur: '200' });
  expect(spendingLimitOf(both, 'fiat_onramp').remaining).toBe('1.00');
  expect(spendingLimitOf(both, 'crypto_offramp').remaining).toBe('2.00');
});

test.each([
  ['0', true],
  ['14000', true],
  ['14000.00', true],
  ['14000.000', true],
  ['14000.001', false],
  ['14000.01', false],
  ['100000000000000000000', false],
])('of 14,000 EUR that are left, %s fit: %s', (amount, fits) => {
  expect(spendingLimitOf(limits({ remaining_eur: '1400000' }), 'fiat_onramp').fits(amount)).toBe(fits);
});

test.each([null, undefined])('without a limit (%s) every amount fits, as for companies', (none) => {
  const read = spendingLimitOf(limits({ threshold_eur: none, remaining_eur: none, used_eur: '700' }), 'fiat_onramp');
  expect(read).toMatchObject({ limit: undefined, remaining: undefined, used: '7.00' });
  expect(read.fits('99999999999999.99')).toBe(true);
});

test('decimals are compared by amount, however they are written', () => {
  const cents = fc.bigInt({ min: 0n, max: 10n ** 20n });
  const write = (n: bigint) => `${n / 100n}.${`${n % 100n}`.padStart(2, '0')}`;
  fc.assert(
    fc.property(cents, cents, (one, other) => {
      expect(Math.sign(compareDecimals(write(one), write(other)))).toBe(one < other ? -1 : one > other ? 1 : 0);
      expect(compareDecimals(`${write(one)}000`, write(one))).toBe(0);
    }),
  );
});

test.each<[unknown, unknown, string]>([
  [100, 'fiat_onramp', "'amount' must be a decimal string such as '100.00', not a number."],
  ['1,000', 'fiat_onramp', "'amount' must be a decimal string such as '100.00'."],
  ['-1', 'fiat_onramp', "'amount' must be a decimal string such as '100.00'."],
  ['1e3', 'fiat_onramp', "'amount' must be a decimal string such as '100.00'."],
  ['', 'fiat_onramp', "'amount' must be a decimal string such as '100.00'."],
  ['1', 'onramp', "'direction' must be 'fiat_onramp' or 'crypto_offramp'."],
])('the amount %j in direction %j is an InvalidRequestError', (amount, direction, message) => {
  const call = () => spendingLimitOf(limits({}), direction as 'fiat_onramp').fits(amount as string);
  expect(call).toThrow(expect.objectContaining({ name: 'InvalidRequestError', message }));
});

test.each<[unknown, string]>([
  [undefined, "'limits' must be an object as getCustomerSpendingLimit gives it, not undefined."],
  [{}, "'limits.fiat_onramp' must be an object as getCustomerSpendingLimit gives it, not undefined."],
  [{ fiat_onramp: { used_eur: 100 } }, "'used_eur' must be EUR cents as a string of digits."],
  [{ fiat_onramp: { used_eur: '1.00' } }, "'used_eur' must be EUR cents as a string of digits."],
])('%j is an InvalidRequestError', (given, message) => {
  const call = () => spendingLimitOf(given as CustomerSpendingLimit, 'fiat_onramp');
  expect(call).toThrow(expect.objectContaining({ name: 'InvalidRequestError', message }));
});
