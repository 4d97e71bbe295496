import type { AttemptFailure } from './call-facts.ts';
import type { SentRequest } from './request.ts';

/** The provider did what was asked for, and the body is what the contract promises. */
export interface SuccessOutcome {
  readonly ok: true;
  readonly status: number;
  readonly data: unknown;
  readonly response: Response;
  /** The body as it was read, before it was decoded. */
  readonly raw: string | Blob | ArrayBuffer | undefined;
  /** The attempts that failed before. */
  readonly failures: readonly AttemptFailure[];
}

/** What all failures have in common. */
interface Failed {
  readonly ok: false;
  /** True if the failure is transient. */
  readonly retryable: boolean;
  /** True if the request certainly did not reach the provider; of a whole call: none of its attempts did. */
  readonly notSent: boolean;
  /** All attempts that failed, the last one included once the retry step has seen it. */
  readonly failures: readonly AttemptFailure[];
  /** True if an attempt may have been carried out. Set by the retry step. */
  readonly ambiguous?: boolean;
  /** What else went wrong: becomes the `cause` of the error. */
  readonly cause?: unknown;
  /** What to do next, where a step knows better than the failure tells. */
  readonly hint?: string;
}

/** The provider answered with an error. */
export interface ErrorResponse extends Failed {
  readonly kind: 'response';
  readonly status: number;
  /** Decoded if it was JSON, else its text; undefined when it was empty. */
  readonly body: unknown;
  readonly text: string;
  readonly response: Response;
  /** Milliseconds. */
  readonly retryAfter: number | undefined;
  /** What was sent, to be taken out of texts that echo it. */
  readonly sent: SentRequest;
  /** True if the provider had stored this failure under the idempotency key. Set by the retry step. */
  readonly storedFailure?: boolean;
}

/** No complete response. */
export interface NoResponse extends Failed {
  readonly kind: 'connection';
  readonly reason: 'network' | 'certificate' | 'body' | 'redirect';
  readonly code: string | undefined;
}

/** A success whose body is not what the contract promises. */
export interface Undecodable extends Failed {
  readonly kind: 'decode';
  readonly status: number;
  readonly response: Response;
  /** Ends the sentence "200 with …". */
  readonly problem: string;
  readonly text: string;
}

/** Time was up. */
export interface TimedOut extends Failed {
  readonly kind: 'timeout';
  readonly limit: 'attempt' | 'deadline';
  readonly ms: number;
}

/** The caller's signal fired. */
export interface Aborted extends Failed {
  readonly kind: 'aborted';
}

/** No access token. */
export interface TokenFailure extends Failed {
  readonly kind: 'token';
  /** A sentence or two, what to do included. */
  readonly message: string;
  readonly status?: number | undefined;
  readonly code?: string | undefined;
  readonly retryAfter?: number | undefined;
}

/** A rate limit would hold the call past its deadline. */
export interface RateLimited extends Failed {
  readonly kind: 'rateLimit';
  readonly message: string;
  readonly rateLimit: string;
  readonly retryAfter: number;
}

export type FailureOutcome = ErrorResponse | NoResponse | Undecodable | TimedOut | Aborted | TokenFailure | RateLimited;

/** How an attempt, or a whole call, ended. Only what user code throws goes past it. */
export type Outcome = SuccessOutcome | FailureOutcome;
