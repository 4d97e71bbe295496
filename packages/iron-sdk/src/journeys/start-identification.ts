import type { Identification, IdentificationCreateParamsV2, IdentificationStatus } from '@org/iron-types';
import { type CallOptions, ConfigError } from '@org/sdk-core';
import type { Known } from '../onboarding/known.ts';
import { type ListsIdentifications, readCurrent } from './identifications.ts';
import { checkId } from './options.ts';

/** How the customer is to be verified; `{ type: 'Link' }` is the hosted way. */
export type IdentificationBody = IdentificationCreateParamsV2;

export interface StartIdentificationOptions {
  /** Starts one even though another is in flight, which throws the customer back to the beginning. Default false. */
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
 * Starts an identification, unless the customer has one in flight: each creation makes a new record, the newest one
 * decides, and so the customer would have to begin again. Iron has no refresh: to follow the one in flight, read it, or
 * use `waitForIdentification`; its `url` still works.
 *
 * @throws {ConfigError} if one is in flight (`identificationId` on the error tells which; after a crash it may be your
 *   own), or the id or the body is malformed; nothing was created then
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
  checkId('customerId', customerId);
  if (typeof body?.type !== 'string') {
    throw new ConfigError(`'body' must name its 'type': Link, Token, Person or Business. Nothing was sent.`);
  }
  const { resetInFlight = false, call = {} } = options;
  if (!resetInFlight) {
    const { idempotencyKey: _creation, ...reading } = call;
    const current = await readCurrent(iron, customerId, reading);
    // A status that this version does not know may be on its way.
    if (current && (Object.hasOwn(IN_FLIGHT, current.status) ? IN_FLIGHT[current.status as 'Pending'] : true)) {
      throw inFlight(current);
    }
  }
  return iron.customer.createCustomerIdentificationV2({ path: { id: customerId }, body }, call);
}

function inFlight(identification: Identification): ConfigError {
  const { id, status, url } = identification;
  const next = url ? 'send the customer to its url' : 'wait for its result';
  return new ConfigError(
    `identification ${id} is in flight ('${status}'), and a new one would throw the customer back: ${next}, or give resetInFlight: true.`,
    undefined,
    // Not the whole record: its url is for the customer's eyes, and errors get logged.
    { identificationId: id, status },
  );
}
