// Signed quotes: what is kept of them, and whether one that comes back is the one that was signed.
import type { Autoramp, SignedAutorampQuote, SignedAutorampRateQuote } from '@org/iron-types';
import { refuse, type SomeCall } from './call.ts';
import { get } from './table.ts';

type SignedQuote = SignedAutorampQuote | SignedAutorampRateQuote;

/** Nobody can compute it: a quote is held against the one that was kept. */
export function newSignature(call: SomeCall): string {
  return `${call.id()}${call.id()}`.replaceAll('-', '');
}

/** Refuses a quote that was not signed here, was changed since, or has expired. */
export function acceptQuote(call: SomeCall, quote: SignedQuote): void {
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

/** A quote as an autoramp shows it. */
export function quoteOfAutoramp(signed: SignedQuote): Autoramp['quotes'][number] {
  return {
    quote_id: signed.quote_id,
    amount_in: signed.amount_in,
    amount_out: signed.amount_out,
    fee: signed.fee,
    fee_settlement: signed.fee_settlement,
    partner_fee_settlement: 'deductedImmediately',
    rate: signed.rate,
    rate_expiry_policy: signed.rate_expiry_policy,
    rate_lock_valid_until: signed.rate_lock_valid_until ?? signed.valid_until,
    slippage_tolerance_in_bips: signed.slippage_tolerance_in_bips ?? null,
    valid_until: signed.valid_until,
  };
}
