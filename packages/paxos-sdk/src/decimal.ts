// Exact decimal strings. Money is never a number: 0.1 + 0.2 is not 0.3.
import { InvalidRequestError } from '@org/sdk-core';
import { got } from '@org/sdk-core/internal';

const DECIMAL = /^(\d{1,60})(?:\.(\d{1,60}))?$/;

/** Throws `InvalidRequestError` unless it is a decimal string above zero, as Paxos takes amounts. */
export function assertAmount(name: string, value: unknown): asserts value is string {
  if (typeof value === 'string' && DECIMAL.test(value) && /[1-9]/.test(value)) return;
  throw new InvalidRequestError(
    `'${name}' must be a positive decimal string such as '250.00' (${typeof value === 'string' ? 'got another string' : got(value)}). Nothing was sent.`,
  );
}

/**
 * Throws `InvalidRequestError` unless exactly one of two amounts is given, as a decimal string above zero.
 *
 * @returns the name of the one that is given
 */
export function assertOneAmount<Name extends string>(
  values: Readonly<Partial<Record<Name, unknown>>>,
  one: Name,
  other: Name,
): Name {
  const given = [one, other].filter((name) => values[name] !== undefined && values[name] !== null);
  if (given.length !== 1) {
    throw new InvalidRequestError(
      `Pass exactly one of '${one}' and '${other}' (got ${given.length === 0 ? 'neither' : 'both'}). Nothing was sent.`,
    );
  }
  const [name] = given as [Name];
  assertAmount(name, values[name]);
  return name;
}

/** True if the first amount is as large as the second, or larger. Both are decimal strings. */
export function isAtLeast(amount: string, least: string): boolean {
  return scaled(amount) >= scaled(least);
}

function scaled(amount: string): bigint {
  const [, whole = '', part = ''] = DECIMAL.exec(amount) ?? [];
  return BigInt(`${whole}${part.padEnd(60, '0')}`);
}
