// Exact decimal arithmetic for money: whole numbers of 10^-18. Floats never touch an amount.

const places = 18;
const one = 10n ** BigInt(places);

/** The value of a decimal text, in units of 10^-18; undefined where it is none or has more than 18 decimals. */
export function parseDecimal(text: string): bigint | undefined {
  const [, sign, whole = '', fraction = ''] = /^(-?)(\d{1,30})(?:\.(\d{1,18}))?$/.exec(text) ?? [];
  if (whole === '') return undefined;
  const value = BigInt(whole) * one + BigInt(fraction.padEnd(places, '0'));
  return sign === '-' ? -value : value;
}

/** The value of a decimal text that the sandbox wrote itself. */
export function decimal(text: string): bigint {
  const value = parseDecimal(text);
  if (value === undefined) throw new TypeError(`${JSON.stringify(text)} is not a decimal.`);
  return value;
}

export function multiply(a: bigint, b: bigint): bigint {
  return (a * b) / one;
}

/** Rounds towards zero at 18 decimals. */
export function divide(a: bigint, b: bigint): bigint {
  return (a * one) / b;
}

/** So many hundredths of a percent of `value`. */
export function bipsOf(value: bigint, bips: number): bigint {
  return (value * BigInt(bips)) / 10_000n;
}

/** The smallest step of an amount with that many decimals. */
export function unitOf(digits: number): bigint {
  return 10n ** BigInt(places - digits);
}

export function roundDown(value: bigint, digits: number): bigint {
  return value - (value % unitOf(digits));
}

export function roundUp(value: bigint, digits: number): bigint {
  const rest = value % unitOf(digits);
  return rest === 0n ? value : value - rest + unitOf(digits);
}

/** Text with at most `digits` decimals, of which two always stand: `997.50`, `0.000125`. Further ones are cut off. */
export function formatDecimal(value: bigint, digits: number): string {
  const cut = roundDown(value < 0n ? -value : value, digits);
  const fraction = (cut % one).toString().padStart(places, '0').slice(0, digits);
  const kept = fraction.replace(/0+$/, '').padEnd(Math.min(2, digits), '0');
  return `${value < 0n && cut !== 0n ? '-' : ''}${cut / one}${kept === '' ? '' : `.${kept}`}`;
}
