// Whether money can move: an active customer is not enough, the rail has to be active too.
import type { Customer, CustomerAbilities, FiatAbilities } from '@org/iron-types';
import { InvalidRequestError } from '@org/sdk-core';
import { describeStatus } from './describe-status.ts';
import { checkRecord, checkStatus, type WithStatus } from './known.ts';

/** Money from a bank account to Iron, or from Iron to a bank account. */
export type Direction = 'deposit' | 'payout';

type FiatCode = keyof FiatAbilities & string;

/** Which way the money is to take. */
export type Route = {
  [Code in FiatCode]: {
    readonly currency: Code | Uppercase<Code>;
    /** The rail as the abilities name it, without `_thirdparty`. */
    readonly rail: Exclude<keyof FiatAbilities[Code] & string, `${string}_thirdparty`>;
    readonly direction: Direction;
    /** Whether the account belongs to somebody else than the customer. Default false. */
    readonly thirdParty?: boolean | undefined;
  };
}[FiatCode];

export type Readiness =
  | { readonly ready: true }
  | {
      readonly ready: false;
      /** What is in the way: the customer is not active, the rail is not, or the abilities do not list the rail. */
      readonly reason: 'customer' | 'rail' | 'rail-not-listed';
      /** The status that is in the way. */
      readonly status: string | undefined;
      readonly message: string;
    };

const DIRECTIONS: Readonly<Record<Direction, 'fiat_deposit' | 'fiat_payout'>> = {
  deposit: 'fiat_deposit',
  payout: 'fiat_payout',
};

/**
 * Tells whether a customer can move money on a rail now: the customer has to be `Active`, and so has the rail. The
 * customer comes first, since rails open only afterwards.
 *
 * @param abilities what `getCustomerAbilities` gives; the ones inside a customer are not dependable
 * @throws {InvalidRequestError} if the customer, the abilities or the route are malformed
 * @example
 * const readiness = readyToTransact(customer, abilities, { currency: 'EUR', rail: 'sepa', direction: 'deposit' });
 * if (!readiness.ready) console.log(readiness.message);
 * @see https://docs.iron.xyz/onboarding
 */
export function readyToTransact(
  customer: WithStatus<Pick<Customer, 'status'>>,
  abilities: Pick<CustomerAbilities, 'fiat_deposit' | 'fiat_payout'>,
  route: Route,
): Readiness {
  checkRecord('customer', customer, 'getCustomerById');
  checkStatus('customer.status', customer.status);
  checkRecord('abilities', abilities, 'getCustomerAbilities');
  const { currency, rail, direction, thirdParty } = checkRoute(route);
  if (customer.status !== 'Active') {
    return notReady(
      'customer',
      customer.status,
      `The customer is '${customer.status}'. ${describeStatus('customer', customer.status)}`,
    );
  }
  const name = thirdParty ? `${rail}_thirdparty` : rail;
  const status = statusOf(abilities[DIRECTIONS[direction]], currency.toLowerCase(), name);
  if (status === 'Active') return { ready: true };
  const where = `${currency.toUpperCase()} ${direction} by '${name}'`;
  return status === undefined
    ? notReady('rail-not-listed', status, `The abilities do not list ${where}. A later apiVersion may have it.`)
    : notReady('rail', status, `${where} is '${status}'. ${describeStatus('ability', status)}`);
}

/** True if anything can be used at all: a rail, or a flow of a currency. */
export function hasOpenAbility(abilities: CustomerAbilities): boolean {
  checkRecord('abilities', abilities, 'getCustomerAbilities');
  const rails = [abilities.fiat_deposit, abilities.fiat_payout].flatMap((sides) =>
    Object.values(sides ?? {}).flatMap((currency) => Object.values(currency ?? {})),
  );
  return rails.includes('Active') || (abilities.currencies ?? []).some(({ flows }) => (flows ?? []).length > 0);
}

function notReady(
  reason: 'customer' | 'rail' | 'rail-not-listed',
  status: string | undefined,
  message: string,
): Readiness {
  return { ready: false, reason, status, message };
}

function checkRoute(route: Route): Route {
  checkRecord('route', route, 'its type Route');
  const { currency, rail, direction, thirdParty = false } = route;
  for (const [name, value] of Object.entries({ currency, rail })) {
    if (typeof value !== 'string' || !value)
      throw new InvalidRequestError(
        `'${name}' must be given, as a string such as ${name === 'rail' ? "'sepa'" : "'EUR'"}.`,
      );
  }
  if (direction !== 'deposit' && direction !== 'payout') {
    throw new InvalidRequestError(`'direction' must be 'deposit' or 'payout'.`);
  }
  if (typeof thirdParty !== 'boolean') throw new InvalidRequestError(`'thirdParty' must be a boolean.`);
  if (rail.endsWith('_thirdparty'))
    throw new InvalidRequestError(`'rail' is given without '_thirdparty': use thirdParty: true.`);
  return route;
}

function statusOf(rails: unknown, currency: string, name: string): string | undefined {
  const own = (from: unknown, key: string): unknown =>
    from instanceof Object && Object.hasOwn(from, key) ? (from as Record<string, unknown>)[key] : undefined;
  const status = own(own(rails, currency), name);
  return typeof status === 'string' ? status : undefined;
}
