// Whether a customer may convert one currency into another, in any currency that Iron has.
import type { AutorampType, Currency, CurrencyAbility, Customer, CustomerAbilities } from '@org/iron-types';
import { InvalidRequestError } from '@org/sdk-core';
import { objectsIn } from '@org/sdk-core/internal';
import { describeStatus } from './describe-status.ts';
import { checkRecord, checkStatus, type WithStatus } from './known.ts';

/** What comes in, and what goes out. */
export interface Conversion {
  readonly from: Currency;
  readonly to: Currency;
}

export type ConversionReadiness =
  | { readonly ready: true; readonly flow: AutorampType }
  | {
      readonly ready: false;
      /** What is in the way: the customer is not active, or the abilities do not list the conversion. */
      readonly reason: 'customer' | 'currency';
      readonly message: string;
    };

/**
 * Reports whether a customer can convert one currency into another now, fiat or crypto: also where the abilities have no
 * rails, as for BRL by Pix or MXN by SPEI. The customer has to be `Active`, and both currencies have to list a flow that
 * fits; a token that is minted and redeemed has to list the other currency as well. Documented: flows and counterparts.
 * Inferred: that a flow has to be open for both currencies.
 *
 * @param abilities what `getCustomerAbilities` returned
 * @throws {InvalidRequestError} if the customer, the abilities or a currency is malformed
 * @example
 * const usdc = { type: 'Crypto', token: 'USDC', blockchain: 'Base' } as const;
 * readyToConvert(customer, abilities, { from: { type: 'Fiat', code: 'BRL' }, to: usdc }).ready;
 * @see https://docs.iron.xyz/onboarding
 */
export function readyToConvert(
  customer: WithStatus<Pick<Customer, 'status'>>,
  abilities: Pick<CustomerAbilities, 'currencies'>,
  conversion: Conversion,
): ConversionReadiness {
  checkRecord('customer', customer, 'getCustomerById');
  checkStatus('customer.status', customer.status);
  checkRecord('abilities', abilities, 'getCustomerAbilities');
  checkRecord('conversion', conversion, 'its type Conversion');
  const { from, to } = conversion;
  checkCurrency('from', from);
  checkCurrency('to', to);
  if (customer.status !== 'Active') {
    const message = `The customer is '${customer.status}'. ${describeStatus('customer', customer.status)}`;
    return { ready: false, reason: 'customer', message };
  }
  const source = abilityOf(abilities, from);
  const target = abilityOf(abilities, to);
  const flow = flowsOf(conversion).find((one) => isOpenFor(source, one, to) && isOpenFor(target, one, from));
  if (flow) return { ready: true, flow };
  const closed = !source ? nameOf(from) : !target ? nameOf(to) : undefined;
  const message = closed
    ? `The abilities do not list ${closed}: the customer cannot use it now.`
    : `The abilities have no flow from ${nameOf(from)} to ${nameOf(to)}.`;
  return { ready: false, reason: 'currency', message };
}

/** Whether two currencies are one: a fiat code, or a token on one blockchain. */
export function sameCurrency(one: Currency, other: Currency): boolean {
  if (one.type === 'Fiat' && other.type === 'Fiat') return one.code === other.code;
  return (
    one.type === 'Crypto' && other.type === 'Crypto' && one.token === other.token && one.blockchain === other.blockchain
  );
}

/** In words, such as `USDC on Base`. */
export function nameOf(currency: Currency): string {
  return currency.type === 'Fiat' ? currency.code : `${currency.token} on ${currency.blockchain}`;
}

function abilityOf(
  { currencies }: Pick<CustomerAbilities, 'currencies'>,
  wanted: Currency,
): CurrencyAbility | undefined {
  return objectsIn(currencies).find(({ currency }) => sameCurrency(currency, wanted));
}

/** The kinds of autoramp that a conversion can be. */
function flowsOf({ from, to }: Conversion): readonly AutorampType[] {
  if (from.type === 'Fiat') return to.type === 'Fiat' ? [] : ['Onramp', 'Mint'];
  return to.type === 'Fiat' ? ['Offramp', 'Redeem'] : ['Swap', 'Mint', 'Redeem'];
}

function isOpenFor(ability: CurrencyAbility | undefined, flow: AutorampType, other: Currency): boolean {
  if (!ability?.flows?.includes(flow)) return false;
  // Only tokens that are minted list counterparts; an empty list means any.
  const counterparts = objectsIn(ability.counterparts);
  const isMint = flow === 'Mint' || flow === 'Redeem';
  return !isMint || counterparts.length === 0 || counterparts.some((one) => sameCurrency(one, other));
}

function checkCurrency(name: string, currency: Currency): void {
  checkRecord(name, currency, 'listFiatCurrencies or listCryptoCurrencies');
  const texts = currency.type === 'Fiat' ? [currency.code] : [currency.token, currency.blockchain];
  if (
    (currency.type === 'Fiat' || currency.type === 'Crypto') &&
    texts.every((text) => typeof text === 'string' && text)
  )
    return;
  throw new InvalidRequestError(`'${name}' must be { type: 'Fiat', code } or { type: 'Crypto', token, blockchain }.`);
}
