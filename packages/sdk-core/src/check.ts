import { ConfigError } from './errors.ts';
import type { HeaderValues } from './request.ts';

/**
 * Puts the parameters into a path. A value that is missing or empty, leads to another path (`.`, `..`, also
 * percent-encoded once or more often) or holds half of a surrogate pair is refused.
 */
export function fillPath(path: string, values: Record<string, unknown>): string {
  return path.replace(/{([^{}]+)}/g, (_all, name: string) => {
    const value = values[name];
    const text = value instanceof Object ? '' : `${value ?? ''}`;
    if (!text || /^(\.|%(25)*2e){1,2}$/i.test(text)) {
      throw new ConfigError(`path parameter '${name}' is ${text ? `'${text}', another path` : 'missing or empty'}.`);
    }
    // This throws for half of a surrogate pair.
    return encodeURIComponent(text);
  });
}

/** Throws if a header's value could end the header. The message shows no value, since it may be a secret. */
export function checkHeaders(headers: HeaderValues | Record<string, unknown> | undefined): void {
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (!/^[\t -~\x80-\xff]*$/.test(`${value}`)) {
      throw new ConfigError(`Header '${name}' holds a line break or another forbidden character.`);
    }
  }
}

/** The limits of a call. A timer takes at most 2^31 - 1 milliseconds, about 24 days. */
export interface Limits {
  readonly timeout: number;
  readonly deadline: number;
  readonly maxRetries: number;
}

/** The limits that were given, and the others from `base`. */
export function limits(given: { [Name in keyof Limits]?: number | undefined }, base: Limits): Limits {
  const one = (name: keyof Limits, least: number): number => {
    const value = given[name] ?? base[name];
    if (Number.isInteger(value) && value >= least && value < 2 ** 31) return value;
    throw new ConfigError(`Option '${name}' must be a whole number from ${least}, not ${value}.`);
  };
  return { timeout: one('timeout', 1), deadline: one('deadline', 1), maxRetries: one('maxRetries', 0) };
}
