// Looking up statuses in tables that name every one of the contract, and refusing what cannot be a status.
import { InvalidRequestError, type Unlisted } from '@org/sdk-core';

/** The values that the contract lists, of an enum that is open to others. */
export type Known<Status> = Exclude<Status, Unlisted>;

/** A status as the API returns it, or any other string: it may come from the caller's own records, and is not sent. */
export type AnyStatus<Status> = Status | (string & {});

/** A record of which `status` may be any string. */
export type WithStatus<Item extends { status: unknown }> = Omit<Item, 'status'> & {
  readonly status: AnyStatus<Item['status']>;
};

/** A row of a table; nothing for a status that this version does not know, or a name such as `constructor`. */
export function row<Row>(table: Readonly<Record<string, Row>>, status: string): Row | undefined {
  return Object.hasOwn(table, status) ? table[status] : undefined;
}

/** Refuses what is no string, since no table has a row for it. */
export function checkStatus(name: string, status: unknown): asserts status is string {
  if (typeof status === 'string') return;
  throw new InvalidRequestError(`'${name}' must be a status as the API gives it, a string, not ${kindOf(status)}.`);
}

/** Refuses what is no record of the API, and says where to get one. */
export function checkRecord(name: string, value: unknown, source: string): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return;
  throw new InvalidRequestError(`'${name}' must be an object as ${source} gives it, not ${kindOf(value)}.`);
}

/** What something is, without showing it. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return `${value}`;
  return Array.isArray(value) ? 'an array' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
