import type { Signing, SigningCreateParams, TermsAndConditionsLink } from '@org/iron-types';
import { type CallOptions, StateError } from '@org/sdk-core';
import { assertId } from '@org/sdk-core/internal';
import { beginSteps } from './steps.ts';
import type { IronWaitOptions } from './wait-options.ts';

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

export interface SignAllOptions extends IronWaitOptions {
  /**
   * The ids of the documents that the customer has seen. If a document is required meanwhile that is not among them,
   * nothing is signed.
   */
  readonly seen?: readonly string[] | undefined;
}

/**
 * Records the customer's consent to every document that is required now, one after the other. Call it only after the
 * customer has read them and agreed expressly. If it fails half-way, call it again: what was signed is not required any
 * more. Documented: that each document is signed, and `content_type`.
 *
 * @returns the signings; none if nothing is required, and without those whose response was lost
 * @throws {StateError} if a document is required that is not in `seen`; nothing is signed then
 * @throws {WaitTimeoutError} if the deadline comes first; call again, and it goes on
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
  const { seen, ...waiting } = options;
  const steps = beginSteps(waiting);
  const path = { id: customerId };
  const read = (call: CallOptions) => iron.customer.getCustomerRequiredSignings({ path }, call);
  const required = await steps.run(read);
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
    let attempts = 0;
    const signing = await steps.run(async (call) => {
      attempts += 1;
      // An attempt whose response was lost may have signed it.
      if (attempts > 1 && !(await read(call)).some((one) => one.id === id)) return undefined;
      return iron.customer.createCustomerSigning({ path, body }, call);
    });
    if (signing) signings.push(signing);
  }
  return signings;
}
