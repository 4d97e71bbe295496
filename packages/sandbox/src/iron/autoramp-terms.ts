// The terms of a new autoramp: at market, or of a signed quote.
import type { Autoramp, CreateAutorampParameters, SignedAutorampQuote } from '@org/iron-types';
import { refuse, type SomeCall } from './call.ts';
import { isSupported, kindOf, sameCurrency } from './currencies.ts';
import { profileOf } from './fee-profiles.ts';
import { acceptQuote, quoteOfAutoramp } from './quote-signatures.ts';
import { recipientOf } from './recipients.ts';
import { get } from './table.ts';

/** What the two ways to make an autoramp have in common. */
export type AutorampTerms = Omit<Autoramp, 'id' | 'customer_id' | 'status' | 'deposit_rails' | 'created_at'>;

export function termsFromMarket(call: SomeCall, body: CreateAutorampParameters): AutorampTerms {
  const [source, ...others] = body.source_currencies;
  const destination = body.destination_currency;
  if (!source) return refuse(call, 400, 'body.source_currencies must name one currency or more');
  for (const currency of [source, ...others]) {
    if (!isSupported(currency)) refuse(call, 400, 'body.source_currencies names a currency that is not supported');
    if (currency.type !== source.type) refuse(call, 400, 'body.source_currencies must be all fiat or all crypto');
    if (sameCurrency(currency, destination)) refuse(call, 400, 'body.source_currencies names the destination currency');
  }
  if (!isSupported(destination)) refuse(call, 400, 'body.destination_currency is not supported');
  if (source.type === 'Fiat' && destination.type === 'Fiat')
    refuse(call, 400, 'one of the two currencies must be crypto');
  if (body.batch_payout && destination.type !== 'Fiat') refuse(call, 400, 'body.batch_payout is only for fiat payouts');
  return {
    kind: kindOf(source, destination),
    source: 'Standalone',
    source_currencies: body.source_currencies,
    destination_currency: destination,
    recipient: recipientOf(call, body.customer_id, body.recipient_account, destination),
    fee_profile_id: profileOf(call, body.fee_profile_id).id,
    is_third_party: body.source_is_third_party ?? false,
    batch_payout: body.batch_payout ?? false,
    name: body.name ?? null,
    external_id: body.external_id ?? null,
    additional_partner_fee_in_bips: body.additional_partner_fee_in_bips ?? null,
    fps_payment_reference: body.fps_payment_reference ?? null,
    sepa_payment_reference: body.sepa_payment_reference ?? null,
    swift_payment_reference: body.swift_payment_reference ?? null,
    wire_message: body.wire_message ?? null,
    quotes: [],
  };
}

export function termsFromQuote(call: SomeCall, quote: SignedAutorampQuote): AutorampTerms {
  acceptQuote(call, quote);
  if (get(call.records.quotes, quote.quote_id)?.used_by)
    refuse(call, 422, 'an autoramp was made from this quote already');
  const { source_currency, destination_currency, additional_in_currencies } = quote;
  return {
    kind: kindOf(source_currency, destination_currency),
    source: 'Quote',
    source_currencies: [source_currency, ...(additional_in_currencies ?? [])],
    destination_currency,
    recipient: recipientOf(call, quote.customer_id, quote.recipient_account, destination_currency),
    fee_profile_id: profileOf(call, quote.fee_profile_id ?? undefined).id,
    is_third_party: quote.is_third_party,
    batch_payout: quote.batch_payout ?? false,
    external_id: quote.external_id ?? null,
    fps_payment_reference: quote.fps_payment_reference ?? null,
    sepa_payment_reference: quote.sepa_payment_reference ?? null,
    swift_payment_reference: quote.swift_payment_reference ?? null,
    wire_message: quote.wire_message ?? null,
    quotes: [quoteOfAutoramp(quote)],
  };
}
