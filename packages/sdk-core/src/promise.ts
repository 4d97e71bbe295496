import type { ApiError } from './api-error.ts';
import { isApiError } from './guards.ts';

/** What came of a call: its data and the answer they were in. */
export interface Settled {
  readonly data: unknown;
  readonly response: Response;
}

/** Data with the answer they came in. */
export interface WithResponse<T> {
  readonly data: T;
  readonly response: Response;
  /** The `x-request-id` of the answer. */
  readonly requestId: string | undefined;
}

/** One way for `.result()` to end well. */
export interface Success<Status extends number, Data> {
  readonly ok: true;
  readonly status: Status;
  readonly data: Data;
  readonly response: Response;
}

/** One way for `.result()` to end with an error. */
export interface Failure<Status extends number, Body> {
  readonly ok: false;
  readonly status: Status;
  readonly error: Body;
  readonly response: Response;
}

/**
 * A call that has been sent. Awaited, it gives the data or throws an `SdkError`.
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
  /** The data together with the answer. Throws like the call itself. */
  withResponse(): Promise<WithResponse<T>>;
  /** Does not throw when the provider answers with an error: `{ ok, status, data | error, response }`. */
  result(): Promise<R>;
}

/** The promise behind a call. Everything hangs on one native promise, so nothing can go unhandled behind the back. */
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
    return this.#settled.then(({ data }) => (onfulfilled ? onfulfilled(data) : (data as A)), onrejected);
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
    return this.#settled.then(({ data, response }) => ({
      data,
      response,
      requestId: response.headers.get('x-request-id') ?? undefined,
    }));
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
