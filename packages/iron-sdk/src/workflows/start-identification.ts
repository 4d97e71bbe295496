import type { Identification, IdentificationCreateParamsV2, IdentificationStatus } from '@org/iron-types';
import { type CallOptions, InvalidRequestError, StateError } from '@org/sdk-core';
import { assertId, lookup } from '@org/sdk-core/internal';
import type { Known } from '../onboarding/known.ts';
import { type ListsIdentifications, readCurrent } from './identifications.ts';

/** How the customer is to be verified; `{ type: 'Link' }` is the hosted way. */
export type IdentificationBody = IdentificationCreateParamsV2;

export interface StartIdentificationOptions {
  /** Starts one even though another is in progress, which makes the customer begin again. Default false. */
  readonly resetInFlight?: boolean | undefined;
  /** For each call; the idempotency key is that of the creation. */
  readonly call?: CallOptions | undefined;
}

/** The part of a client that lists and creates identifications. */
export interface StartsIdentifications extends ListsIdentifications {
  readonly customer: ListsIdentifications['customer'] & {
    createCustomerIdentificationV2(
      args: { path: { id: string }; body: IdentificationBody },
      options?: CallOptions,
    ): PromiseLike<Identification>;
  };
}

const IN_FLIGHT: Readonly<Record<Known<IdentificationStatus>, boolean>> = {
  Pending: true,
  Processed: true,
  PendingReview: true,
  Approved: false,
  Declined: false,
  Expired: false,
  Archived: false,
};

/**
 * Starts an identification, unless the customer has one in progress: each creation makes a new record, the newest one
 * decides, and so the customer would have to begin again. Iron has no refresh: to follow the one in progress, read it, or
 * use `waitForIdentification`; its `url` still works.
 *
 * @throws {StateError} if one is in progress: an {@link IdentificationInProgressError}, with its `identificationId`;
 *   after a crash it may be your own
 * @throws {InvalidRequestError} if the id or the body is malformed; nothing was created then
 * @throws {ApiError} 409 if another one was started at the same time
 * @example
 * const { url } = await startIdentification(iron, customer.id, { type: 'Link' });
 * @see https://docs.iron.xyz/onboarding
 */
export async function startIdentification(
  iron: StartsIdentifications,
  customerId: string,
  body: IdentificationBody,
  options: StartIdentificationOptions = {},
): Promise<Identification> {
  assertId('customerId', customerId);
  if (typeof body?.type !== 'string') {
    throw new InvalidRequestError(`'body' must name its 'type': Link, Token, Person or Business. Nothing was sent.`);
  }
  const { resetInFlight = false, call = {} } = options;
  if (!resetInFlight) {
    const { idempotencyKey: _creation, ...reading } = call;
    const current = await readCurrent(iron, customerId, reading);
    // A status that this version does not know may be one in progress.
    if (current && (lookup(IN_FLIGHT, current.status) ?? true)) {
      throw inProgress(current);
    }
  }
  return iron.customer.createCustomerIdentificationV2({ path: { id: customerId }, body }, call);
}

/** An identification is in progress; with its `identificationId` and `status`. */
export class IdentificationInProgressError extends StateError {
  declare readonly identificationId: string;
  declare readonly status: string;
}

function inProgress({ id, status, url }: Identification): IdentificationInProgressError {
  const next = url ? 'Send them to its url' : 'Wait for its result';
  return new IdentificationInProgressError(
    `Identification ${id} is still in progress (${status}); starting another would make the customer begin again. ${next}, or pass resetInFlight: true.`,
    // Not the whole record: its url is for the customer's eyes, and errors get logged.
    { identificationId: id, status, notSent: true, retryable: false },
  );
}
