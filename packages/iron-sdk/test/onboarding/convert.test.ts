import type { Currency, CustomerAbilities } from '@org/iron-types';
import { expect, test } from 'vitest';
import { readyToConvert } from '../../src/onboarding/index.ts';

const ACTIVE = { status: 'Active' };
const fiat = (code: string): Currency => ({ type: 'Fiat', code });
const token = (name: string, blockchain = 'Base') => ({ type: 'Crypto', token: name, blockchain }) as Currency;
const EUR = fiat('EUR');
const BRL = fiat('BRL');
const USDC = token('USDC');
const PYUSDX = token('PYUSDx', 'Ethereum');

const abilities = {
  currencies: [
    { currency: EUR, flows: ['Onramp', 'Offramp'], counterparts: [] },
    { currency: BRL, flows: ['Onramp'], counterparts: [] },
    { currency: fiat('USD'), flows: ['Mint', 'Redeem'], counterparts: [] },
    { currency: USDC, flows: ['Onramp', 'Offramp', 'Swap', 'Mint'], counterparts: [] },
    { currency: token('USDT', 'Solana'), flows: ['Swap'], counterparts: [] },
    { currency: PYUSDX, flows: ['Mint', 'Redeem'], counterparts: [fiat('USD'), USDC] },
  ],
} as unknown as CustomerAbilities;

test.each<[Currency, Currency, string]>([
  [EUR, USDC, 'Onramp'],
  [BRL, USDC, 'Onramp'],
  [USDC, EUR, 'Offramp'],
  [USDC, token('USDT', 'Solana'), 'Swap'],
  [fiat('USD'), PYUSDX, 'Mint'],
  [PYUSDX, fiat('USD'), 'Redeem'],
  [USDC, PYUSDX, 'Mint'],
])('%j to %j is open as %s', (from, to, flow) => {
  expect(readyToConvert(ACTIVE, abilities, { from, to })).toEqual({ ready: true, flow });
});

test.each<[Currency, Currency, string]>([
  [USDC, BRL, 'The abilities have no flow from USDC on Base to BRL.'],
  [EUR, PYUSDX, 'The abilities have no flow from EUR to PYUSDx on Ethereum.'],
  [EUR, BRL, 'The abilities have no flow from EUR to BRL.'],
  [fiat('MXN'), USDC, 'The abilities do not list MXN: the customer cannot use it now.'],
  [EUR, token('USDC', 'Monad'), 'The abilities do not list USDC on Monad: the customer cannot use it now.'],
])('%j to %j is closed', (from, to, message) => {
  expect(readyToConvert(ACTIVE, abilities, { from, to })).toEqual({ ready: false, reason: 'currency', message });
});

test('a mint is open only between counterparts', () => {
  const one = (counterparts: Currency[]) =>
    ({
      currencies: [
        { currency: fiat('USD'), flows: ['Mint'], counterparts: [] },
        { currency: PYUSDX, flows: ['Mint'], counterparts },
      ],
    }) as unknown as CustomerAbilities;
  const mint = { from: fiat('USD'), to: PYUSDX };
  expect(readyToConvert(ACTIVE, one([fiat('USD')]), mint).ready).toBe(true);
  expect(readyToConvert(ACTIVE, one([]), mint).ready).toBe(true);
  expect(readyToConvert(ACTIVE, one([USDC]), mint).ready).toBe(false);
});

test.each(['SigningsRequired', 'Suspended', 'New'])('a customer who is %s comes before any currency', (status) => {
  expect(readyToConvert({ status }, { currencies: [] }, { from: EUR, to: USDC })).toMatchObject({
    ready: false,
    reason: 'customer',
    message: expect.stringContaining(`The customer is '${status}'.`),
  });
});

test.each<[unknown, unknown, string]>([
  [
    undefined,
    { from: EUR, to: USDC },
    "'abilities' must be an object as getCustomerAbilities gives it, not undefined.",
  ],
  [abilities, undefined, "'conversion' must be an object as its type Conversion gives it, not undefined."],
  [
    abilities,
    { from: 'EUR', to: USDC },
    "'from' must be an object as listFiatCurrencies or listCryptoCurrencies gives it, not a string.",
  ],
  [
    abilities,
    { from: EUR, to: { type: 'Crypto', token: 'USDC' } },
    "'to' must be { type: 'Fiat', code } or { type: 'Crypto', token, blockchain }.",
  ],
])('%j with %j is an InvalidRequestError', (given, conversion, message) => {
  const call = () => readyToConvert(ACTIVE, given as typeof abilities, conversion as { from: Currency; to: Currency });
  expect(call).toThrow(expect.objectContaining({ name: 'InvalidRequestError', message }));
});
