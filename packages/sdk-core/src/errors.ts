import type { AttemptFailure, CallFacts } from './call-facts.ts';
import { printable } from './printable.ts';

/** The facts of a call, and the fields of one class. */
export type ErrorDetails = CallFacts | (CallFacts & Readonly<Record<string, unknown>>);

/**
 * The base of everything that the SDKs throw.
 *
 * @example
 * try { … } catch (error) { if (isSdkError(error)) console.error(error.name, error.message); }
 */
export class SdkError extends Error implements CallFacts {
  declare readonly operation?: string | undefined;
  declare readonly method?: string | undefined;
  declare readonly path?: string | undefined;
  declare readonly idempotencyKey?: string | undefined;
  declare readonly attempts?: number | undefined;
  declare readonly failures?: readonly AttemptFailure[] | undefined;
  declare readonly notSent?: boolean | undefined;
  declare readonly retryable?: boolean | undefined;

  /** @param details the call's facts, and the fields of the class */
  constructor(message: string, details: ErrorDetails = {}, cause?: unknown) {
    super(printable(message));
    Object.assign(this, details);
    // An accessor, which most consoles do not evaluate: the cause may be of user code, such as a signal's reason.
    if (cause !== undefined) Object.defineProperty(this, 'cause', { get: () => cause, configurable: true });
  }

  override get name(): string {
    return 'SdkError';
  }

  /** Marks these errors, so that the guards also know those of another copy of this package. */
  get isSdkError(): true {
    return true;
  }

  /** What a log may hold: no credentials, no headers, no bodies, no cause. */
  toJSON(): Record<string, unknown> {
    return { ...(this as object), name: this.name, message: this.message };
  }
}

/** What an `ApiError` has beyond any failure. */
export interface ApiErrorDetails extends CallFacts {
  readonly status: number;
  readonly requestId?: string | undefined;
  readonly retryAfter?: number | undefined;
  readonly fieldErrors?: readonly FieldError[] | undefined;
}

/** A field of the request that the provider did not accept. */
export interface FieldError {
  /** As the provider names it, such as `address.country`. */
  readonly field: string;
  /** Why, in the provider's words, without the values that were sent. */
  readonly message?: string | undefined;
}

/**
 * The provider answered with an error.
 *
 * @example
 * if (isApiError(error, 'createCustomer') && error.status === 409) error.body;   // as the contract declares it for 409
 */
export class ApiError<Status extends number = number, Body = unknown> extends SdkError {
  declare readonly status: Status;
  /** The id under which the provider knows the request: quote it to their support. */
  declare readonly requestId: string | undefined;
  /** Milliseconds after which the provider asks to be called again. */
  declare readonly retryAfter: number | undefined;
  /** The fields that the provider did not accept, where its body names them. */
  declare readonly fieldErrors: readonly FieldError[] | undefined;
  /** The body, decoded if it was JSON, else its text. Consoles and logs do not show it. */
  declare readonly body: Body;
  /** The response; its body has been read. Consoles and logs do not show it. */
  declare readonly response: Response;

  constructor(message: string, details: ApiErrorDetails, hidden: { body: unknown; response: Response }) {
    super(message, details);
    hide(this, hidden);
  }

  override get name(): 'ApiError' {
    return 'ApiError';
  }

  /** The response's headers. */
  get headers(): Headers {
    return this.response.headers;
  }
}

/** No access token could be obtained; the call itself was not sent. */
export class TokenError extends SdkError {
  /** The status of the token endpoint, where it answered. */
  declare readonly status: number | undefined;
  /** OAuth's error code, such as `invalid_client`. */
  declare readonly code: string | undefined;
  /** Milliseconds after which another token may be requested. */
  declare readonly retryAfter: number | undefined;
  override get name(): 'TokenError' {
    return 'TokenError';
  }
}

/** The call was withheld: a rate limit, or the block after a 429, would have held it past its deadline. */
export class RateLimitError extends SdkError {
  /** The class of the limit. */
  declare readonly rateLimit: string;
  /** Milliseconds until a call would be let through. */
  declare readonly retryAfter: number;
  override get name(): 'RateLimitError' {
    return 'RateLimitError';
  }
}

/**
 * No complete response: the connection failed (`network`), was refused because of the server's certificate
 * (`certificate`), broke off inside the response (`body`), or was sent elsewhere (`redirect`).
 */
export class ConnectionError extends SdkError {
  declare readonly reason: 'network' | 'certificate' | 'body' | 'redirect';
  /** The error code of the runtime, such as `ECONNRESET`. */
  declare readonly code: string | undefined;
  override get name(): 'ConnectionError' {
    return 'ConnectionError';
  }
}

/** No complete response in time. */
export class TimeoutError extends SdkError {
  /** Which limit was exceeded: that of one attempt, or that of the whole call. */
  declare readonly kind: 'attempt' | 'deadline';
  /** Milliseconds allowed. */
  declare readonly ms: number;
  override get name(): 'TimeoutError' {
    return 'TimeoutError';
  }
}

/** The caller's own signal ended the call; `cause` is the signal's reason. */
export class AbortedError extends SdkError {
  override get name(): 'AbortedError' {
    return 'AbortedError';
  }
}

/** A success whose body is not what the contract promises. */
export class DecodeError extends SdkError {
  declare readonly status: number | undefined;
  declare readonly requestId: string | undefined;
  /** How the body begins: 200 characters. Consoles and logs do not show it: even half a body may hold credentials. */
  declare readonly bodyPreview: string | undefined;
  override get name(): 'DecodeError' {
    return 'DecodeError';
  }
}

/** Arguments or options of a call that make no sense; nothing was sent. */
export class InvalidRequestError extends SdkError {
  override get name(): 'InvalidRequestError' {
    return 'InvalidRequestError';
  }
}

/** Options of a client or a helper that make no sense. */
export class ConfigurationError extends SdkError {
  override get name(): 'ConfigurationError' {
    return 'ConfigurationError';
  }
}

/** The record is not in a state that allows this; nothing was changed. */
export class StateError extends SdkError {
  override get name(): 'StateError' {
    return 'StateError';
  }
}

/** A list that would never end: the API returned a cursor that it had returned before. */
export class PaginationError extends SdkError {
  declare readonly cursor: string;
  override get name(): 'PaginationError' {
    return 'PaginationError';
  }
}

/** Waiting ended before the awaited state was reached. */
export class WaitTimeoutError<T = unknown> extends SdkError {
  /** What was read last, or undefined when nothing was. */
  declare readonly last: T | undefined;
  override get name(): 'WaitTimeoutError' {
    return 'WaitTimeoutError';
  }
}

/** The awaited state cannot be reached any more, or not without somebody's action. */
export class TerminalStateError<T = unknown> extends SdkError {
  declare readonly last: T;
  /** True if it can still be reached once somebody has acted. */
  declare readonly blocked: boolean;
  override get name(): 'TerminalStateError' {
    return 'TerminalStateError';
  }
}

/**
 * Why a delivery is not to be trusted.
 *
 * - `headers`: a header that proves where it comes from is missing or malformed
 * - `signature`: it does not prove that it comes from the provider
 * - `timestamp`: it was signed too long ago, or in the future
 * - `parsed-body`: the receiver got something other than the bytes that were sent
 * - `too-large`: the body is longer than the receiver takes
 * - `too-slow`: the body did not arrive in time
 * - `body`: the body is not an event
 */
export type VerificationFailure =
  | 'headers'
  | 'signature'
  | 'timestamp'
  | 'parsed-body'
  | 'too-large'
  | 'too-slow'
  | 'body';

/** A webhook delivery that is not to be trusted, and why. */
export class WebhookVerificationError extends SdkError {
  declare readonly reason: VerificationFailure;
  override get name(): 'WebhookVerificationError' {
    return 'WebhookVerificationError';
  }
}

/** Adds properties that consoles and logs do not evaluate, because they may hold personal data or credentials. */
export function hide<T extends object>(object: T, values: Readonly<Record<string, unknown>>): T {
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(object, name, { get: () => value, configurable: true });
  }
  return object;
}
