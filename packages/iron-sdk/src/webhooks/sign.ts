// Deliveries for users' own tests, signed as Iron signs them.
import { ConfigurationError } from '@org/sdk-core';
import type { KnownIronWebhookEvent } from './events.ts';
import { type IronWebhookSecret, secretBytes } from './secrets.ts';
import { computeSignature, formatSignature, ID_HEADER, SIGNATURE_HEADER, TIMESTAMP_HEADER } from './signature.ts';

export interface SignOptions {
  readonly secret: IronWebhookSecret;
  /** When it is signed. Default: now. */
  readonly at?: Date | undefined;
  /** The delivery's id. Default: a random UUID. */
  readonly id?: string | undefined;
}

export interface SignedIronWebhook {
  readonly method: 'POST';
  readonly headers: Readonly<Record<string, string>>;
  /** The very text that was signed. */
  readonly body: string;
}

/**
 * Makes a delivery like Iron's, to test a receiver with.
 *
 * @param event an event, or the raw text of a body
 * @throws {ConfigurationError} if the event, the secret or the time is malformed
 * @example
 * const delivery = await signIronWebhook(event, { secret });
 * const response = await handler(new Request('https://example.com/webhooks/iron', delivery));
 * @see https://docs.iron.xyz/webhooks
 */
export async function signIronWebhook(
  event: KnownIronWebhookEvent | object | string,
  options: SignOptions,
): Promise<SignedIronWebhook> {
  const { secret, at = new Date(), id = crypto.randomUUID() } = options ?? {};
  const [key = new Uint8Array()] = secretBytes([secret]);
  if (!(at instanceof Date) || Number.isNaN(at.getTime()))
    throw new ConfigurationError(`Option 'at' must be a valid Date.`);
  const body = typeof event === 'string' ? event : JSON.stringify(event);
  if (typeof body !== 'string') throw new ConfigurationError(`'event' must be an event, or the raw text of a body.`);
  const timestamp = `${Math.floor(at.getTime() / 1000)}`;
  const signature = formatSignature(await computeSignature(key, timestamp, new TextEncoder().encode(body)));
  return {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      [ID_HEADER]: id,
      [TIMESTAMP_HEADER]: timestamp,
      [SIGNATURE_HEADER]: signature,
    },
    body,
  };
}
