// Quotes: priced, signed, and accepted only as they were signed and while they live.
import type { SignedAutorampQuote, SignedAutorampRateQuote } from '@org/iron-types';
import { askedCurrency, askedPrice, required, typedCurrency } from './asked-prices.ts';
import { autorampOf, showAutoramp } from './autoramps.ts';
import { type Call, customerOf, type IronHandlers, openCustomer, refuse, type SomeCall } from './call.ts';
import { codeOf, sameCurrency } from './currencies.ts';
import { decimal, divide, formatDecimal } from './decimal.ts';
import { profileOf } from './fee-profiles.ts';
import { standardRail } from './pricing.ts';
import { acceptQuote, newSignature, quoteOfAutoramp } from './quote-signatures.ts';
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
    const source = askedCurrency(call, 'source_currency', query.source_currency_code, query.source_currency_chain);
    const destination = askedCurrency(
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
    const price = askedPrice(call, profile, source, destination, query);
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
        askedCurrency(call, 'additional_in_currency', code, chains[index]),
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
      signature: newSignature(call),
    };
    put<QuoteRecord>(call.records.quotes, { id: signed.quote_id, quote: signed, used_by: null });
    return { status: 200, body: signed };
  },

  getAutorampRateQuote(call) {
    const { query } = call;
    const autoramp = autorampOf(call, call.path.autoramp_id);
    if (autoramp.source !== 'Quote')
      refuse(call, 400, 'this autoramp converts at the market rate; rate quotes are for autoramps made from a quote');
    const source = askedCurrency(call, 'source_currency', query.source_currency_code, query.source_currency_chain);
    if (!autoramp.source_currencies.some((accepted) => sameCurrency(accepted, source))) {
      refuse(call, 400, `query.source_currency_code ${codeOf(source)} is not accepted by this autoramp`);
    }
    const price = askedPrice(
      call,
      profileOf(call, autoramp.fee_profile_id),
      source,
      autoramp.destination_currency,
      query,
    );
    const signed: SignedAutorampRateQuote = {
      ...price,
      ...timesOf(call, query),
      quote_id: call.id(),
      autoramp_id: autoramp.id,
      source_currency: source,
      destination_currency: autoramp.destination_currency,
      payment_reference: query.payment_reference ?? null,
      signature: newSignature(call),
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
    // Expired ones are not shown any more, and need not be kept.
    autoramp.quotes = [
      ...autoramp.quotes.filter(({ valid_until }) => Date.parse(valid_until) > call.now),
      quoteOfAutoramp(body),
    ];
    return { status: 201, body: showAutoramp(call, autoramp) };
  },

  getAutorampQuotePreview(call) {
    const { query } = call;
    const customer = customerOf(call, required(call, 'customer_id', query.customer_id));
    const source = askedCurrency(call, 'source_currency', query.source_currency_code, query.source_currency_chain);
    const destination = askedCurrency(
      call,
      'destination_currency',
      query.destination_currency_code,
      query.destination_currency_chain,
    );
    const profile = profileOf(call, query.fee_profile_id);
    return {
      status: 200,
      body: {
        ...askedPrice(call, profile, source, destination, query),
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
    const source = typedCurrency(
      call,
      'source',
      query.source_currency_type,
      query.source_currency_code,
      query.source_currency_chain,
    );
    const destination = typedCurrency(
      call,
      'destination',
      query.destination_currency_type,
      query.destination_currency_code,
      query.destination_currency_chain,
    );
    const price = askedPrice(call, profileOf(call, undefined), source, destination, { amount_in: query.amount });
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
