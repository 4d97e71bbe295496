// Reading which identification of a customer counts.
import type { Identification } from '@org/iron-types';
import type { CallOptions } from '@org/sdk-core';
import { currentIdentification } from '../onboarding/current-identification.ts';
import type { SharedCallOptions } from './wait-options.ts';

/** The part of a client that lists identifications, over all pages. */
export interface ListsIdentifications {
  readonly customer: {
    getAllCustomerIdentifications(
      args: { path: { id: string }; query?: { page_size?: number } },
      options?: CallOptions,
    ): AsyncIterable<Identification>;
  };
}

/** The newest identification. It is looked for on every page, since the order of the list is not documented. */
export async function readCurrent(
  iron: ListsIdentifications,
  customerId: string,
  call: SharedCallOptions,
): Promise<Identification | undefined> {
  const all: Identification[] = [];
  const args = { path: { id: customerId }, query: { page_size: 100 } };
  for await (const one of iron.customer.getAllCustomerIdentifications(args, call)) all.push(one);
  return currentIdentification(all);
}
