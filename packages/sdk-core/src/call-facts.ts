// What any failure of a call can tell.

/** Why one attempt failed. */
export interface AttemptFailure {
  /** Counted from 1. */
  readonly attempt: number;
  readonly reason: string;
  /** The HTTP status, where there was a response. */
  readonly status?: number | undefined;
  /** True where the request certainly did not reach the provider. */
  readonly notSent?: boolean | undefined;
  /** Milliseconds that were waited before the next attempt. */
  readonly delay?: number | undefined;
}

/** What any failure of a call can tell. */
export interface CallFacts {
  /** The name of the operation method; for a path that is not in the contract, method and path. */
  readonly operation?: string | undefined;
  readonly method?: string | undefined;
  /** The path template, so that no id gets into a log. */
  readonly path?: string | undefined;
  /** The key that was sent: pass it again to be sure that the same thing does not happen twice. */
  readonly idempotencyKey?: string | undefined;
  /** How many attempts were made. */
  readonly attempts?: number | undefined;
  /** Every attempt that failed, in order. */
  readonly failures?: readonly AttemptFailure[] | undefined;
  /** True if the request certainly did not reach the provider. */
  readonly notSent?: boolean | undefined;
  /** True if the failure is transient. Transient failures are retried where the request may be repeated. */
  readonly retryable?: boolean | undefined;
}
