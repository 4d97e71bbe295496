import type { AttemptFailure } from './errors.ts';
import type { Operation } from './operation.ts';

/** What one call may set for itself. */
export interface CallOptions {
  /** Ends the call, its backoff included, with an `AbortedError`. */
  signal?: AbortSignal | null | undefined;
  /** Milliseconds for one attempt, reading its body included. */
  timeout?: number | undefined;
  /** Milliseconds for the whole call with its retries. */
  deadline?: number | undefined;
  /** How often it may be sent again. */
  maxRetries?: number | undefined;
  /** Headers for this call only. */
  headers?: HeaderValues | undefined;
  /**
   * The key under which the provider does this only once. Without one a random key is made, which lives as long as the
   * call: whoever must survive a crash stores a key first and passes it here.
   */
  idempotencyKey?: string | undefined;
}

/** Header names and values; `null` takes a header away that the client would send. */
export type HeaderValues = Headers | Record<string, string | number | boolean | null | undefined>;

/** How openapi-fetch is asked to read a body. */
export type ParseAs = 'json' | 'text' | 'blob' | 'arrayBuffer' | 'stream';

/** What the SDKs need of a `fetch`. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** One call on its way through the layers. */
export interface Context {
  readonly operation: Operation;
  readonly signal: AbortSignal | null | undefined;
  readonly timeout: number;
  readonly deadline: number;
  readonly maxRetries: number;
  readonly parseAs: ParseAs;
  readonly fetch: Fetch;
  /** The key that was sent, once it is known. */
  idempotencyKey: string | undefined;
  /** What goes out with the request, credentials included. Set once the request is built. */
  headers?: Headers;
  /** The clock's time at which the whole call ends. Set by the deadline layer. */
  deadlineAt: number;
  /** Which attempt this is, from 1; 0 before the first is sent. */
  attempt: number;
  /** The attempts that failed so far, the last one included once it has. */
  readonly failures: AttemptFailure[];
  /** The answer's body as it was read, decoded once the call is over. */
  body?: unknown;
  /** Fires when the attempt under way is given up. */
  abort?: AbortSignal;
  /** True once an attempt may have changed something, though its answer was lost or says nothing of it. */
  lost?: boolean;
  /** True when the last answer was a failure that the provider had stored under the idempotency key. */
  replayed?: boolean;
  /** What a layer knows better than the error's own advice: what to do next. */
  advice?: string;
}

/**
 * A request on its way, in place of a real `Request`: making, signalling and cloning those costs more than all layers
 * together, and a string can be sent again as it is. It holds whatever else `fetch` is to be given.
 */
export class LightRequest {
  declare readonly url: string;
  declare readonly method: string;
  declare readonly headers: Headers;
  declare readonly body: BodyInit | null | undefined;
  declare readonly call: Context;

  constructor(url: string, init: object) {
    Object.assign(this, init, { url });
  }
}
