// A delivery in, a verified event out, handled once.
import { type Clock, ConfigError } from '@org/sdk-core';
import {
  answer,
  checkLimit,
  checkOnce,
  claim,
  type Delivery,
  handleOnce,
  type OnceOptions,
  readHeader,
  readRawBody,
} from '@org/sdk-core/receive';
import { type IronWebhookEvent, parseEvent } from './events.ts';
import { type IronWebhookSecret, secretBytes } from './secrets.ts';
import { ID_HEADER, toHex } from './signature.ts';
import { checkTolerance, verify } from './verify.ts';

export interface IronWebhookOptions extends OnceOptions {
  /** The webhook's secret, or several while they are being changed: each is tried. */
  readonly secrets: IronWebhookSecret | readonly IronWebhookSecret[];
  /** Milliseconds that the signature may be old, or ahead of this machine's clock. 300,000. */
  readonly tolerance?: number | undefined;
  /** Bytes that a body may have. 1,048,576. */
  readonly limit?: number | undefined;
  /** Default: the real time. */
  readonly clock?: Pick<Clock, 'now'> | undefined;
}

/** Does the work for an event. Only when it resolves does the event count as handled. */
export type IronWebhookHandler = (event: IronWebhookEvent) => unknown;

export interface IronWebhookReceipt {
  readonly event: IronWebhookEvent;
  /**
   * - `handled`: the handler ran to its end
   * - `received`: without a handler; do the work, then call `done`, or `release` if it failed
   * - `duplicate`: it was handled before
   * - `busy`: another worker is at it
   */
  readonly outcome: 'handled' | 'received' | 'duplicate' | 'busy';
  /** True for `duplicate` and `busy`: there is nothing to do. */
  readonly duplicate: boolean;
  /** The header `webhook-id`, for logs. It is not signed, so nothing may depend on it. */
  readonly deliveryId: string | undefined;
  /** What to answer Iron: 200, or 503 for `busy`, so that it is sent again should the other worker fail. */
  readonly response: Response;
  /** Says that the event was handled. Nothing else to do after a handler. */
  done(): Promise<void>;
  /** Says that the event was not handled: its next delivery is. */
  release(): Promise<void>;
}

/**
 * Receives a webhook of Iron's: checks who sent it and when, and gives its event. With a `replayStore` every event is
 * handled once: it is leased while the handler runs, and done only after that resolved, so that nothing is lost when the
 * process dies. An event is known by its body, which is signed; Iron's `webhook-id` is not.
 *
 * @param request a Fetch `Request`, or raw body and headers; Node's requests are `{ body: req, headers: req.headers }`
 * @throws {WebhookVerificationError} if it is not to be trusted; `refusalOf` tells why
 * @throws {ConfigError} if an option is malformed
 * @throws whatever the handler throws; then the next delivery of the event is handled
 * @example
 * const { response } = await receiveIronWebhook(request, { secrets, replayStore }, async (event) => {
 *   if (event.type === 'customer_status') await queue.add(event.data.customer_id);
 * });
 * return response;
 * @see https://docs.iron.xyz/webhooks
 */
export async function receiveIronWebhook(
  request: Delivery,
  options: IronWebhookOptions,
  handler?: IronWebhookHandler,
): Promise<IronWebhookReceipt> {
  const { secrets, tolerance, limit, clock } = checkOptions(options);
  if (handler !== undefined && typeof handler !== 'function') throw new ConfigError(`The handler must be a function.`);
  const body = await readRawBody(request, limit);
  await verify(request, body, { secrets, tolerance, now: clock.now() });
  const event = parseEvent(body);
  const id = `iron:${toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', body as BufferSource)))}`;
  const receipt = (outcome: IronWebhookReceipt['outcome']): Omit<IronWebhookReceipt, 'done' | 'release'> => ({
    event,
    outcome,
    duplicate: outcome === 'duplicate' || outcome === 'busy',
    deliveryId: readHeader(request.headers, ID_HEADER),
    response: answer(outcome),
  });
  if (!handler) {
    const { outcome, done, release } = await claim(id, options);
    return { ...receipt(outcome), done, release };
  }
  const outcome = await handleOnce(id, options, () => handler(event));
  return { ...receipt(outcome), done: nothing, release: nothing };
}

async function nothing(): Promise<void> {}

/** @throws {ConfigError} if an option is malformed */
export function checkOptions(options: IronWebhookOptions): Checked {
  const { secrets, tolerance = 300_000, limit = 1_048_576, clock = Date } = options ?? {};
  if (secrets === undefined) {
    throw new ConfigError(`Option 'secrets' is missing: give the webhook's secret from the dashboard.`);
  }
  checkOnce(options);
  return {
    secrets: secretBytes(secrets),
    tolerance: checkTolerance(tolerance),
    limit: checkLimit(limit),
    clock,
  };
}

interface Checked {
  readonly secrets: readonly Uint8Array[];
  readonly tolerance: number;
  readonly limit: number;
  readonly clock: Pick<Clock, 'now'>;
}
