import type { Signing, SigningCreateParams, TermsAndConditionsLink } from '@org/iron-types';
import { type CallOptions, StateError } from '@org/sdk-core';
import { assertId } from '@org/sdk-core/internal';
import type { SharedCallOptions } from './wait-options.ts';

/** The part of a client that lists documents and records consents. */
export interface SignsDocuments {
  readonly customer: {
    getCustomerRequiredSignings(
      args: { path: { id: string } },
      options?: CallOptions,
    ): PromiseLike<readonly TermsAndConditionsLink[]>;
    createCustomerSigning(
      args: { path: { id: string }; body: SigningCreateParams },
      options?: CallOptions,
    ): PromiseLike<Signing>;
  };
}

export interface SignAllOptions {
  /**
   * The ids of the documents that the customer has seen. If a document is required meanwhile that is not among them,
   * nothing is signed.
   */
  readonly seen?: readonly string[] | undefined;
  readonly call?: SharedCallOptions | undefined;
}

/**
 * Records the customer's consent to every document that is required now, one after the other. Call it only after the
 * customer has read them and agreed expressly. If it fails half-way, call it again: what was signed is not required any
 * more.
 *
 * @returns the signings; none if nothing is required
 * @throws {StateError} if a document is required that is not in `seen`; nothing is signed then
 * @throws {InvalidRequestError} if the id is empty
 * @example
 * const seen = documents.map(({ id }) => id);
 * await signAllRequired(iron, customer.id, { seen });
 * @see https://docs.iron.xyz/onboarding
 */
export async function signAllRequired(
  iron: SignsDocuments,
  customerId: string,
  options: SignAllOptions = {},
): Promise<Signing[]> {
  assertId('customerId', customerId);
  const { seen, call } = options;
  const path = { id: customerId };
  const required = await iron.customer.getCustomerRequiredSignings({ path }, call);
  const unseen = seen && required.find(({ id }) => !seen.includes(id));
  if (unseen) {
    throw new StateError(
      `Document ${unseen.id} ('${unseen.display_name}') is required but not in 'seen'. Show it to the customer first. Nothing was signed.`,
      { notSent: true, retryable: false },
    );
  }
  const signings: Signing[] = [];
  for (const { id } of required) {
    // The guide of onboarding asks for `content_type` always, though the contract does not list it.
    const body = { content_id: id, content_type: 'Url', signed: true } as const;
    signings.push(await iron.customer.createCustomerSigning({ path, body }, call));
  }
  return signings;
}
