import type {
  AbortedError,
  ApiError,
  ConfigurationError,
  ConnectionError,
  DecodeError,
  InvalidRequestError,
  PaginationError,
  RateLimitError,
  SdkError,
  StateError,
  TerminalStateError,
  TimeoutError,
  TokenError,
  WaitTimeoutError,
  WebhookVerificationError,
} from './errors.ts';

/** True for every error of the SDKs, of whichever copy of this package. */
export function isSdkError(error: unknown): error is SdkError {
  return (error as SdkError | undefined)?.isSdkError === true;
}

function is(error: unknown, name: string): boolean {
  return isSdkError(error) && error.name === name;
}

/** The guard of an SDK: `Errors` maps each operation to the union of its errors by status. */
export interface ApiErrorGuard<Errors> {
  (error: unknown): error is ApiError;
  <Name extends keyof Errors & string>(error: unknown, operation: Name): error is Errors[Name] & ApiError;
}

/**
 * True when the provider answered with an error; with the name of a method, when it answered that operation.
 *
 * @example
 * if (isApiError(error, 'createCustomer') && error.status === 409) error.body;
 */
export function isApiError(error: unknown, operation?: string): error is ApiError {
  return is(error, 'ApiError') && (!operation || (error as ApiError).operation === operation);
}

/** True when no access token could be obtained. */
export function isTokenError(error: unknown): error is TokenError {
  return is(error, 'TokenError');
}

/** True when the call was withheld because of a rate limit. */
export function isRateLimitError(error: unknown): error is RateLimitError {
  return is(error, 'RateLimitError');
}

/** True when there was no complete response. */
export function isConnectionError(error: unknown): error is ConnectionError {
  return is(error, 'ConnectionError');
}

/** True when the time of an attempt or of the whole call was up. */
export function isTimeoutError(error: unknown): error is TimeoutError {
  return is(error, 'TimeoutError');
}

/** True when the caller's signal ended the call. */
export function isAbortedError(error: unknown): error is AbortedError {
  return is(error, 'AbortedError');
}

/** True when a success had a body other than the contract promises. */
export function isDecodeError(error: unknown): error is DecodeError {
  return is(error, 'DecodeError');
}

/** True when arguments or options of a call were refused; nothing was sent. */
export function isInvalidRequestError(error: unknown): error is InvalidRequestError {
  return is(error, 'InvalidRequestError');
}

/** True when options of a client or a helper were refused. */
export function isConfigurationError(error: unknown): error is ConfigurationError {
  return is(error, 'ConfigurationError');
}

/** True when the record's state did not allow what was asked for. */
export function isStateError(error: unknown): error is StateError {
  return is(error, 'StateError');
}

/** True when a webhook delivery is not to be trusted. */
export function isWebhookVerificationError(error: unknown): error is WebhookVerificationError {
  return is(error, 'WebhookVerificationError');
}

/** True when a cursor came back twice. */
export function isPaginationError(error: unknown): error is PaginationError {
  return is(error, 'PaginationError');
}

/** True when waiting ended before the awaited state was reached. */
export function isWaitTimeoutError(error: unknown): error is WaitTimeoutError {
  return is(error, 'WaitTimeoutError');
}

/** True when waiting met a state from which the awaited one is not reached. */
export function isTerminalStateError(error: unknown): error is TerminalStateError {
  return is(error, 'TerminalStateError');
}
