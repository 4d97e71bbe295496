import { type VerificationFailure, WebhookVerificationError } from '../errors.ts';
import { isWebhookVerificationError } from '../guards.ts';

/** The error of a delivery that is not to be trusted; `reason` is on it. */
export function verificationError(
  reason: VerificationFailure,
  message: string,
  cause?: unknown,
): WebhookVerificationError {
  return new WebhookVerificationError(message, { reason }, cause);
}

/** Why a delivery was refused; undefined for every other error. */
export function verificationFailureOf(error: unknown): VerificationFailure | undefined {
  return isWebhookVerificationError(error) ? error.reason : undefined;
}
