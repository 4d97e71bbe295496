import { checkHeaders, type Limits, limits } from './check.ts';
import { type Clock, systemClock } from './clock.ts';
import { ConfigError } from './errors.ts';
import type { Layer } from './layer.ts';
import type { Fetch } from './request.ts';

/** Which of a provider's two worlds a client talks to. */
export type Environment = 'sandbox' | 'production';

/** What every client can be given. */
export interface ClientOptions {
  /** It or `baseUrl` is required: no client picks a world by itself. */
  environment?: Environment | undefined;
  /** Used as given, with its `/api` or `/v2`. `http:` only for this machine. */
  baseUrl?: string | undefined;
  /** Milliseconds for one attempt, its body included. Default 30,000. */
  timeout?: number | undefined;
  /** Milliseconds for a whole call with its retries. Default 120,000. */
  deadline?: number | undefined;
  /** How often a call may be sent again. Default 2. */
  maxRetries?: number | undefined;
  /** Called instead of the global `fetch`. */
  fetch?: Fetch | undefined;
  /** Sent with every call. */
  headers?: Record<string, string> | undefined;
  /** Layers of one's own, between the SDK's and `fetch`. */
  layers?: readonly Layer[] | undefined;
  /** Default: the real time. */
  clock?: Clock | undefined;
  /** Numbers from 0 to 1 for the jitter. Default `Math.random`. */
  random?: (() => number) | undefined;
  /** Makes idempotency keys. Default `crypto.randomUUID`. */
  createKey?: (() => string) | undefined;
}

/** What an SDK knows of its provider. */
export interface Provider {
  /** As it stands in messages. */
  readonly name: string;
  /** Only the environments that the SDK knows. */
  readonly baseUrls: Readonly<Partial<Record<Environment, string>>>;
  /** Name and version of the SDK, such as `iron-sdk/1.2.3`. */
  readonly userAgent: string;
}

/** Options, checked and complete. */
export interface ResolvedOptions extends Limits {
  readonly environment: Environment | undefined;
  readonly baseUrl: string;
  readonly fetch: Fetch;
  readonly headers: Record<string, string>;
  readonly layers: readonly Layer[] | undefined;
  readonly clock: Clock;
  readonly random: () => number;
  readonly createKey: () => string;
}

/**
 * Checks options and fills in defaults.
 *
 * @throws {ConfigError} saying which option is wrong, and how to put it right
 */
export function resolveOptions(options: ClientOptions, provider: Provider): ResolvedOptions {
  const { environment, clock = systemClock, layers, headers } = options;
  const { baseUrl = environment && provider.baseUrls[environment] } = options;
  if (!baseUrl || !/^(sandbox|production|undefined)$/.test(`${environment}`)) {
    throw new ConfigError(`${provider.name}: give option 'environment', as 'sandbox' or 'production', or 'baseUrl'.`);
  }
  checkHeaders(headers);
  return {
    environment,
    baseUrl: checkUrl('baseUrl', baseUrl),
    ...limits(options, { timeout: 30_000, deadline: 120_000, maxRetries: 2 }),
    fetch: options.fetch ?? ((url, init) => globalThis.fetch(url, init)),
    headers: { ...(!inBrowser() && { 'User-Agent': provider.userAgent }), ...headers },
    layers,
    clock,
    random: options.random ?? Math.random,
    createKey: options.createKey ?? (() => crypto.randomUUID()),
  };
}

/** True where a page runs, and whoever looks at it can read everything. */
function inBrowser(): boolean {
  return 'document' in globalThis;
}

/**
 * Checks an address to which credentials will go.
 *
 * @returns it, without slashes at its end
 * @throws {ConfigError} if it is no URL, is not encrypted and leaves this machine, or holds credentials or a query
 */
export function checkUrl(option: string, value: string): string {
  // Credentials would need an @, and no address of an API has one.
  if (/^(https:\/\/[^/]|http:\/\/(localhost|127(\.\d+){3}|\[::1\])[:/])[^@?#\s\\]*$/i.test(`${value}/`)) {
    return value.replace(/\/+$/, '');
  }
  throw new ConfigError(
    `Option '${option}' must be an https: URL (http: only for this machine), with nothing but host and path.`,
  );
}

/** An environment variable, where there are any. */
export function readEnv(name: string): string | undefined {
  try {
    const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
    return process?.env?.[name]?.trim() || undefined;
  } catch {
    // Deno asks for permission, and throws without one.
    return undefined;
  }
}
