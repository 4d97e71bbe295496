import type { AttemptFailure } from './errors.ts';
import type { Operation } from './operation.ts';

/** What one call may set for itself. */
export interface CallOptions {
  /** Ends the call, its backoff included, with an `AbortedError`. */
  signal?: AbortSignal | undefined;
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

/** One call on its way through the layers. */
export interface Context {
  readonly operation: Operation;
  readonly signal: AbortSignal | undefined;
  readonly timeout: number;
  readonly deadline: number;
  readonly maxRetries: number;
  readonly parseAs: ParseAs;
  /** The key that was sent, once it is known. */
  idempotencyKey: string | undefined;
  /** What goes out with the request, credentials included. Set once the request is built. */
  headers: Headers;
  /** The clock's time at which the whole call ends. Set by the deadline layer. */
  deadlineAt: number;
  /** Which attempt this is, from 1; 0 before the first is sent. */
  attempt: number;
  /** The attempts that failed so far, the last one included once it has. */
  readonly failures: AttemptFailure[];
  /** The answer's body as it was read, decoded once the call is over. */
  body: unknown;
  /** Fires when the attempt under way is given up. */
  abort: AbortSignal | undefined;
  /** True when the last answer was a failure that the provider had stored under the idempotency key. */
  replayed: boolean;
  /** What else goes to `fetch`, such as `cache`, and a `fetch` for this call. */
  readonly extra: (RequestInit & { fetch?: Fetch }) | undefined;
}

/** What the SDKs need of a `fetch`. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * The request that openapi-fetch builds, in place of a real `Request`: making, signalling and cloning those costs more
 * than all layers together, and a string can be sent again as it is.
 */
export class LightRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: BodyInit | undefined;
  readonly call: Context;

  constructor(url: string, init: { method: string; headers: Headers; body?: BodyInit; call: Context }) {
    this.url = url;
    this.method = init.method;
    this.headers = init.headers;
    this.body = init.body;
    this.call = init.call;
  }
}
