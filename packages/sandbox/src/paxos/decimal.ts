// Exact decimal arithmetic on strings, through BigInt. Money never becomes a float.

interface Parsed {
  readonly units: bigint;
  /** Decimal places of `units`. */
  readonly scale: number;
}

type Rounding = 'down' | 'up';

export function add(a: string, b: string): string {
  const [left, right, scale] = aligned(a, b);
  return format(left + right, scale);
}

export function subtract(a: string, b: string): string {
  const [left, right, scale] = aligned(a, b);
  return format(left - right, scale);
}

export function sum(values: readonly string[]): string {
  const parsed = values.map(parse);
  const scale = parsed.reduce((most, one) => Math.max(most, one.scale), 0);
  const units = parsed.reduce((total, one) => total + one.units * 10n ** BigInt(scale - one.scale), 0n);
  return format(units, scale);
}

export function multiply(a: string, b: string): string {
  const left = parse(a);
  const right = parse(b);
  return format(left.units * right.units, left.scale + right.scale);
}

/** `a / b`, to `scale` decimal places. */
export function divide(a: string, b: string, scale: number, rounding: Rounding): string {
  const [left, right] = aligned(a, b);
  if (right === 0n) throw new RangeError('division by zero');
  return format(quotient(left * 10n ** BigInt(scale), right, rounding), scale);
}

/** `a` with at most `scale` decimal places. */
export function round(a: string, scale: number, rounding: Rounding): string {
  const { units, scale: own } = parse(a);
  return own <= scale ? format(units, own) : format(quotient(units, 10n ** BigInt(own - scale), rounding), scale);
}

/** Below zero if `a` is less than `b`, above if it is more, 0 if both are the same number. */
export function compare(a: string, b: string): number {
  const [left, right] = aligned(a, b);
  return left < right ? -1 : left > right ? 1 : 0;
}

export function isPositive(a: string): boolean {
  return compare(a, '0') > 0;
}

export function least(a: string, b: string): string {
  return compare(a, b) < 0 ? a : b;
}

/** Decimal places that the number needs: `1.50` needs one. */
export function precision(a: string): number {
  const [, fraction = ''] = add(a, '0').split('.');
  return fraction.length;
}

/** An amount as it was sent, `250.00`, but `0.5` for `.5`: responses have a digit before the point. */
export function asWritten(amount: string): string {
  return amount.startsWith('.') ? `0${amount}` : amount;
}

function parse(text: string): Parsed {
  const match = /^(-?)(\d*)(?:\.(\d*))?$/.exec(text);
  if (!match) throw new RangeError('not a decimal number');
  const [, sign = '', whole = '', fraction = ''] = match;
  return { units: BigInt(`${sign}${whole}${fraction}` || '0'), scale: fraction.length };
}

function aligned(a: string, b: string): [bigint, bigint, number] {
  const left = parse(a);
  const right = parse(b);
  const scale = Math.max(left.scale, right.scale);
  return [left.units * 10n ** BigInt(scale - left.scale), right.units * 10n ** BigInt(scale - right.scale), scale];
}

// Away from zero for `up`, towards it for `down`.
function quotient(units: bigint, by: bigint, rounding: Rounding): bigint {
  const whole = units / by;
  if (rounding === 'down' || whole * by === units) return whole;
  return units < 0n === by < 0n ? whole + 1n : whole - 1n;
}

/** Without trailing zeros, as the shortest text of the number. */
function format(units: bigint, scale: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  return `${units < 0n ? '-' : ''}${whole}${fraction && `.${fraction}`}`;
}
