// Currencies and amounts as a request names them, and the price that it asks for.
import type { Currency, FeeProfile } from '@org/iron-types';
import { refuse, type SomeCall } from './call.ts';
import { codeOf, currencyOf, digitsOf, isSupported, sameCurrency } from './currencies.ts';
import { parseDecimal, roundDown } from './decimal.ts';
import { type Price, priceConversion } from './pricing.ts';

/** An amount that a request names: positive, and no finer than its currency's smallest unit. */
export function amountIn(call: SomeCall, field: string, text: string, currency: Currency): bigint {
  const value = parseDecimal(text);
  if (value === undefined || value <= 0n) return refuse(call, 400, `${field} must be a positive decimal`);
  const digits = digitsOf(currency);
  if (roundDown(value, digits) !== value) {
    refuse(call, 400, `${field} must have at most ${digits} decimals in ${codeOf(currency)}`);
  }
  return value;
}

interface Asked {
  readonly amount_in?: string | undefined;
  readonly amount_out?: string | undefined;
}

export function askedPrice(
  call: SomeCall,
  profile: FeeProfile,
  source: Currency,
  destination: Currency,
  asked: Asked,
): Price {
  const { amount_in, amount_out } = asked;
  if ((amount_in === undefined) === (amount_out === undefined)) {
    refuse(call, 400, 'give query.amount_in or query.amount_out, and not both');
  }
  if (sameCurrency(source, destination)) refuse(call, 400, 'source and destination are the same currency');
  if (source.type === 'Fiat' && destination.type === 'Fiat')
    refuse(call, 400, 'one of the two currencies must be crypto');
  const price = priceConversion(
    profile,
    source,
    destination,
    amount_in !== undefined
      ? { in: amountIn(call, 'query.amount_in', amount_in, source) }
      : { out: amountIn(call, 'query.amount_out', amount_out ?? '', destination) },
  );
  return price ?? refuse(call, 400, 'the amount is too small: the fees use it up');
}

export function required(call: SomeCall, name: string, value: string | undefined): string {
  return value ?? refuse(call, 400, `query.${name} is required`);
}

type Chain = Parameters<typeof currencyOf>[1];

export function askedCurrency(call: SomeCall, name: string, code: string | undefined, chain: Chain): Currency {
  const found = currencyOf(required(call, `${name}_code`, code), chain);
  if (!isSupported(found)) {
    const place = found.type === 'Crypto' ? ` on ${found.blockchain}` : ', without a chain';
    refuse(call, 400, `${codeOf(found)}${place} is not supported; see listFiatCurrencies and listCryptoCurrencies`);
  }
  return found;
}

/** The currency of a request that says whether it means fiat or crypto. */
export function typedCurrency(
  call: SomeCall,
  side: string,
  type: string | undefined,
  code: string | undefined,
  chain: Chain,
): Currency {
  if (type === 'crypto' && chain === undefined)
    refuse(call, 400, `query.${side}_currency_chain is required for crypto`);
  return askedCurrency(call, `${side}_currency`, code, type === 'fiat' ? undefined : chain);
}
