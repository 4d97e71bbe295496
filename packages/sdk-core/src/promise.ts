import type { ApiError } from './errors.ts';
import { isApiError } from './guards.ts';

/** A successful call: its data and what else is known of it. */
export interface Settled<T = unknown> {
  readonly data: T;
  readonly response: Response;
  /** The id under which the provider knows the request. */
  readonly requestId: string | undefined;
  /** The idempotency key that was sent. */
  readonly idempotencyKey: string | undefined;
  /** How many attempts were made. */
  readonly attempts: number;
  /** Milliseconds from start to end. */
  readonly duration: number;
}

/** Data with what else is known of the call. The body of `response` has been read. */
export type WithResponse<T> = Settled<T>;

/** A successful result. */
export interface Success<Status extends number, Data> {
  readonly ok: true;
  readonly status: Status;
  readonly data: Data;
  readonly response: Response;
}

/** A result with an error that the provider answered. */
export interface Failure<Status extends number, Body> {
  readonly ok: false;
  readonly status: Status;
  readonly error: Body;
  readonly response: Response;
}

/**
 * A call that has been sent. Awaited, it returns the data or throws an `SdkError`.
 *
 * It declares a promise's methods itself, since extending `Promise<T>` costs a type checker twice as much.
 */
export interface ApiPromise<T, R = unknown> {
  then<A = T, B = never>(
    onfulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onrejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B>;
  catch<B = never>(onrejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<T | B>;
  finally(onfinally?: (() => void) | null): Promise<T>;
  readonly [Symbol.toStringTag]: string;
  /** The data with response, request id, idempotency key, attempts and duration. Throws like the call itself. */
  withResponse(): Promise<WithResponse<T>>;
  /** Does not throw when the provider answers with an error: `{ ok, status, data | error, response }`. */
  result(): Promise<R>;
}

/** The promise behind a call. Derives from one native promise, so that a rejection is reported exactly once. */
export class CallPromise implements ApiPromise<unknown> {
  readonly #settled: Promise<Settled>;

  constructor(settled: Promise<Settled>) {
    this.#settled = settled;
  }

  // biome-ignore lint/suspicious/noThenProperty: this is a promise.
  then<A = unknown, B = never>(
    onfulfilled?: ((value: unknown) => A | PromiseLike<A>) | null,
    onrejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    // The callbacks go to a native promise unwrapped: through a wrapper, V8 loses the caller's stack frame.
    return this.#settled.then(({ data }) => data).then(onfulfilled, onrejected);
  }

  catch<B = never>(onrejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<unknown> {
    return this.then(undefined, onrejected);
  }

  finally(onfinally?: (() => void) | null): Promise<unknown> {
    return this.then().finally(onfinally);
  }

  get [Symbol.toStringTag](): string {
    return 'Promise';
  }

  withResponse(): Promise<WithResponse<unknown>> {
    return this.#settled.then((settled) => settled);
  }

  result(): Promise<unknown> {
    return this.#settled.then(
      ({ data, response }) => ({ ok: true, status: response.status, data, response }),
      (error: ApiError) => {
        if (!isApiError(error)) throw error;
        const { status, body, response } = error;
        return { ok: false, status, error: body, response };
      },
    );
  }
}
