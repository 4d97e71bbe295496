import { type ClientOptions, ConfigurationError, type Environment } from '@org/sdk-core';
import {
  authorize,
  checkOptionNames,
  checkUrl,
  createInstrumentation,
  createLog,
  Engine,
  type ErrorResponse,
  type ResolvedOptions,
  readEnv,
  resolveOptions,
  warnInBrowser,
} from '@org/sdk-core/internal';
import { tokenAuthorizer } from './authorize.ts';
import { describeError } from './error-body.ts';
import { operations, type PaxosOperation } from './generated/operations.ts';
import type { PaxosScope } from './generated/scopes.ts';
import { missingIn } from './mandatory.ts';
import { createLimiter, type Limiter } from './rate-limit/limiter.ts';
import { createMemoryRateLimitStore, processRateLimitStore } from './rate-limit/memory-store.ts';
import { rateLimit as rateLimitStep } from './rate-limit/step.ts';
import type { RateLimitStore } from './rate-limit/store.ts';
import { readBack } from './read-back.ts';
import { checkScopes, missingScopes } from './scopes.ts';
import type { SharedTokenStore } from './token/share-token.ts';
import { createTokenSource } from './token/token-source.ts';
import { version } from './version.ts';

/** Options of `createPaxosClient` and `createPaxosPathClient`. `environment` or `baseUrl` is required. */
export interface PaxosOptions extends ClientOptions {
  /** Default: the environment variable `PAXOS_CLIENT_ID`. */
  clientId?: string | undefined;
  /** Default: the environment variable `PAXOS_CLIENT_SECRET`. */
  clientSecret?: string | undefined;
  /**
   * What the access token is requested for, such as `identity:read_identity`. Paxos grants only what is requested, so a
   * call whose scope is missing here fails before it is sent.
   *
   * @see https://docs.paxos.com/developer/credentials
   */
  scopes?: readonly PaxosScope[] | undefined;
  /**
   * Where tokens are requested. Follows from `environment`; required with a custom `baseUrl`, because secrets are never
   * sent to a guessed host.
   */
  tokenUrl?: string | undefined;
  /** Shares one access token among processes: `redisTokenStore` of `@org/paxos-sdk/redis`, or a store in `shareTokens()`. */
  tokenStore?: SharedTokenStore | undefined;
  /**
   * Keeps to Paxos's rate limits before Paxos enforces them. On by default and shared by all clients of the process;
   * `false` switches it off, a store such as `redisRateLimitStore` makes it hold across processes.
   *
   * @see https://docs.paxos.com/guides/developer/rate-limits
   */
  rateLimit?: boolean | RateLimitStore | undefined;
}

const OWN_OPTIONS = ['clientId', 'clientSecret', 'scopes', 'tokenUrl', 'tokenStore', 'rateLimit'];

const provider = {
  name: 'Paxos',
  baseUrls: { sandbox: 'https://api.sandbox.paxos.com/v2', production: 'https://api.paxos.com/v2' },
  userAgent: `paxos-sdk/${version}`,
  baseUrlVariable: 'PAXOS_BASE_URL',
} as const;

const TOKEN_URLS: Readonly<Record<Environment, string>> = {
  sandbox: 'https://oauth.sandbox.paxos.com/oauth2/token',
  production: 'https://oauth.paxos.com/oauth2/token',
};

/** Checks the options and makes the engine of a client. Throws `ConfigurationError`. */
export function createEngine(options: PaxosOptions): Engine<PaxosOperation> {
  checkOptionNames(options, OWN_OPTIONS);
  const log = createLog(options, 'PAXOS_LOG');
  warnInBrowser(log, provider.name);
  const resolved = resolveOptions(options, provider);
  const { clock, baseUrl } = resolved;
  const { 'User-Agent': userAgent } = resolved.headers;
  const scopes = checkScopes(options.scopes);
  const requested = new Set(scopes);
  const tokenUrl = tokenUrlOf(options, resolved);
  const store = rateLimitStoreOf(options);
  const instrumentation = createInstrumentation(options, log);
  const limiterOf = (url: string): Limiter | undefined => store && createLimiter(store, new URL(url).host, clock);
  const limiter = limiterOf(baseUrl);
  const tokenLimiter = limiterOf(tokenUrl);
  const tokens = createTokenSource({
    tokenUrl,
    clientId: credential(options, 'clientId', 'PAXOS_CLIENT_ID'),
    clientSecret: credential(options, 'clientSecret', 'PAXOS_CLIENT_SECRET'),
    scopes,
    store: checkStore('tokenStore', options.tokenStore, ['getOrRefresh']),
    engine: new Engine<PaxosOperation>({
      ...resolved,
      baseUrl: new URL(tokenUrl).origin,
      // Headers and middleware of the user's are for the API, and may hold or add credentials.
      headers: userAgent ? { 'User-Agent': userAgent } : {},
      middleware: [],
      operations: {},
      instrumentation,
      rateLimit: tokenLimiter && rateLimitStep(tokenLimiter),
      describeError,
    }),
  });
  return new Engine<PaxosOperation>({
    ...resolved,
    operations,
    instrumentation,
    rateLimit: limiter && rateLimitStep(limiter),
    authorize: authorize(tokenAuthorizer(tokens, limiter)),
    describeError,
    readBack,
    retryResponse,
    refuse: (operation, body) =>
      operation.sandboxOnly && resolved.environment === 'production'
        ? 'this operation exists in the sandbox environment only.'
        : (missingScopes(operation, requested) ?? missingIn(operation.name, body)),
  });
}

/**
 * A 429 is retried only where `Retry-After` says when: Paxos blocks an address that is too fast for five minutes, and a
 * blind retry would prolong that.
 *
 * @see https://docs.paxos.com/guides/developer/rate-limits
 */
function retryResponse({ status, retryAfter }: ErrorResponse): boolean {
  return status !== 429 || retryAfter !== undefined;
}

/** Where the client secret goes. Throws `ConfigurationError` where that would be a guess. */
function tokenUrlOf({ tokenUrl, baseUrl }: PaxosOptions, { environment, allowHttp }: ResolvedOptions): string {
  const noGuess = (what: string): Error =>
    new ConfigurationError(`${what}: the client secret is never sent to a guessed host.`);
  if (tokenUrl !== undefined) return checkUrl('tokenUrl', tokenUrl, allowHttp);
  if (baseUrl !== undefined || environment === undefined) throw noGuess("Option 'baseUrl' needs option 'tokenUrl'");
  if (environment === 'sandbox') {
    const redirected = readEnv('PAXOS_TOKEN_URL');
    if (redirected) return checkUrl('PAXOS_TOKEN_URL', redirected, allowHttp);
    if (readEnv('PAXOS_BASE_URL')) throw noGuess('PAXOS_BASE_URL needs PAXOS_TOKEN_URL');
  }
  return TOKEN_URLS[environment];
}

/** A credential, from its option or its environment variable. Throws `ConfigurationError` without one. */
function credential(options: PaxosOptions, option: 'clientId' | 'clientSecret', variable: string): string {
  const value = option in options ? options[option] : readEnv(variable);
  if (typeof value === 'string' && value.trim()) return value;
  throw new ConfigurationError(
    `No credentials: pass option '${option}', a non-empty string, or set ${variable}. Make credentials in Paxos's dashboard, one set per environment.`,
  );
}

/** Where reservations of the rate limits are kept; nowhere if they are switched off. */
function rateLimitStoreOf({ rateLimit = true, clock }: PaxosOptions): RateLimitStore | undefined {
  if (rateLimit === false) return undefined;
  if (rateLimit !== true) return checkStore('rateLimit', rateLimit, ['reserve', 'block', 'blockedFor']);
  // A custom clock tells another time than the clients with which it would share.
  return clock ? createMemoryRateLimitStore(clock) : processRateLimitStore();
}

function checkStore<Store extends object>(
  option: string,
  store: Store | undefined,
  methods: readonly (keyof Store & string)[],
): Store | undefined {
  const missing = store === undefined ? undefined : methods.find((method) => typeof store?.[method] !== 'function');
  if (missing === undefined) return store;
  throw new ConfigurationError(
    `Option '${option}' has no method '${missing}'. Pass a store, such as one of '@org/paxos-sdk/redis'.`,
  );
}
