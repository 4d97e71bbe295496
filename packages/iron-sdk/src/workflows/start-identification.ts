import type { Identification, IdentificationCreateParamsV2 } from '@org/iron-types';
import { type CallOptions, InvalidRequestError, isApiError, StateError } from '@org/sdk-core';
import { assertId } from '@org/sdk-core/internal';
import { isOpen } from '../onboarding/progress.ts';
import { type ListsIdentifications, readCurrent } from './identifications.ts';

/** How the customer is to be verified; `{ type: 'Link' }` is the hosted way. */
export type IdentificationBody = IdentificationCreateParamsV2;

export interface StartIdentificationOptions {
  /**
   * What to do with an identification that is in progress: `return` it, `throw` an error, or `restart`, which makes the
   * customer begin again. Default `return`.
   */
  readonly inFlight?: 'return' | 'throw' | 'restart' | undefined;
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

/**
 * Gets the identification that is in progress, or starts one: a page can call it each time it is loaded, and after a
 * crash it finds what it started before. Each creation makes a new record, the newest one decides, and so the customer
 * would have to begin again. Iron has no refresh: `url` of the one in progress still works.
 *
 * One in progress is returned only where it is what was asked for. A body with data of its own (Token, Person, Business)
 * or a request for EDD that the one in progress lacks is an error instead, as it would be lost.
 *
 * @throws {StateError} if one is in progress and cannot stand in: an {@link IdentificationInProgressError}, with its
 *   `identificationId`
 * @throws {InvalidRequestError} if the id, the body or `inFlight` is malformed; nothing was created then
 * @throws {ApiError} 409 if another one was started at the same time and is over already
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
  const { inFlight = 'return', call = {} } = options;
  if (inFlight !== 'return' && inFlight !== 'throw' && inFlight !== 'restart') {
    throw new InvalidRequestError(`'inFlight' must be 'return', 'throw' or 'restart'. Nothing was sent.`);
  }
  const create = (): PromiseLike<Identification> =>
    iron.customer.createCustomerIdentificationV2({ path: { id: customerId }, body }, call);
  if (inFlight === 'restart') return create();
  const { idempotencyKey: _creation, ...reading } = call;
  const running = async (): Promise<Identification | undefined> => {
    const current = await readCurrent(iron, customerId, reading);
    if (!current || !isOpen(current)) return undefined;
    if (inFlight === 'throw' || !standsIn(current, body)) throw inProgress(current);
    return current;
  };
  const current = await running();
  if (current) return current;
  try {
    return await create();
  } catch (error) {
    // Another request of the same page may have been first.
    const first = isApiError(error) && error.status === 409 ? await running() : undefined;
    if (first) return first;
    throw error;
  }
}

/** Whether the one in progress is what was asked for. */
function standsIn({ with_edd }: Identification, body: IdentificationBody): boolean {
  return body.type === 'Link' && (body.with_edd !== true || with_edd === true);
}

/** An identification is in progress; with its `identificationId` and `status`. */
export class IdentificationInProgressError extends StateError {
  declare readonly identificationId: string;
  declare readonly status: string;
}

function inProgress({ id, status, url }: Identification): IdentificationInProgressError {
  const next = url ? 'Send them to its url' : 'Wait for its result';
  return new IdentificationInProgressError(
    `Identification ${id} is still in progress (${status}); starting another would make the customer begin again. ${next}, or pass inFlight: 'restart'.`,
    // Not the whole record: its url is for the customer's eyes, and errors get logged.
    { identificationId: id, status, notSent: true, retryable: false },
  );
}
