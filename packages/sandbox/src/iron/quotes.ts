// Quotes: priced, signed, and accepted only as they were signed and while they live.
import type { Currency, FeeProfile, SignedAutorampQuote, SignedAutorampRateQuote } from '@org/iron-types';
import { autorampOf, showAutoramp } from './autoramps.ts';
import { type Call, customerOf, type IronHandlers, openCustomer, refuse, type SomeCall } from './call.ts';
import { codeOf, currencyOf, digitsOf, isSupported, sameCurrency } from './currencies.ts';
import { decimal, divide, formatDecimal, parseDecimal, roundDown } from './decimal.ts';
import { profileOf } from './fee-profiles.ts';
import { type Price, priceConversion, standardRail } from './pricing.ts';
import { accountByAddress, accountById, depositAccountType, recipientOf } from './recipients.ts';
import type { QuoteRecord } from './records.ts';
import { get, put } from './table.ts';

const hour = 3_600_000;
/** An older guide names 20 minutes as the longest lock; it holds where none is asked for. */
const defaultLock = 20;

export const quoteHandlers: IronHandlers = {
  getAutorampQuote(call) {
    const { query } = call;
    const customer = openCustomer(call, required(call, 'customer_id', query.customer_id));
    const source = currency(call, 'source_currency', query.source_currency_code, query.source_currency_chain);
    const destination = currency(
      call,
      'destination_currency',
      query.destination_currency_code,
      query.destination_currency_chain,
    );
    const codes = query.additional_in_currency_codes ?? [];
    const chains = query.additional_in_currency_chains ?? [];
    if (chains.length > 0 && chains.length !== codes.length) {
      refuse(
        call,
        400,
        'query.additional_in_currency_chains must have as many entries as query.additional_in_currency_codes',
      );
    }
    const account = query.recipient_account_id
      ? accountById(call, customer.id, query.recipient_account_id)
      : accountByAddress(call, customer.id, query.recipient_account, destination);
    recipientOf(call, customer.id, account, destination);
    const profile = profileOf(call, query.fee_profile_id);
    const price = priceOf(call, profile, source, destination, query);
    const signed: SignedAutorampQuote = {
      ...price,
      ...timesOf(call, query),
      quote_id: call.id(),
      customer_id: customer.id,
      source_currency: source,
      destination_currency: destination,
      recipient_account: account,
      deposit_account_type: depositAccountType(source),
      additional_in_currencies: codes.map((code, index) =>
        currency(call, 'additional_in_currency', code, chains[index]),
      ),
      fee_profile_id: profile.id,
      is_third_party: query.is_third_party ?? false,
      batch_payout: query.batch_payout ?? false,
      pay_by_reference: query.pay_by_reference ?? false,
      external_id: query.external_id ?? null,
      ach_payment_reference: query.ach_payment_reference ?? null,
      fps_payment_reference: query.fps_payment_reference ?? null,
      sepa_payment_reference: query.sepa_payment_reference ?? null,
      swift_payment_reference: query.swift_payment_reference ?? null,
      wire_message: query.wire_message ?? null,
      signature: signature(call),
    };
    put<QuoteRecord>(call.records.quotes, { id: signed.quote_id, quote: signed, used_by: null });
    return { status: 200, body: signed };
  },

  getAutorampRateQuote(call) {
    const { query } = call;
    const autoramp = autorampOf(call, call.path.autoramp_id);
    if (autoramp.source !== 'Quote')
      refuse(call, 400, 'this autoramp converts at the market rate; rate quotes are for autoramps made from a quote');
    const source = currency(call, 'source_currency', query.source_currency_code, query.source_currency_chain);
    if (!autoramp.source_currencies.some((accepted) => sameCurrency(accepted, source))) {
      refuse(call, 400, `query.source_currency_code ${codeOf(source)} is not accepted by this autoramp`);
    }
    const price = priceOf(call, profileOf(call, autoramp.fee_profile_id), source, autoramp.destination_currency, query);
    const signed: SignedAutorampRateQuote = {
      ...price,
      ...timesOf(call, query),
      quote_id: call.id(),
      autoramp_id: autoramp.id,
      source_currency: source,
      destination_currency: autoramp.destination_currency,
      payment_reference: query.payment_reference ?? null,
      signature: signature(call),
    };
    put<QuoteRecord>(call.records.quotes, { id: signed.quote_id, quote: signed, used_by: null });
    return { status: 200, body: signed };
  },

  attachQuoteToAutoramp(call) {
    const autoramp = autorampOf(call, call.path.autoramp_id);
    const { body } = call;
    const record = get(call.records.quotes, body.quote_id);
    if (body.autoramp_id !== autoramp.id) refuse(call, 400, 'this quote was made for another autoramp');
    if (record?.used_by) refuse(call, 409, 'this quote is attached already');
    acceptQuote(call, body);
    if (autoramp.status === 'Cancelled' || autoramp.status === 'Rejected') {
      refuse(call, 400, `the autoramp is ${autoramp.status} and takes no quotes`);
    }
    if (record) record.used_by = autoramp.id;
    const { amount_in, amount_out, fee, fee_settlement, quote_id, rate, rate_expiry_policy } = body;
    autoramp.quotes.push({
      amount_in,
      amount_out,
      fee,
      fee_settlement,
      partner_fee_settlement: 'deductedImmediately',
      quote_id,
      rate,
      rate_expiry_policy,
      rate_lock_valid_until: body.rate_lock_valid_until,
      slippage_tolerance_in_bips: body.slippage_tolerance_in_bips ?? null,
      valid_until: body.valid_until,
    });
    return { status: 201, body: showAutoramp(call, autoramp) };
  },

  getAutorampQuotePreview(call) {
    const { query } = call;
    const customer = customerOf(call, required(call, 'customer_id', query.customer_id));
    const source = currency(call, 'source_currency', query.source_currency_code, query.source_currency_chain);
    const destination = currency(
      call,
      'destination_currency',
      query.destination_currency_code,
      query.destination_currency_chain,
    );
    const profile = profileOf(call, query.fee_profile_id);
    return {
      status: 200,
      body: {
        ...priceOf(call, profile, source, destination, query),
        customer_id: customer.id,
        source_currency: source,
        destination_currency: destination,
        fee_profile_id: profile.id,
        assumed_payout_rail: standardRail(destination),
      },
    };
  },

  getExchangeRate(call) {
    const { query } = call;
    if (query.customer_id) customerOf(call, query.customer_id);
    const source = typed(
      call,
      'source',
      query.source_currency_type,
      query.source_currency_code,
      query.source_currency_chain,
    );
    const destination = typed(
      call,
      'destination',
      query.destination_currency_type,
      query.destination_currency_code,
      query.destination_currency_chain,
    );
    const price = priceOf(call, profileOf(call, undefined), source, destination, { amount_in: query.amount });
    const effective = divide(decimal(price.amount_out.amount), decimal(price.amount_in.amount));
    return {
      status: 200,
      body: {
        from: source,
        to: destination,
        effective_rate: formatDecimal(effective, 6),
        out_amount: price.amount_out,
        fee: price.fee,
      },
    };
  },
};

/** Refuses a quote that was not signed here, was changed since, or is no longer valid. */
export function acceptQuote(call: SomeCall, quote: SignedAutorampQuote | SignedAutorampRateQuote): void {
  const record = get(call.records.quotes, quote.quote_id);
  if (!record || canonical(record.quote) !== canonical(quote)) {
    refuse(call, 400, 'the signature does not fit the quote; send it back exactly as it was received');
  }
  if (Date.parse(quote.valid_until) <= call.now) refuse(call, 422, 'the quote has expired; get a new one');
}

/** Text that is the same for equal values: sorted members, without absent ones. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (key, entry: unknown) => {
    if (key === 'type' && (entry === 'quote' || entry === 'market')) return undefined;
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return entry ?? undefined;
    return Object.fromEntries(
      Object.entries(entry)
        .filter(([, member]) => member !== null && member !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  });
}

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

function priceOf(call: SomeCall, profile: FeeProfile, source: Currency, destination: Currency, asked: Asked): Price {
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

function timesOf(
  call: SomeCall,
  query: Pick<
    Partial<Call<'getAutorampRateQuote'>['query']>,
    'expiry_in_hours' | 'rate_lock_duration_minutes' | 'rate_expiry_policy' | 'slippage_tolerance_in_bips'
  >,
) {
  const hours = query.expiry_in_hours ?? 24;
  if (hours < 1 || hours > 24) refuse(call, 400, 'query.expiry_in_hours must be 1 to 24');
  const minutes = query.rate_lock_duration_minutes ?? defaultLock;
  if (minutes < 1 || minutes > 24 * 60) refuse(call, 400, 'query.rate_lock_duration_minutes must be 1 to 1440');
  const rate_expiry_policy = query.rate_expiry_policy ?? 'Return';
  const lock = Math.min(minutes * 60_000, hours * hour);
  return {
    rate_expiry_policy,
    rate_lock_valid_until: call.timestamp(lock),
    // With Return a quote never outlives its lock.
    valid_until: call.timestamp(rate_expiry_policy === 'Return' ? lock : hours * hour),
    slippage_tolerance_in_bips: query.slippage_tolerance_in_bips ?? null,
  };
}

function signature(call: SomeCall): string {
  return `${call.id()}${call.id()}`.replaceAll('-', '');
}

function required(call: SomeCall, name: string, value: string | undefined): string {
  return value ?? refuse(call, 400, `query.${name} is required`);
}

type Chain = Parameters<typeof currencyOf>[1];

export function currency(call: SomeCall, name: string, code: string | undefined, chain: Chain): Currency {
  const found = currencyOf(required(call, `${name}_code`, code), chain);
  if (!isSupported(found)) {
    const place = found.type === 'Crypto' ? ` on ${found.blockchain}` : ', without a chain';
    refuse(call, 400, `${codeOf(found)}${place} is not supported; see listFiatCurrencies and listCryptoCurrencies`);
  }
  return found;
}

function typed(
  call: SomeCall,
  side: string,
  type: string | undefined,
  code: string | undefined,
  chain: Chain,
): Currency {
  if (type === 'crypto' && chain === undefined)
    refuse(call, 400, `query.${side}_currency_chain is required for crypto`);
  return currency(call, `${side}_currency`, code, type === 'fiat' ? undefined : chain);
}
