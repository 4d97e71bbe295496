import type { CustomerAbilities } from '@org/iron-types';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Route, readyToTransact } from '../../src/onboarding/index.ts';

const ACTIVE = { status: 'Active' };
const SEPA: Route = { currency: 'EUR', rail: 'sepa', direction: 'deposit' };

/** All rails have one status, but for those given as `direction.currency.rail`. */
function abilities(all: string, some: Record<string, string> = {}): CustomerAbilities {
  const rails = (direction: string) => {
    const names = {
      eur: ['sepa', 'swift'],
      gbp: ['fps', 'chaps', 'swift'],
      usd: ['ach', 'wire', 'swift', 'rtp', 'fednow'],
    };
    return Object.fromEntries(
      Object.entries(names).map(([currency, list]) => [
        currency,
        Object.fromEntries(
          list
            .flatMap((rail) => [rail, `${rail}_thirdparty`])
            .map((rail) => [rail, some[`${direction}.${currency}.${rail}`] ?? all]),
        ),
      ]),
    );
  };
  return {
    fiat_deposit: rails('deposit'),
    fiat_payout: rails('payout'),
    currencies: [],
  } as unknown as CustomerAbilities;
}

test('an active customer with the needed rail active is ready, even when every other rail is not', () => {
  expect(readyToTransact(ACTIVE, abilities('Blocked', { 'deposit.eur.sepa': 'Active' }), SEPA)).toEqual({
    ready: true,
  });
});

test('the needed rail counts, not another direction, currency, rail or owner of the account', () => {
  const others = abilities('Active', { 'deposit.eur.sepa': 'Pending' });
  expect(readyToTransact(ACTIVE, others, SEPA)).toMatchObject({ ready: false, reason: 'rail', status: 'Pending' });
  const own = abilities('Active', { 'deposit.eur.sepa_thirdparty': 'Blocked' });
  expect(readyToTransact(ACTIVE, own, SEPA)).toEqual({ ready: true });
  expect(readyToTransact(ACTIVE, own, { ...SEPA, thirdParty: true })).toEqual({
    ready: false,
    reason: 'rail',
    status: 'Blocked',
    message: "EUR deposit by 'sepa_thirdparty' is 'Blocked'. The rail is closed to this customer.",
  });
});

test.each(['Pending', 'Unavailable', 'Blocked', 'Maintenance', 'OnHold'])(
  'a rail that is %s is the reason',
  (status) => {
    const route: Route = { currency: 'usd', rail: 'fednow', direction: 'payout' };
    expect(readyToTransact(ACTIVE, abilities('Active', { 'payout.usd.fednow': status }), route)).toMatchObject({
      ready: false,
      reason: 'rail',
      status,
      message: expect.stringContaining(`USD payout by 'fednow' is '${status}'.`),
    });
  },
);

test.each(['IdentificationRequired', 'SigningsRequired', 'Suspended', 'UserRequired', 'Archived', 'New'])(
  'a customer who is %s is the reason, before any rail',
  (status) => {
    expect(readyToTransact({ status }, abilities('Blocked'), SEPA)).toMatchObject({
      ready: false,
      reason: 'customer',
      status,
      message: expect.stringContaining(`The customer is '${status}'.`),
    });
  },
);

test('a rail that the answer does not have, as under an older version of the API, is the reason', () => {
  const older = abilities('Active');
  delete (older.fiat_payout.usd as Partial<typeof older.fiat_payout.usd>).fednow;
  expect(readyToTransact(ACTIVE, older, { currency: 'USD', rail: 'fednow', direction: 'payout' })).toEqual({
    ready: false,
    reason: 'rail-not-listed',
    status: undefined,
    message: "The abilities do not list USD payout by 'fednow'. A later apiVersion may have it.",
  });
});

test('any currency and rail give a result, ready only for what the answer lists', () => {
  const name = fc.oneof(
    fc.string({ minLength: 1 }),
    fc.constantFrom('constructor', '__proto__', 'toString', 'eur', 'sepa'),
  );
  fc.assert(
    fc.property(name, name, (currency, rail) => {
      fc.pre(!rail.endsWith('_thirdparty'));
      const route = { currency, rail, direction: 'deposit' } as unknown as Route;
      const listed = currency.toLowerCase() === 'eur' && ['sepa', 'swift'].includes(rail);
      expect(readyToTransact(ACTIVE, abilities('Active'), route).ready).toBe(listed);
    }),
  );
});

test.each<[string, unknown, unknown, unknown, string]>([
  [
    'no customer',
    undefined,
    abilities('Active'),
    SEPA,
    "'customer' must be an object as getCustomerById gives it, not undefined.",
  ],
  ['a customer without status', {}, abilities('Active'), SEPA, "'customer.status' must be a status"],
  ['no abilities', ACTIVE, null, SEPA, "'abilities' must be an object as getCustomerAbilities gives it, not null."],
  ['no route', ACTIVE, abilities('Active'), undefined, "'route' must be an object as its type Route gives it"],
  [
    'no currency',
    ACTIVE,
    abilities('Active'),
    { ...SEPA, currency: '' },
    "'currency' must be given, as a string such as 'EUR'.",
  ],
  [
    'no rail',
    ACTIVE,
    abilities('Active'),
    { ...SEPA, rail: undefined },
    "'rail' must be given, as a string such as 'sepa'.",
  ],
  [
    'a wrong direction',
    ACTIVE,
    abilities('Active'),
    { ...SEPA, direction: 'in' },
    "'direction' must be 'deposit' or 'payout'.",
  ],
  ['a wrong thirdParty', ACTIVE, abilities('Active'), { ...SEPA, thirdParty: 'no' }, "'thirdParty' must be a boolean."],
  [
    'a rail with its suffix',
    ACTIVE,
    abilities('Active'),
    { ...SEPA, rail: 'sepa_thirdparty' },
    "'rail' is given without '_thirdparty'",
  ],
])('%s is a InvalidRequestError', (_name, customer, given, route, message) => {
  const call = () => readyToTransact(customer as typeof ACTIVE, given as CustomerAbilities, route as Route);
  expect(call).toThrow(
    expect.objectContaining({ name: 'InvalidRequestError', message: expect.stringContaining(message) }),
  );
});

test('a rail belongs to its currency, at compile time', () => {
  const route = { direction: 'deposit' } as const;
  const check = (one: Route) => one;
  check({ ...route, currency: 'GBP', rail: 'fps' });
  // @ts-expect-error: SEPA has no pounds
  check({ ...route, currency: 'GBP', rail: 'sepa' });
  // @ts-expect-error: third parties have a field of their own
  expect(check({ ...route, currency: 'eur', rail: 'sepa_thirdparty' })).toBeDefined();
});
