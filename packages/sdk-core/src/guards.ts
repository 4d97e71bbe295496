import type { ApiError } from './api-error.ts';
import type {
  AbortedError,
  ConfigError,
  ConnectionError,
  DecodeError,
  PaginationError,
  SdkError,
  TerminalStateError,
  TimeoutError,
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
  <Id extends keyof Errors & string>(error: unknown, operation: Id): error is Errors[Id] & ApiError;
}

/**
 * True when the provider answered with an error; with an operation's name, when it answered that operation.
 *
 * @example
 * if (isApiError(error, 'createCustomer') && error.status === 409) error.body;
 */
export function isApiError(error: unknown, operation?: string): error is ApiError {
  // A method's name is the operationId with a lower first letter, so either names the operation.
  return is(error, 'ApiError') && (!operation || lowerFirst((error as ApiError).operation) === lowerFirst(operation));
}

function lowerFirst(text = ''): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** True when there was no answer. */
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

/** True when a success had a body that could not be read. */
export function isDecodeError(error: unknown): error is DecodeError {
  return is(error, 'DecodeError');
}

/** True when nothing was sent, because an option or an argument is wrong. */
export function isConfigError(error: unknown): error is ConfigError {
  return is(error, 'ConfigError');
}

/** True when a webhook is not to be trusted. */
export function isWebhookVerificationError(error: unknown): error is WebhookVerificationError {
  return is(error, 'WebhookVerificationError');
}

/** True when a cursor came back twice. */
export function isPaginationError(error: unknown): error is PaginationError {
  return is(error, 'PaginationError');
}

/** True when waiting ended before the awaited state came. */
export function isWaitTimeoutError(error: unknown): error is WaitTimeoutError {
  return is(error, 'WaitTimeoutError');
}

/** True when waiting met a final state other than the awaited one. */
export function isTerminalStateError(error: unknown): error is TerminalStateError {
  return is(error, 'TerminalStateError');
}
