// A delivery in, a verified event out, handled once.
import { ConfigurationError } from '@org/sdk-core';
import {
  type CheckedReceiver,
  checkReceiver,
  createWebhookReceiver,
  type DedupeKey,
  type Delivery,
  type HandlerOptions,
  type ReceiverOptions,
  readHeader,
  toFetchHandler,
} from '@org/sdk-core/webhooks';
import { type IronWebhookEvent, parseEvent, semanticKey } from './events.ts';
import { type IronWebhookSecret, secretBytes } from './secrets.ts';
import { ID_HEADER, toHex } from './signature.ts';
import { checkTolerance, type SignedHeaders, verifyBody, verifyHeaders } from './verify.ts';

/** Options of Iron's receivers. `limit` is 1,048,576 bytes unless given. */
export interface IronWebhookOptions extends ReceiverOptions {
  /** The webhook's secret, or several during a rotation: each is tried. */
  readonly secrets: IronWebhookSecret | readonly IronWebhookSecret[];
  /** Milliseconds that the signature may be old, or ahead of this machine's clock. 300,000. */
  readonly tolerance?: number | undefined;
  /**
   * Names an event, so that it is handled once. Default: its kind, record and status, of which the last handled is
   * remembered for each record; for an event that this version does not know, its whole body, as where you return
   * undefined. Of names with a `group` only the one handled last is remembered.
   */
  readonly dedupeKey?: ((event: IronWebhookEvent) => DedupeKey | undefined) | undefined;
}

/** Does the work for an event. Only when it resolves does the event count as handled. */
export type IronWebhookHandler = (event: IronWebhookEvent) => unknown;

export interface IronWebhookReceipt {
  readonly event: IronWebhookEvent;
  /**
   * - `handled`: the handler ran to its end
   * - `received`: without a handler; do the work, then call `done`, or `release` if it failed
   * - `duplicate`: it was handled before
   * - `busy`: another worker is handling it
   */
  readonly outcome: 'handled' | 'received' | 'duplicate' | 'busy';
  /** True for `duplicate` and `busy`: there is nothing to do. */
  readonly duplicate: boolean;
  /** The header `webhook-id`, for logs. It is not signed, so nothing may depend on it. */
  readonly deliveryId: string | undefined;
  /** What to answer Iron: 200, or 503 for `busy`, so that it is sent again should the other worker fail. */
  readonly response: Response;
  /** Marks the event as handled. Nothing to do after a handler. */
  done(): Promise<void>;
  /** Marks the event as not handled: its next delivery is. */
  release(): Promise<void>;
}

/**
 * Receives an Iron webhook: checks who sent it and when, and returns its event. With a `dedupeStore` every event is
 * handled once: it is leased for as long as the handler runs, and done only after that resolved, so that nothing is lost
 * when the process dies. Without a handler the lease is not renewed: `lease` has to be longer than your work takes. An
 * event is known by its kind, record and status, which are signed; Iron's `webhook-id` is not. Documented: that Iron sends
 * an event again until it is answered with 200. Not documented: whether its `timestamp` changes then, so it does not count.
 *
 * @param request a Fetch `Request`, or raw body and headers; Node's requests are `{ body: req, headers: req.headers }`
 * @throws {WebhookVerificationError} if it is not to be trusted; its `reason` tells why
 * @throws {ConfigurationError} if an option is malformed
 * @throws whatever the handler throws; then the next delivery of the event is handled
 * @example
 * const { response } = await receiveIronWebhook(request, { secrets, dedupeStore }, async (event) => {
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
  const { secrets, tolerance, dedupeKey, ...receiver } = checkOptions(options);
  const receive = createWebhookReceiver<IronWebhookEvent, IronWebhookEvent, SignedHeaders>({
    ...receiver,
    verifyHeaders: (headers) => verifyHeaders(headers, { tolerance, now: receiver.clock.now() }),
    verify: (body, signed) => verifyBody(body, signed, secrets),
    parse: parseEvent,
    dedupeKey: (event, body) => keyOf(event, body, dedupeKey ?? semanticKey),
    load: (event) => event,
  });
  const {
    delivered: event,
    outcome,
    response,
    done,
    release,
  } = await receive(
    request,
    // Anything else is left for the receiver to refuse.
    typeof handler === 'function' ? (event) => handler(event) : handler,
  );
  return {
    event,
    outcome: outcome as IronWebhookReceipt['outcome'],
    duplicate: outcome === 'duplicate' || outcome === 'busy',
    deliveryId: readHeader(request.headers, ID_HEADER),
    response,
    done,
    release,
  };
}

export interface IronWebhookHandlerOptions extends IronWebhookOptions, HandlerOptions {}

/**
 * Makes a route of `receiveIronWebhook`: it answers 200 to what was handled, now or before, 4xx to what is not to be
 * trusted, and 5xx when the handler fails, so that Iron sends the event again. It never throws.
 *
 * @throws {ConfigurationError} at once, if an option is malformed
 * @example
 * export const POST = createIronWebhookHandler({ secrets, dedupeStore }, async (event) => { … });
 * @see https://docs.iron.xyz/webhooks
 */
export function createIronWebhookHandler(
  options: IronWebhookHandlerOptions,
  handler: IronWebhookHandler,
): (request: Delivery) => Promise<Response> {
  checkOptions(options);
  return toFetchHandler(options, (request) => receiveIronWebhook(request, options, handler));
}

/** @throws {ConfigurationError} if an option is malformed */
function checkOptions(options: IronWebhookOptions): Checked {
  const { secrets, tolerance = 300_000, dedupeKey } = options ?? {};
  if (secrets === undefined) {
    throw new ConfigurationError(`Option 'secrets' is missing: pass the webhook's secret from the dashboard.`);
  }
  if (dedupeKey !== undefined && typeof dedupeKey !== 'function') {
    throw new ConfigurationError(`Option 'dedupeKey' must be a function that returns a string.`);
  }
  return {
    ...checkReceiver(options, 1_048_576),
    dedupeKey,
    secrets: secretBytes(secrets),
    tolerance: checkTolerance(tolerance),
  };
}

/** The name as it is in the store. */
async function keyOf(
  event: IronWebhookEvent,
  body: Uint8Array,
  name: (event: IronWebhookEvent) => DedupeKey | undefined,
): Promise<DedupeKey> {
  const named = name(event);
  const key = named === undefined ? await hashOf(body) : named;
  const { id, group } = typeof key === 'string' ? { id: key, group: undefined } : (key ?? {});
  if (typeof id !== 'string' || !id || (group !== undefined && typeof group !== 'string')) {
    throw new ConfigurationError(`dedupeKey() must return a non-empty string, or { id, group }.`);
  }
  return group === undefined ? `iron:${id}` : { id: `iron:${id}`, group: `iron:${group}` };
}

async function hashOf(body: Uint8Array): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', body as BufferSource)));
}

interface Checked extends CheckedReceiver {
  readonly dedupeKey: IronWebhookOptions['dedupeKey'];
  readonly secrets: readonly Uint8Array[];
  readonly tolerance: number;
}
