import { type SdkError, WebhookVerificationError } from '../errors.ts';

/**
 * Why a delivery is not to be trusted.
 *
 * - `headers`: a header that proves where it comes from is missing or malformed
 * - `signature`: it does not prove that it comes from the provider
 * - `timestamp`: it was signed too long ago, or in the future
 * - `parsed-body`: the receiver got something other than the bytes that were sent
 * - `too-large`: the body is longer than the receiver takes
 * - `body`: the body is not an event
 */
export type Refusal = 'headers' | 'signature' | 'timestamp' | 'parsed-body' | 'too-large' | 'body';

/** The error of a delivery that is not to be trusted; `reason` is on it. */
export function refuse(reason: Refusal, message: string, cause?: unknown): WebhookVerificationError {
  return new WebhookVerificationError(message, undefined, { reason }, cause);
}

/** Why an error refuses a delivery; undefined for every other error. */
export function refusalOf(error: unknown): Refusal | undefined {
  const refused =
    (error as SdkError | undefined)?.isSdkError && (error as SdkError).name === 'WebhookVerificationError';
  return refused ? (error as { reason?: Refusal }).reason : undefined;
}
