import { InvalidRequestError } from './errors.ts';
import { got } from './printable.ts';

/** Throws unless it is an object, as an operation returns it. */
export function assertObject(value: unknown, what: string): asserts value is object {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return;
  throw new InvalidRequestError(`Expected ${what} (${got(value)}).`);
}

/** Throws unless it is a non-empty string, before it becomes part of a path. */
export function assertId(name: string, value: unknown): asserts value is string {
  if (typeof value === 'string' && value.trim()) return;
  throw new InvalidRequestError(`'${name}' must be a non-empty string. Nothing was sent.`);
}

/** The list without entries that are not objects; empty for everything that is not a list. */
export function objectsIn<T extends object>(list: readonly T[] | null | undefined): readonly T[] {
  return Array.isArray(list)
    ? list.filter((entry) => typeof entry === 'object' && entry !== null && !Array.isArray(entry))
    : [];
}

/** The value under a key of its own, never one of `Object.prototype`. */
export function lookup<T>(table: Readonly<Record<string, T>>, key: unknown): T | undefined {
  return typeof key === 'string' && Object.hasOwn(table, key) ? table[key] : undefined;
}
