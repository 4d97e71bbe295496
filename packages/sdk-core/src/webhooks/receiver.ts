import { ConfigurationError } from '../errors.ts';
import { type Delivery, readRawBody } from './body.ts';
import {
  type CheckedDedupe,
  checkDedupe,
  checkMs,
  claim,
  type DedupeKey,
  type DedupeOptions,
  handleOnce,
  LONGEST_TIMER,
} from './dedupe.ts';
import type { DeliveredHeaders } from './headers.ts';
import { type DeliveryOutcome, toResponse } from './respond.ts';

/** Options of the receivers of every provider. */
export interface ReceiverOptions extends DedupeOptions {
  /** Bytes that a body may have; a longer one is answered with 413. */
  readonly limit?: number | undefined;
  /** Milliseconds in which the body has to arrive; one that takes longer is answered with 408. 10,000. */
  readonly bodyTimeout?: number | undefined;
}

/** The options, checked and complete. */
export interface CheckedReceiver extends CheckedDedupe {
  readonly limit: number;
  readonly bodyTimeout: number;
}

/**
 * Checks the options and fills in defaults. Throws `ConfigurationError`.
 *
 * @param longest bytes that a body may have where the options do not say
 */
export function checkReceiver(options: ReceiverOptions, longest: number): CheckedReceiver {
  const { limit = longest, bodyTimeout = 10_000 } = options;
  if (!Number.isInteger(limit) || limit < 1) {
    throw new ConfigurationError(`Option 'limit' must be a positive integer of bytes (got ${limit}).`);
  }
  checkMs('bodyTimeout', bodyTimeout, LONGEST_TIMER);
  return { ...checkDedupe(options), limit, bodyTimeout };
}

/** What an SDK knows of its provider's deliveries. `Proof` is what the headers say of the body, such as its signature. */
export interface WebhookReceiverConfig<Delivered, Event, Proof = void> extends CheckedReceiver {
  /** Checks the headers before the body is read, and returns their proof. Throws `WebhookVerificationError`. */
  readonly verifyHeaders: (headers: DeliveredHeaders) => Proof | PromiseLike<Proof>;
  /** Checks the body against the proof. Throws `WebhookVerificationError`. */
  readonly verify?: ((body: Uint8Array, proof: Proof) => void | PromiseLike<void>) | undefined;
  /** Makes of a verified body what was delivered. Throws `WebhookVerificationError` if it is not an event. */
  readonly parse: (body: Uint8Array) => Delivered;
  /** The name under which the event is remembered. */
  readonly dedupeKey: (delivered: Delivered, body: Uint8Array) => DedupeKey | PromiseLike<DedupeKey>;
  /** True for what is only to be answered, such as a test event. */
  readonly ignore?: ((delivered: Delivered) => boolean) | undefined;
  /** Makes the event of what was delivered, once it is known that it is to be handled. */
  readonly load: (delivered: Delivered) => Event | PromiseLike<Event>;
}

/** What became of a delivery. */
export interface Receipt<Delivered, Event> {
  readonly delivered: Delivered;
  /** Absent where there was nothing to handle. */
  readonly event?: Event;
  readonly outcome: DeliveryOutcome | 'ignored';
  /** What to answer the sender. */
  readonly response: Response;
  /** Marks the event as handled. Nothing to do after a handler. */
  done(): Promise<void>;
  /** Marks the event as not handled: its next delivery is. */
  release(): Promise<void>;
}

/** Receives deliveries: without a handler the event stays leased until `done` or `release` of its receipt. */
export type WebhookReceiver<Delivered, Event> = (
  request: Delivery,
  handler?: (event: Event, delivered: Delivered) => unknown,
) => Promise<Receipt<Delivered, Event>>;

/**
 * Makes a receiver: headers first, then the body, then the signature, then what it says, then whether it was handled
 * before.
 */
export function createWebhookReceiver<Delivered, Event, Proof = void>(
  config: WebhookReceiverConfig<Delivered, Event, Proof>,
): WebhookReceiver<Delivered, Event> {
  return async (request, handler) => {
    if (handler !== undefined && typeof handler !== 'function') {
      throw new ConfigurationError('The handler must be a function.');
    }
    const { headers } = (request ?? {}) as Delivery;
    const proof = await config.verifyHeaders(headers);
    const body = await readRawBody(request, config);
    await config.verify?.(body, proof);
    const delivered = config.parse(body);
    const nothing = { delivered, done: async () => {}, release: async () => {} };
    if (config.ignore?.(delivered)) return { ...nothing, outcome: 'ignored', response: toResponse('handled') };
    const key = await config.dedupeKey(delivered, body);
    if (!handler) return take(config, delivered, key);
    let event: Event | undefined;
    const outcome = await handleOnce(key, config, async () => {
      event = await config.load(delivered);
      await handler(event, delivered);
    });
    return { ...nothing, outcome, response: toResponse(outcome), ...(event !== undefined && { event }) };
  };
}

/** Claims an event for a caller that handles it itself. */
async function take<Delivered, Event, Proof>(
  config: WebhookReceiverConfig<Delivered, Event, Proof>,
  delivered: Delivered,
  key: DedupeKey,
): Promise<Receipt<Delivered, Event>> {
  const { outcome, done, release } = await claim(key, config);
  const receipt = { delivered, outcome, response: toResponse(outcome), done, release };
  if (outcome !== 'received') return receipt;
  try {
    return { ...receipt, event: await config.load(delivered) };
  } catch (error) {
    // A store that fails here must not hide the first error; the lease ends by itself.
    await release().catch(() => {});
    throw error;
  }
}
