import { InvalidRequestError } from './errors.ts';
import { got } from './printable.ts';
import { checkHeaders, type HeaderValues } from './serialize.ts';
import { isSignal } from './signal.ts';
import { didYouMean } from './suggest.ts';

/** What one call may set for itself. */
export interface CallOptions {
  /** Ends the call, its backoff included, with an `AbortedError`. */
  signal?: AbortSignal | null | undefined;
  /** Milliseconds for one attempt, reading its body included. */
  timeout?: number | undefined;
  /** Milliseconds for the whole call with its retries. */
  deadline?: number | undefined;
  /** How often it may be retried. */
  maxRetries?: number | undefined;
  /** Headers for this call only. */
  headers?: HeaderValues | undefined;
  /**
   * The key under which the provider does this only once. Without one a random key is made, which lives as long as the
   * call: if you need crash safety, make and store a key first, and pass it here.
   */
  idempotencyKey?: string | undefined;
  /** Passed on to `fetch`, such as undici's `dispatcher`. */
  fetchOptions?: object | undefined;
}

/** What an operation takes. */
export interface CallArgs {
  readonly path?: Record<string, unknown> | undefined;
  readonly query?: Record<string, unknown> | undefined;
  readonly header?: Record<string, unknown> | undefined;
  readonly body?: unknown;
}

const ARGUMENTS = ['path', 'query', 'header', 'body'];
const OPTIONS = ['signal', 'timeout', 'deadline', 'maxRetries', 'headers', 'idempotencyKey', 'fetchOptions'];
/** What path methods take besides, as openapi-fetch has it. */
const PATH_OPTIONS = [
  ...['params', 'body', 'parseAs', 'fetch', 'querySerializer', 'bodySerializer', 'pathSerializer', 'middleware'],
];
/** What path methods pass on to `fetch`: what it takes by the standard, and in the runtimes. */
const FETCH_OPTIONS = [
  ...['cache', 'credentials', 'integrity', 'keepalive', 'mode', 'priority', 'redirect', 'referrer', 'referrerPolicy'],
  ...['window', 'duplex', 'dispatcher', 'next', 'cf', 'proxy', 'tls', 'unix', 'verbose', 'decompress', 'client'],
];

/** Refuses arguments and options that no operation method knows. */
export function checkArguments(args: unknown, options: unknown, isList: boolean): void {
  for (const name of Object.keys(objectOr(args, 'Arguments'))) {
    if (ARGUMENTS.includes(name)) continue;
    const hint = didYouMean(name, ARGUMENTS);
    throw new InvalidRequestError(
      `unknown argument '${name}'. Expected path, query, header or body${hint === '.' ? `; did you mean body.${name}?` : hint}`,
    );
  }
  checkNames(options, isList ? [...OPTIONS, 'readAhead'] : OPTIONS);
}

/** Refuses options that no path method knows. */
export function checkPathOptions(init: unknown): void {
  checkNames(init, [...OPTIONS, ...PATH_OPTIONS, ...FETCH_OPTIONS]);
}

/** What a path method passes on to `fetch`. */
export function fetchOptionsOf(init: CallOptions): object {
  const given = Object.entries(init).filter(([name]) => FETCH_OPTIONS.includes(name));
  return { ...Object.fromEntries(given), ...init.fetchOptions };
}

function checkNames(options: unknown, known: readonly string[]): void {
  for (const name of Object.keys(objectOr(options, 'Options'))) {
    if (!known.includes(name)) throw new InvalidRequestError(`unknown option '${name}'${didYouMean(name, known)}`);
  }
}

/** Checks what every call may be given. */
export function checkCallOptions({ signal, headers, fetchOptions }: CallOptions): void {
  if (signal !== undefined && signal !== null && !isSignal(signal)) {
    throw new InvalidRequestError("option 'signal' must be an AbortSignal; of an AbortController pass its 'signal'.");
  }
  if (fetchOptions !== undefined) objectOr(fetchOptions, "Option 'fetchOptions'");
  checkHeaders(headers, InvalidRequestError);
}

function objectOr(value: unknown, what: string): object {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new InvalidRequestError(`${what} must be an object (${got(value)}).`);
}
