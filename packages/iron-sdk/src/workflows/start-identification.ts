import type { Identification, IdentificationCreateParamsV2 } from '@org/iron-types';
import { type CallOptions, InvalidRequestError, isApiError, StateError } from '@org/sdk-core';
import { assertId } from '@org/sdk-core/internal';
import { isOpen } from '../onboarding/progress.ts';
import { type ListsIdentifications, readCurrent } from './identifications.ts';
import { beginSteps, createOnce } from './steps.ts';
import type { IronWaitOptions } from './wait-options.ts';

/** How the customer is to be verified; `{ type: 'Link' }` is the hosted way. */
export type IdentificationBody = IdentificationCreateParamsV2;

export interface StartIdentificationOptions extends IronWaitOptions {
  /**
   * What to do with an identification that is in progress: `return` it, `throw` an error, or `restart`, which makes the
   * customer begin again. Default `return`.
   */
  readonly inFlight?: 'return' | 'throw' | 'restart' | undefined;
  /** The key of the creation, a UUID. Default: a new one. */
  readonly idempotencyKey?: string | undefined;
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
 * or a request for EDD that the one in progress lacks is an error instead, as it would be lost. Documented: that each
 * creation makes a new record, and that the newest decides. Inferred: that a 409 means that one is in progress.
 *
 * @throws {StateError} if one is in progress and cannot stand in: an {@link IdentificationInProgressError}, with its
 *   `identificationId`
 * @throws {InvalidRequestError} if the id, the body or `inFlight` is malformed; nothing was created then
 * @throws {ApiError} if Iron refuses it: 409 if another one was started at the same time and is over already
 * @throws {WaitTimeoutError} if the deadline comes first; call again, and it goes on
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
  const { inFlight = 'return', idempotencyKey, ...waiting } = options;
  if (inFlight !== 'return' && inFlight !== 'throw' && inFlight !== 'restart') {
    throw new InvalidRequestError(`'inFlight' must be 'return', 'throw' or 'restart'. Nothing was sent.`);
  }
  const steps = beginSteps(waiting);
  const args = { path: { id: customerId }, body };
  const create = (call: CallOptions, key = idempotencyKey): PromiseLike<Identification> =>
    iron.customer.createCustomerIdentificationV2(args, key === undefined ? call : { ...call, idempotencyKey: key });
  if (inFlight === 'restart') return createOnce(steps, idempotencyKey ?? crypto.randomUUID(), create);
  const running = async (call: CallOptions): Promise<Identification | undefined> => {
    const current = await readCurrent(iron, customerId, call);
    if (!current || !isOpen(current)) return undefined;
    if (inFlight === 'throw' || !standsIn(current, body)) throw inProgress(current);
    return current;
  };
  return steps.run(async (call) => {
    // Each time: an attempt whose response was lost may have started it.
    const current = await running(call);
    if (current) return current;
    try {
      return await create(call);
    } catch (error) {
      // Another request of the same page may have been first.
      const first = isApiError(error) && error.status === 409 ? await running(call) : undefined;
      if (first) return first;
      throw error;
    }
  });
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
