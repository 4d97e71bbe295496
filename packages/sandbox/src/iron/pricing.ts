// What a conversion costs and what it pays out: the rate of the moment, the fees of a profile, exact sums.
import type { Amount, Currency, Fee, FeeProfile, FeeSettlement, PartnerFee, PaymentNetwork } from '@org/iron-types';
import { codeOf, digitsOf, priceOf, rateOf } from './currencies.ts';
import { bipsOf, decimal, divide, formatDecimal, multiply, roundDown, roundUp, unitOf } from './decimal.ts';

export interface Price {
  readonly amount_in: Amount;
  readonly amount_out: Amount;
  readonly rate: string;
  readonly fee: Fee;
  readonly fee_settlement: FeeSettlement;
}

interface Fees {
  readonly iron: bigint;
  readonly partner: bigint;
  readonly partnerFees: readonly PartnerFee[];
  readonly banking: bigint;
  /** What comes off the sum at once; the rest is billed later. */
  readonly deducted: bigint;
}

/** Rail that a payout in this currency takes as a rule: https://docs.iron.xyz/quotes */
export function standardRail(currency: Currency): PaymentNetwork | null {
  if (currency.type !== 'Fiat') return null;
  return ({ EUR: 'Sepa', USD: 'Ach', GBP: 'Fps', BRL: 'Pix', MXN: 'Spei' } as const)[currency.code] ?? 'Swift';
}

/**
 * The price of paying in exactly `amountIn`, or of paying out exactly `amountOut`; undefined where the fees use it up.
 * Fees are in the source currency and round up, the payout rounds down: it is at most `(in - deducted fees) * rate`.
 */
export function priceConversion(
  profile: FeeProfile,
  source: Currency,
  destination: Currency,
  amount: { readonly in: bigint } | { readonly out: bigint },
): Price | undefined {
  const rate = rateOf(source, destination);
  const payout = (paid: bigint): bigint =>
    roundDown(multiply(paid - feesOf(profile, source, destination, paid).deducted, rate), digitsOf(destination));
  const paidIn = 'in' in amount ? amount.in : sourceFor(amount.out, rate, digitsOf(source), payout);
  const paidOut = 'out' in amount ? amount.out : payout(paidIn);
  if (paidOut <= 0n) return undefined;
  const fees = feesOf(profile, source, destination, paidIn);
  return {
    amount_in: amountOf(paidIn, source),
    amount_out: amountOf(paidOut, destination),
    rate: formatDecimal(rate, 6),
    fee: showFees(fees, profile, source, destination),
    fee_settlement: profile.iron_fee_settlement,
  };
}

/** The least amount, in whole smallest units, that pays out `out`. */
function sourceFor(out: bigint, rate: bigint, digits: number, payout: (paid: bigint) => bigint): bigint {
  const unit = unitOf(digits);
  let low = 0n;
  let high = roundUp(divide(out, rate), digits) / unit + 1n;
  while (payout(high * unit) < out) {
    low = high;
    high *= 2n;
  }
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (payout(middle * unit) < out) low = middle;
    else high = middle;
  }
  return high * unit;
}

function feesOf(profile: FeeProfile, source: Currency, destination: Currency, paid: bigint): Fees {
  const digits = digitsOf(source);
  const inSource = ({ amount, currency }: Amount): bigint =>
    divide(multiply(decimal(amount), priceOf(codeOf(currency))), priceOf(codeOf(source)));
  const schedule = profile.iron_fee;
  const iron = roundUp(schedule.type === 'Bips' ? bipsOf(paid, schedule.bips) : 0n, digits);
  const partnerFees = profile.partner_fee_configs.map(({ label, fee_type, settlement }) => {
    const value = fee_type.type === 'Bips' ? bipsOf(paid, fee_type.bips) : inSource(fee_type.fixed_fee);
    return { label, value: roundUp(value, digits), settlement };
  });
  const rail = standardRail(destination) ?? standardRail(source);
  const direction = destination.type === 'Fiat' ? 'PayOut' : 'PayIn';
  const banking = profile.banking_fee_configs
    .filter((config) => config.rail === rail && config.fiat_transfer_type === direction)
    .reduce((sum, { fee_amount }) => sum + roundUp(inSource(fee_amount), digits), 0n);
  const deducted =
    (profile.iron_fee_settlement === 'deductedImmediately' ? iron : 0n) +
    partnerFees.reduce((sum, fee) => sum + (fee.settlement === 'deductedImmediately' ? fee.value : 0n), 0n) +
    banking;
  return {
    iron,
    partner: partnerFees.reduce((sum, { value }) => sum + value, 0n),
    partnerFees: partnerFees.map(({ label, value, settlement }) => ({
      label,
      fee: amountOf(value, source),
      settlement,
    })),
    banking,
    deducted,
  };
}

function showFees(fees: Fees, profile: FeeProfile, source: Currency, destination: Currency): Fee {
  const { iron, partner, banking } = fees;
  return {
    total_fee: amountOf(iron + partner + banking, source),
    transaction_fee: amountOf(iron + partner, source),
    iron_fee: amountOf(iron, source),
    iron_fee_settlement: profile.iron_fee_settlement,
    partner_fee: amountOf(partner, source),
    partner_fees: [...fees.partnerFees],
    banking_fee: amountOf(banking, source),
    banking_fee_network: standardRail(destination) ?? standardRail(source),
    network_fee: amountOf(0n, source),
    network_fees: [],
    network_fees_with_settlement: [],
  };
}

/** A fee that a sandbox transaction names, or its quarter of a percent: all of it Iron's. */
export function plainFee(fee: bigint, source: Currency): Fee {
  return {
    total_fee: amountOf(fee, source),
    transaction_fee: amountOf(fee, source),
    iron_fee: amountOf(fee, source),
    iron_fee_settlement: 'deductedImmediately',
    partner_fee: amountOf(0n, source),
    partner_fees: [],
    banking_fee: amountOf(0n, source),
    network_fee: amountOf(0n, source),
    network_fees: [],
    network_fees_with_settlement: [],
  };
}

export function amountOf(value: bigint, currency: Currency): Amount {
  return { amount: formatDecimal(value, digitsOf(currency)), currency };
}
