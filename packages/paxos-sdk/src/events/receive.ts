// A delivery in, the full event out, handled once.
import type { Event, WebhookEvent } from '@org/paxos-types';
import { ConfigurationError, DecodeError } from '@org/sdk-core';
import {
  type CheckedReceiver,
  checkReceiver,
  createWebhookReceiver,
  type Delivery,
  type HandlerOptions,
  type ReceiverOptions,
  toFetchHandler,
  verificationError,
} from '@org/sdk-core/webhooks';
import { checkAuthorization, checkCredential, type PaxosEventAuthorization } from './authorization.ts';
import { type PaxosEvent, toPaxosEvent } from './event.ts';

/** The part of a client that reads events. It needs the scope `events:read_event`. */
export interface EventReader {
  readonly events: {
    getEvent(args: { path: { id: string }; query?: { is_test: boolean } }): PromiseLike<Event>;
  };
}

/** Options of Paxos's receivers. `limit` is 65,536 bytes unless given. */
export interface PaxosEventOptions extends ReceiverOptions {
  /** Reads the full event, which the delivery lacks. */
  readonly client: EventReader;
  /** How deliveries prove that they come from Paxos, which signs nothing. */
  readonly authorize: PaxosEventAuthorization;
  /** `answer` test events and do nothing else, or `handle` them as if they were real. Default `answer`. */
  readonly testEvents?: 'answer' | 'handle' | undefined;
}

/** Does the work for an event. Only when it resolves does the event count as handled. */
export type PaxosEventHandler = (event: PaxosEvent, delivery: WebhookEvent) => unknown;

interface Receipt {
  /** What Paxos posted. */
  readonly delivery: WebhookEvent;
  /** What to answer Paxos: 200, or 503 for `busy`, so that it is sent again should the other worker fail. */
  readonly response: Response;
  /** Marks the event as handled. Nothing to do after a handler. */
  done(): Promise<void>;
  /** Marks the event as not handled: its next delivery is. */
  release(): Promise<void>;
}

/**
 * - `handled`: the handler ran to its end
 * - `received`: without a handler; do the work, then call `done`, or `release` if it failed
 * - `duplicate`: it was handled before
 * - `busy`: another worker is handling it
 * - `test`: a test event, answered only
 */
export type PaxosEventReceipt =
  | (Receipt & { readonly outcome: 'handled' | 'received'; readonly event: PaxosEvent })
  | (Receipt & { readonly outcome: 'duplicate' | 'busy' | 'test'; readonly event?: never });

/**
 * Receives a Paxos event: checks its credential in constant time, answers tests, fetches the full event, and gives
 * it its type. With a `dedupeStore` every event is handled once: it is leased for as long as the handler runs, and done
 * only after that resolved, so that nothing is lost when the process dies. Without a handler the lease is not renewed:
 * `lease` has to be longer than your work takes. Paxos wants an answer within half a second, so queue what
 * takes longer.
 *
 * @param request a Fetch `Request`, or raw body and headers; Node's requests are `{ body: req, headers: req.headers }`
 * @throws {WebhookVerificationError} if it is not to be trusted; its `reason` tells why
 * @throws {ConfigurationError} if an option is malformed
 * @throws what fetching the event or the handler throws; then the next delivery of the event is handled
 * @example
 * const { response } = await receivePaxosEvent(
 *   request,
 *   { client: paxos, authorize: { header: 'X-Api-Key', value: key }, dedupeStore },
 *   async (event) => {
 *     if (event.type === 'identity.approved') await queue.add(event.object.identity_id);
 *   },
 * );
 * return response;
 * @see https://docs.paxos.com/guides/webhooks/quickstart
 */
export async function receivePaxosEvent(
  request: Delivery,
  options: PaxosEventOptions,
  handler?: PaxosEventHandler,
): Promise<PaxosEventReceipt> {
  const { client, authorize, testEvents, ...receiver } = checkEventOptions(options);
  const isTest = ({ is_test }: WebhookEvent): boolean => is_test === true;
  const receive = createWebhookReceiver<WebhookEvent, PaxosEvent>({
    ...receiver,
    // Paxos signs nothing: the credential in the headers is all there is.
    verifyHeaders: (headers) => checkCredential(headers, authorize),
    parse: parseDelivery,
    ignore: (delivery) => isTest(delivery) && testEvents === 'answer',
    dedupeKey: (delivery) => dedupeKeyOf(delivery.id, isTest(delivery)),
    load: (delivery) => fetchEvent(client, delivery.id, isTest(delivery)),
  });
  const { delivered, outcome, ...receipt } = await receive(request, handler);
  return { ...receipt, delivery: delivered, outcome: outcome === 'ignored' ? 'test' : outcome } as PaxosEventReceipt;
}

export interface PaxosEventHandlerOptions extends PaxosEventOptions, HandlerOptions {}

/**
 * Makes a route of `receivePaxosEvent`: it answers 200 to what was handled, now or before, 4xx to what is not to be
 * trusted, and 5xx when fetching the event or the handler fails, so that Paxos sends it again. It never throws.
 *
 * @throws {ConfigurationError} at once, if an option is malformed
 * @example
 * export const POST = createPaxosEventHandler({ client: paxos, authorize, dedupeStore }, async (event) => { … });
 * @see https://docs.paxos.com/guides/webhooks/retries-and-limits
 */
export function createPaxosEventHandler(
  options: PaxosEventHandlerOptions,
  handler: PaxosEventHandler,
): (request: Delivery) => Promise<Response> {
  checkEventOptions(options);
  return toFetchHandler(options, (request) => receivePaxosEvent(request, options, handler));
}

/** The key of an event in a dedupe store, however the event came. */
export function dedupeKeyOf(id: string, test: boolean = false): string {
  return `paxos:${test ? 'test:' : ''}${id}`;
}

/** Reads what Paxos posts: that something happened, not what. Throws `WebhookVerificationError` for anything else. */
function parseDelivery(bytes: Uint8Array): WebhookEvent {
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    // Without a cause: its message would quote the body.
    throw verificationError('body', 'The body is not JSON, so it is not a Paxos event.');
  }
  const { id, type } = (body ?? {}) as Partial<WebhookEvent>;
  // The id becomes part of a path and of a key.
  if (typeof id !== 'string' || !/^[\w-]{1,100}$/.test(id) || typeof type !== 'string') {
    throw verificationError('body', 'The body is not a Paxos event: it lacks an id or a type.');
  }
  return body as WebhookEvent;
}

async function fetchEvent(client: EventReader, id: string, test: boolean): Promise<PaxosEvent> {
  const event = await client.events.getEvent({ path: { id }, ...(test && { query: { is_test: true } }) });
  if (event?.id !== id) {
    throw new DecodeError(`getEvent was called for event ${id} and returned another one.`, { retryable: true });
  }
  return toPaxosEvent(event);
}

interface Checked extends CheckedReceiver {
  readonly client: EventReader;
  readonly authorize: PaxosEventAuthorization;
  readonly testEvents: 'answer' | 'handle';
}

/** @throws {ConfigurationError} if an option is malformed */
function checkEventOptions(options: PaxosEventOptions): Checked {
  const { client, authorize, testEvents = 'answer' } = options ?? {};
  if (typeof client?.events?.getEvent !== 'function') {
    throw new ConfigurationError(
      "Option 'client' must be a client of Paxos's, made with the scope 'events:read_event'.",
    );
  }
  if (testEvents !== 'answer' && testEvents !== 'handle') {
    throw new ConfigurationError(`Option 'testEvents' must be 'answer' or 'handle' (got '${testEvents}').`);
  }
  return { ...checkReceiver(options, 65_536), client, authorize: checkAuthorization(authorize), testEvents };
}
