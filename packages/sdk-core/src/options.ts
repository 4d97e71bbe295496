import { type Clock, systemClock } from './clock.ts';
import { readEnv } from './env.ts';
import { ConfigurationError } from './errors.ts';
import type { InstrumentationOptions } from './log.ts';
import { got } from './printable.ts';
import type { Fetch, Middleware } from './request.ts';
import { checkHeaders } from './serialize.ts';
import { didYouMean } from './suggest.ts';

/** The provider environment to target. */
export type Environment = 'sandbox' | 'production';

/** Options of every client. */
export interface ClientOptions extends InstrumentationOptions {
  /** Required unless `baseUrl` is set. There is no default. */
  environment?: Environment | undefined;
  /** Used as given, with its `/api` or `/v2`. `http:` is allowed for localhost only, unless `allowHttp` is set. */
  baseUrl?: string | undefined;
  /** Allows `http:` for any host, such as one of a docker-compose file. Refused with `environment: 'production'`. */
  allowHttp?: boolean | undefined;
  /** Milliseconds for one attempt, its body included. Default 30,000. */
  timeout?: number | undefined;
  /** Milliseconds for a whole call with its retries. Default 120,000. */
  deadline?: number | undefined;
  /** How often a call may be retried. Default 2. */
  maxRetries?: number | undefined;
  /** Bytes that a response's body may have; a longer one is a `DecodeError`. Default 67,108,864 (64 MiB). */
  maxResponseSize?: number | undefined;
  /** Called instead of the global `fetch`. */
  fetch?: Fetch | undefined;
  /** Sent with every call. */
  headers?: Record<string, string> | Headers | undefined;
  /** Custom middleware, run closest to `fetch`. */
  middleware?: readonly Middleware[] | undefined;
  /** Default: the real time. */
  clock?: Clock | undefined;
  /** Numbers from 0 to 1 for the jitter. Default `Math.random`. */
  random?: (() => number) | undefined;
  /** Makes idempotency keys. Default `crypto.randomUUID`. */
  createKey?: (() => string) | undefined;
}

/** Facts of a provider. */
export interface Provider {
  /** As messages name it. */
  readonly name: string;
  /** Only the environments that the SDK knows. */
  readonly baseUrls: Readonly<Partial<Record<Environment, string>>>;
  /** Name and version of the SDK, such as `iron-sdk/1.2.3`. */
  readonly userAgent: string;
  /** The environment variable that redirects `environment: 'sandbox'` to a local sandbox. */
  readonly baseUrlVariable?: string | undefined;
}

/** The limits of a call. */
export interface Limits {
  readonly timeout: number;
  readonly deadline: number;
  readonly maxRetries: number;
  readonly maxResponseSize: number;
}

const DEFAULTS: Limits = { timeout: 30_000, deadline: 120_000, maxRetries: 2, maxResponseSize: 64 * 1024 * 1024 };

/** Options, checked and complete. */
export interface ResolvedOptions extends Limits {
  readonly environment: Environment | undefined;
  readonly baseUrl: string;
  readonly allowHttp: boolean;
  readonly fetch: Fetch;
  readonly headers: Record<string, string>;
  readonly middleware: readonly Middleware[];
  readonly clock: Clock;
  readonly random: () => number;
  readonly createKey: () => string;
}

const NAMES: readonly (keyof ClientOptions)[] = [
  'environment',
  'baseUrl',
  'allowHttp',
  'timeout',
  'deadline',
  'maxRetries',
  'maxResponseSize',
  'fetch',
  'headers',
  'middleware',
  'hooks',
  'logger',
  'logLevel',
  'clock',
  'random',
  'createKey',
];

/**
 * Checks that options are an object with known names only.
 *
 * @param own the names that the SDK adds
 */
export function checkOptionNames(options: unknown, own: readonly string[]): void {
  if (typeof options !== 'object' || options === null) {
    throw new ConfigurationError(`Options must be an object (${got(options)}).`);
  }
  const known = [...own, ...NAMES];
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) throw new ConfigurationError(`Unknown option '${name}'${didYouMean(name, known)}`);
  }
}

/**
 * Checks options and fills in defaults.
 *
 * @throws {ConfigurationError} naming the option that is wrong, and what it must be
 */
export function resolveOptions(options: ClientOptions, provider: Provider): ResolvedOptions {
  const { environment, allowHttp = false, clock = systemClock, headers, middleware = [] } = options;
  if (environment !== undefined && environment !== 'sandbox' && environment !== 'production') {
    throw new ConfigurationError(`Option 'environment' must be 'sandbox' or 'production' (${got(environment)}).`);
  }
  const baseUrl = options.baseUrl ?? (environment && baseUrlOf(environment, provider));
  if (!baseUrl) {
    throw new ConfigurationError(`Missing option: pass environment ('sandbox' or 'production') or baseUrl.`);
  }
  if (allowHttp && environment === 'production') {
    throw new ConfigurationError(`Option 'allowHttp' cannot be combined with environment 'production'.`);
  }
  if (!Array.isArray(middleware) || middleware.some((one) => typeof one !== 'function')) {
    throw new ConfigurationError(`Option 'middleware' must be a list of functions.`);
  }
  if (typeof clock?.monotonic !== 'function') {
    throw new ConfigurationError(`Option 'clock' must have the methods now, monotonic, setTimeout and clearTimeout.`);
  }
  return {
    environment,
    baseUrl: checkUrl('baseUrl', baseUrl, allowHttp),
    allowHttp,
    ...limitsOf(options, DEFAULTS, ConfigurationError, 'Option'),
    fetch: options.fetch ?? ((url, init) => globalThis.fetch(url, init)),
    headers: {
      ...(!inBrowser() && { 'User-Agent': provider.userAgent }),
      ...checkHeaders(headers, ConfigurationError, "Option 'headers': "),
    },
    middleware,
    clock,
    random: options.random ?? Math.random,
    createKey: options.createKey ?? (() => crypto.randomUUID()),
  };
}

function baseUrlOf(environment: Environment, { baseUrls, baseUrlVariable }: Provider): string | undefined {
  const redirected = environment === 'sandbox' && baseUrlVariable ? readEnv(baseUrlVariable) : undefined;
  return redirected ?? baseUrls[environment];
}

/** The limits that were given, and the others from `base`. A timer takes at most 2^31 - 1 milliseconds, about 24 days. */
export function limitsOf(
  given: { readonly [Name in keyof Limits]?: number | undefined },
  base: Limits,
  Refused: new (message: string) => Error,
  what: string,
): Limits {
  const one = (name: keyof Limits, least: number): number => {
    const value = given[name] ?? base[name];
    if (Number.isInteger(value) && value >= least && value < 2 ** 31) return value;
    const kind = least ? 'a positive' : 'a non-negative';
    throw new Refused(`${what} '${name}' must be ${kind} integer below 2147483648 (${got(value)}).`);
  };
  return {
    timeout: one('timeout', 1),
    deadline: one('deadline', 1),
    maxRetries: one('maxRetries', 0),
    maxResponseSize: one('maxResponseSize', 1),
  };
}

/** True in a web page. */
function inBrowser(): boolean {
  return 'document' in globalThis;
}

/**
 * Checks an address to which credentials will go.
 *
 * @returns it, without slashes at its end
 * @throws {ConfigurationError} if it is not a URL, is not encrypted and leaves this machine, or holds credentials or a query
 */
export function checkUrl(option: string, value: string, allowHttp: boolean = false): string {
  // Credentials would need an @, and no address of an API has one.
  if (/^https?:\/\/[^/@?#\s\\][^@?#\s\\]*$/i.test(value) && URL.canParse(value)) {
    const { protocol, hostname } = new URL(value);
    const isLoopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
    if (protocol === 'https:' || allowHttp || isLoopback) return value.replace(/\/+$/, '');
  }
  throw new ConfigurationError(
    `Option '${option}' must be an https: URL (http: is allowed for localhost only${allowHttp ? '' : ', or with allowHttp'}) without credentials, query or fragment.`,
  );
}
