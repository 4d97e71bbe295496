import { ConfigError } from '@org/sdk-core';

/** Throws `ConfigError` unless it is an object, as the operation answers it. */
export function checkObject(value: unknown, what: string): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return;
  throw new ConfigError(
    `Give ${what}, not ${value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`}.`,
  );
}

/** Throws `ConfigError` unless it is a text that is not empty. */
export function checkText(value: unknown, what: string): void {
  if (typeof value === 'string' && value.trim()) return;
  throw new ConfigError(`${what} is missing or empty. Nothing was sent.`);
}

/** The list, or an empty one for everything that is none. Entries that are no objects are left out. */
export function objectsIn<T extends object>(list: readonly T[] | null | undefined): readonly T[] {
  return Array.isArray(list)
    ? list.filter((entry) => typeof entry === 'object' && entry !== null && !Array.isArray(entry))
    : [];
}

/** The text, or `UNKNOWN` for everything that is none. */
export function textOf(value: unknown): string {
  return typeof value === 'string' && value !== '' ? value : 'UNKNOWN';
}
