import type { Refusal } from './receive/refuse.ts';
import type { Context } from './request.ts';

/** Why one attempt failed. */
export interface AttemptFailure {
  /** Counted from 1. */
  readonly attempt: number;
  readonly reason: string;
  /** The HTTP status, where there was an answer. */
  readonly status?: number | undefined;
  /** True where the request certainly did not reach the provider. */
  readonly unsent?: boolean | undefined;
  /** Milliseconds that were waited before the next attempt. */
  delay?: number;
}

/**
 * The base of everything that the SDKs throw.
 *
 * @example
 * try { … } catch (error) { if (isSdkError(error)) console.error(error.name, error.message); }
 */
export class SdkError extends Error {
  /** The contract's operationId, where a call failed. */
  declare readonly operation?: string;
  declare readonly method?: string;
  /** The path template, so that no id gets into a log. */
  declare readonly path?: string;
  /** The key that was sent: pass it again to be sure that the same thing does not happen twice. */
  declare readonly idempotencyKey?: string | undefined;
  /** Every attempt that failed, in order. */
  declare readonly attempts?: readonly AttemptFailure[];
  /** True if it may pass by itself, so that the call was tried again where that does no harm. */
  declare readonly passing?: boolean;

  /**
   * @param call the call that failed; its operation begins the message
   * @param details further properties
   */
  constructor(message: string, call?: Context, details?: object, cause?: unknown) {
    super(call ? `${call.operation.id}: ${message}` : message);
    // An accessor, since a console would print a cause, and a cause may carry a whole request with its credentials.
    if (cause) Object.defineProperty(this, 'cause', { get: () => cause });
    if (call) {
      const { operation, idempotencyKey, failures } = call;
      const { id, method, path } = operation;
      Object.assign(this, { operation: id, method, path, idempotencyKey, attempts: failures });
    }
    Object.assign(this, details);
  }

  override get name(): string {
    return 'SdkError';
  }

  /** Marks these errors, so that the guards also know those of another copy of this package. */
  get isSdkError(): true {
    return true;
  }

  /** What a log may hold: no credentials, no headers, no cause. */
  toJSON(): Record<string, unknown> {
    return { ...(this as object), name: this.name, message: this.message };
  }
}

/** No answer: the connection failed, broke off inside the answer, or was sent elsewhere by a redirect. */
export class ConnectionError extends SdkError {
  declare readonly reason: 'network' | 'body' | 'redirect';
  /** True where the request certainly did not reach the provider: no host, or nobody took the connection. */
  declare readonly unsent: boolean;
  override get name(): 'ConnectionError' {
    return 'ConnectionError';
  }
}

/** No answer in time. */
export class TimeoutError extends SdkError {
  /** Whose time was up: that of one attempt, or that of the whole call. */
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

/** A success whose body is not what it has to be. */
export class DecodeError extends SdkError {
  declare readonly status: number;
  declare readonly requestId: string | undefined;
  /** How the body begins: 200 characters. Logs do not show it, since even half an answer may hold credentials. */
  declare readonly start: string;
  override get name(): 'DecodeError' {
    return 'DecodeError';
  }
}

/** Something was wrong before anything was sent: an option, a path parameter, a header. */
export class ConfigError extends SdkError {
  override get name(): 'ConfigError' {
    return 'ConfigError';
  }
}

/** A webhook that is not to be trusted, and why. */
export class WebhookVerificationError extends SdkError {
  declare readonly reason: Refusal;
  override get name(): 'WebhookVerificationError' {
    return 'WebhookVerificationError';
  }
}

/** A list that would never end: the server gave a cursor that it had given before. */
export class PaginationError extends SdkError {
  declare readonly cursor: string;
  override get name(): 'PaginationError' {
    return 'PaginationError';
  }
}

/** Waiting ended before the awaited state came. */
export class WaitTimeoutError<T = unknown> extends SdkError {
  /** What was read last, or undefined when nothing was. */
  declare readonly last: T | undefined;
  override get name(): 'WaitTimeoutError' {
    return 'WaitTimeoutError';
  }
}

/** Waiting is in vain: a final state other than the awaited one was reached. */
export class TerminalStateError<T = unknown> extends SdkError {
  declare readonly last: T;
  override get name(): 'TerminalStateError' {
    return 'TerminalStateError';
  }
}
