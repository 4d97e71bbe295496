// A delivery in, the full event out, handled once.
import type { Event, WebhookEvent } from '@org/paxos-types';
import { ConfigError, DecodeError } from '@org/sdk-core';
import {
  answer,
  checkLimit,
  checkOnce,
  claim,
  type Delivery,
  handleOnce,
  type OnceOptions,
  readRawBody,
} from '@org/sdk-core/receive';
import { checkAuthorization, checkCredential, type PaxosEventAuthorization } from './authorization.ts';
import { parseDelivery } from './delivery.ts';
import { type PaxosEvent, toPaxosEvent } from './event.ts';

/** The part of a client that reads events. It needs the scope `events:read_event`. */
export interface EventReader {
  readonly events: {
    getEvent(args: { path: { id: string }; query?: { is_test: boolean } }): PromiseLike<Event>;
  };
}

export interface PaxosEventOptions extends OnceOptions {
  /** Reads the full event, which the delivery lacks. */
  readonly client: EventReader;
  /** How deliveries prove that they come from Paxos, which signs nothing. */
  readonly authorize: PaxosEventAuthorization;
  /** `answer` test events and do nothing else, or `handle` them as if they were real. Default `answer`. */
  readonly testEvents?: 'answer' | 'handle' | undefined;
  /** Bytes that a body may have. 65,536. */
  readonly limit?: number | undefined;
}

/** Does the work for an event. Only when it resolves does the event count as handled. */
export type PaxosEventHandler = (event: PaxosEvent, delivery: WebhookEvent) => unknown;

interface Receipt {
  /** What Paxos posted. */
  readonly delivery: WebhookEvent;
  /** What to answer Paxos: 200, or 503 for `busy`, so that it is sent again should the other worker fail. */
  readonly response: Response;
  /** Says that the event was handled. Nothing else to do after a handler. */
  done(): Promise<void>;
  /** Says that the event was not handled: its next delivery is. */
  release(): Promise<void>;
}

/**
 * - `handled`: the handler ran to its end
 * - `received`: without a handler; do the work, then call `done`, or `release` if it failed
 * - `duplicate`: it was handled before
 * - `busy`: another worker is at it
 * - `test`: a test event, answered only
 */
export type PaxosEventReceipt =
  | (Receipt & { readonly outcome: 'handled' | 'received'; readonly event: PaxosEvent })
  | (Receipt & { readonly outcome: 'duplicate' | 'busy' | 'test'; readonly event?: never });

/**
 * Receives an event of Paxos's: checks its credential in constant time, answers tests, fetches the full event, and gives
 * it its type. With a `replayStore` every event is handled once: it is leased while the handler runs, and done only after
 * that resolved, so that nothing is lost when the process dies. Paxos wants an answer within half a second, so queue what
 * takes longer.
 *
 * @param request a Fetch `Request`, or raw body and headers; Node's requests are `{ body: req, headers: req.headers }`
 * @throws {WebhookVerificationError} if it is not to be trusted; `refusalOf` tells why
 * @throws {ConfigError} if an option is malformed
 * @throws what fetching the event or the handler throws; then the next delivery of the event is handled
 * @example
 * const { response } = await receivePaxosEvent(
 *   request,
 *   { client: paxos, authorize: { header: 'X-Api-Key', value: key }, replayStore },
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
  const { client, authorize, testEvents, limit } = checkEventOptions(options);
  if (handler !== undefined && typeof handler !== 'function') throw new ConfigError('The handler must be a function.');
  await checkCredential(request?.headers, authorize);
  const delivery = parseDelivery(await readRawBody(request, limit));
  const test = delivery.is_test === true;
  const nothing = { delivery, done: idle, release: idle };
  if (test && testEvents === 'answer') return { ...nothing, outcome: 'test', response: answer('handled') };

  const key = `paxos:${test ? 'test:' : ''}${delivery.id}`;
  if (handler) {
    let event: PaxosEvent | undefined;
    const outcome = await handleOnce(key, options, async () => {
      event = await fetchEvent(client, delivery.id, test);
      await handler(event, delivery);
    });
    const response = answer(outcome);
    return outcome === 'handled' && event
      ? { ...nothing, outcome, event, response }
      : { ...nothing, outcome: outcome as 'duplicate' | 'busy', response };
  }
  const { outcome, done, release } = await claim(key, options);
  const response = answer(outcome);
  if (outcome !== 'received') return { ...nothing, outcome, response };
  try {
    return { delivery, outcome, event: await fetchEvent(client, delivery.id, test), response, done, release };
  } catch (error) {
    // A store that fails here must not hide why there is no event; the lease ends by itself.
    await release().catch(() => {});
    throw error;
  }
}

async function idle(): Promise<void> {}

async function fetchEvent(client: EventReader, id: string, test: boolean): Promise<PaxosEvent> {
  const event = await client.events.getEvent({ path: { id }, ...(test && { query: { is_test: true } }) });
  if (event?.id !== id)
    throw new DecodeError(`GetEvent was asked for event ${id} and answered with another one, or none.`);
  return toPaxosEvent(event);
}

interface Checked {
  readonly client: EventReader;
  readonly authorize: PaxosEventAuthorization;
  readonly testEvents: 'answer' | 'handle';
  readonly limit: number;
}

/** @throws {ConfigError} if an option is malformed */
export function checkEventOptions(options: PaxosEventOptions): Checked {
  const { client, authorize, testEvents = 'answer', limit = 65_536 } = options ?? {};
  if (typeof client?.events?.getEvent !== 'function') {
    throw new ConfigError("Option 'client' must be a client of Paxos's, made with the scope 'events:read_event'.");
  }
  if (testEvents !== 'answer' && testEvents !== 'handle') {
    throw new ConfigError(`Option 'testEvents' must be 'answer' or 'handle', not '${testEvents}'.`);
  }
  checkOnce(options);
  return { client, authorize: checkAuthorization(authorize), testEvents, limit: checkLimit(limit) };
}
