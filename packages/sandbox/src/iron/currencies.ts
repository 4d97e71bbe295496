// Which currencies there are, what they cost, and their smallest units.
import type { AutorampType, Currency } from '@org/iron-types';
import type { IronHandlers } from './call.ts';
import { refuse } from './call.ts';
import { decimal, divide, roundDown } from './decimal.ts';
import { cryptoCurrencies, fiatCurrencies, prices, subdivisions } from './reference-data.ts';

export const referenceHandlers: IronHandlers = {
  listCryptoCurrencies: () => ({ status: 200, body: [...cryptoCurrencies] }),
  listFiatCurrencies: () => ({ status: 200, body: [...fiatCurrencies] }),
  getCountrySubdivisions(call) {
    const found = subdivisions.get(call.path.country_code.toUpperCase());
    if (!found) refuse(call, 404, 'the country is unknown or has no subdivisions here; US, CA, DE and GB have');
    return { status: 200, body: [...found] };
  },
};

/** `EUR`, `USDC`. */
export function codeOf(currency: Currency): string {
  return currency.type === 'Fiat' ? currency.code : currency.token;
}

/** US dollars for a unit. */
export function priceOf(code: string): bigint {
  return decimal((Object.hasOwn(prices, code) ? prices[code] : undefined) ?? '1');
}

/** Units of destination for one of source, to six decimals. */
export function rateOf(source: Currency, destination: Currency): bigint {
  return roundDown(divide(priceOf(codeOf(source)), priceOf(codeOf(destination))), 6);
}

/** Decimals of the smallest amount that is paid. */
export function digitsOf(currency: Currency): number {
  return currency.type === 'Fiat' ? 2 : 6;
}

export function isSupported(currency: Currency): boolean {
  if (currency.type === 'Fiat') return fiatCurrencies.some(({ code }) => code === currency.code);
  return cryptoCurrencies.some(
    ({ code, chain, mint_only }) => code === currency.token && chain === currency.blockchain && !mint_only,
  );
}

export function sameCurrency(a: Currency, b: Currency): boolean {
  if (a.type === 'Fiat' || b.type === 'Fiat') return a.type === b.type && codeOf(a) === codeOf(b);
  return a.token === b.token && a.blockchain === b.blockchain;
}

/** A currency of query parameters: fiat where no chain is given. */
export function currencyOf(
  code: string,
  chain: Extract<Currency, { type: 'Crypto' }>['blockchain'] | undefined,
): Currency {
  return chain === undefined
    ? { type: 'Fiat', code: code.toUpperCase() }
    : { type: 'Crypto', token: code.toUpperCase(), blockchain: chain };
}

export function kindOf(source: Currency, destination: Currency): AutorampType {
  if (source.type === 'Fiat' && destination.type === 'Crypto') return 'Onramp';
  if (source.type === 'Crypto' && destination.type === 'Fiat') return 'Offramp';
  return 'Swap';
}
