import type { Deadline } from './deadline.ts';
import type { Named, Operation } from './operation.ts';

/** How openapi-fetch is asked to read a body. */
export type ParseAs = 'json' | 'text' | 'blob' | 'arrayBuffer' | 'stream';

/** What `fetch` sends. Named through `RequestInit`, since `BodyInit` is global only with TypeScript's DOM types. */
export type RequestBody = RequestInit['body'] | undefined;

/** What the SDKs need of a `fetch`. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * A request on its way to `fetch`. Each attempt gets one of its own, so changing it changes nothing for the next. It is
 * a plain object and not a `Request`: making, signalling and cloning those costs more than the rest of the SDK.
 */
export interface SdkRequest {
  url: string;
  method: string;
  headers: Headers;
  body: RequestBody;
  /** Counted from 1. */
  readonly attempt: number;
  /** The operation that is called. */
  readonly operation: Named;
  /** Fires when this attempt is given up. */
  readonly signal: AbortSignal;
}

/** How a request shows itself to consoles and as JSON: without ids, headers and body, which hold secrets. */
function shown(this: SdkRequest): object {
  const { method, operation, attempt } = this;
  return { operation: operation.name, method, path: operation.path, attempt };
}

/** Own properties, so that a copy of the request has them too. Node, Bun and Deno know the symbol. */
export const SHOWN: object = { toJSON: shown, [Symbol.for('nodejs.util.inspect.custom')]: shown };

/** The parts of a request that a response may echo. */
export type SentRequest = Pick<SdkRequest, 'url' | 'headers' | 'body'>;

/** The rest of the way: the following middleware and, at the end, `fetch`. */
export type MiddlewareNext = (request: SdkRequest) => Promise<Response>;

/**
 * A function around each attempt, run closest to `fetch`. It may change the request, call `next` once, often or never,
 * and look at the response. What it throws reaches the caller unchanged, and is not retried.
 *
 * @example
 * const timing: Middleware = async (request, next) => {
 *   const start = performance.now();
 *   const response = await next(request);
 *   console.log(request.operation.name, response.status, performance.now() - start);
 *   return response;
 * };
 */
export type Middleware = (request: SdkRequest, next: MiddlewareNext) => Promise<Response>;

/** One call: what the caller asked for, checked and written. Nothing of it changes while the call runs. */
export interface Call<Op extends Operation = Operation> {
  readonly operation: Named<Op>;
  readonly url: string;
  /** Without credentials, which each attempt gets anew. */
  readonly headers: Headers;
  readonly body: RequestBody;
  /** The key that is sent. */
  readonly idempotencyKey: string | undefined;
  readonly deadline: Deadline;
  /** Milliseconds for one attempt. */
  readonly timeout: number;
  readonly maxRetries: number;
  /** Bytes of a response's body. */
  readonly maxResponseSize: number;
  readonly parseAs: ParseAs;
  readonly fetch: Fetch;
  /** What else `fetch` is given. */
  readonly fetchOptions: object | undefined;
  /** The monotonic time at which it began. */
  readonly startedAt: number;
}

/** True when carrying it out twice does no more than carrying it out once. */
export function isRepeatable({ operation, idempotencyKey }: Call): boolean {
  if (operation.retry === false) return false;
  return idempotencyKey !== undefined || (operation.method !== 'POST' && operation.method !== 'PATCH');
}

/** True when carrying it out changes nothing. */
export function isRead({ operation: { method } }: Call): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}
