// Money as decimal strings. Nothing here becomes a floating-point number.
import { InvalidRequestError } from '@org/sdk-core';

const DECIMAL = /^\d{1,30}(\.\d{1,18})?$/;

/**
 * Refuses what is not an amount as a decimal string.
 *
 * @param more what else to say, such as `Nothing was sent.`
 * @throws {InvalidRequestError} if it is not one; numbers are refused too, as they may have lost digits already
 */
export function assertDecimal(name: string, value: unknown, more = ''): asserts value is string {
  if (typeof value === 'string' && DECIMAL.test(value)) return;
  const why = typeof value === 'number' ? ', not a number' : '';
  throw new InvalidRequestError(`'${name}' must be a decimal string such as '100.00'${why}.${more && ` ${more}`}`);
}

/** Writes hundredths, a string of digits as Iron sends EUR cents, with a decimal point. */
export function fromCents(name: string, cents: unknown): string {
  if (typeof cents !== 'string' || !/^\d{1,30}$/.test(cents)) {
    throw new InvalidRequestError(`'${name}' must be EUR cents as a string of digits.`);
  }
  const digits = cents.padStart(3, '0');
  return `${BigInt(digits.slice(0, -2))}.${digits.slice(-2)}`;
}

/** Below zero if the first is less, above if it is more, 0 if both are the same amount. */
export function compareDecimals(one: string, other: string): number {
  const fractions = [one, other].map((text) => text.split('.')[1] ?? '');
  const width = Math.max(...fractions.map(({ length }) => length));
  const [left, right] = [one, other].map((text, at) =>
    BigInt(text.split('.')[0] + (fractions[at] ?? '').padEnd(width, '0')),
  ) as [bigint, bigint];
  return left < right ? -1 : left > right ? 1 : 0;
}
