// Which of a customer's identifications counts.
import type { Identification } from '@org/iron-types';
import { InvalidRequestError } from '@org/sdk-core';
import { checkRecord, kindOf } from './known.ts';

/**
 * Finds the identification that counts: the newest, by `created_at`, whatever the order of the list. Give it all of
 * them, from every page. Of two made at the same instant the one changed last counts.
 *
 * @returns undefined if the list is empty: none was ever started
 * @throws {InvalidRequestError} if it is no list of identifications, or a `created_at` is no date
 * @example
 * const all = await iron.customer.getAllCustomerIdentifications({ path: { id } }).toArray();
 * const { stage } = onboardingStage(customer.status, currentIdentification(all)?.status);
 * @see https://docs.iron.xyz/onboarding
 */
export function currentIdentification<Item extends Pick<Identification, 'created_at'> & { updated_at?: string }>(
  identifications: readonly Item[],
): Item | undefined {
  if (!Array.isArray(identifications)) {
    throw new InvalidRequestError(
      `'identifications' must be an array, such as a page's items, not ${kindOf(identifications)}.`,
    );
  }
  let newest: { one: Item; made: string; changed: string } | undefined;
  for (const one of identifications as readonly Item[]) {
    checkRecord('identifications[]', one, 'getAllCustomerIdentifications');
    const made = instant('created_at', one.created_at);
    const changed = one.updated_at ? instant('updated_at', one.updated_at) : '';
    const newer = !newest || made > newest.made || (made === newest.made && changed > newest.changed);
    if (newer) newest = { one, made, changed };
  }
  return newest?.one;
}

/** A text that sorts by time, to the last digit: times may differ by microseconds, and in how they write UTC. */
function instant(field: string, text: string): string {
  const ms = typeof text === 'string' ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) throw new InvalidRequestError(`'${field}' of an identification is no RFC 3339 date-time.`);
  const [, beyond = ''] = /\.\d{3}(\d+)/.exec(text) ?? [];
  return new Date(ms).toISOString() + beyond.padEnd(9, '0');
}
