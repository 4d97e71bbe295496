import { type ClientOptions, ConfigError, type Environment, type LookOptions } from '@org/sdk-core';
import { authorizeAgain, type OperationTable, type RuntimeConfig, resolveOptions } from '@org/sdk-core/internal';
import { authorizeWithToken } from './authorize.ts';
import { credential, tokenUrlOf } from './credentials.ts';
import type { PaxosScope } from './generated/scopes.ts';
import { rateLimit as rateLimitLayer } from './rate-limit/layer.ts';
import { createLimiter } from './rate-limit/limiter.ts';
import { createMemoryRateLimitStore, processRateLimitStore } from './rate-limit/memory-store.ts';
import type { RateLimitStore } from './rate-limit/store.ts';
import { paxosRetryPolicy } from './retry-policy.ts';
import { checkScopes } from './scopes.ts';
import type { SharedTokenStore } from './token/share-token.ts';
import { createTokenSource } from './token/token-source.ts';
import { version } from './version.ts';

/** What `createPaxosPathClient` takes. `environment` or `baseUrl` is required. */
export interface PaxosPathOptions extends ClientOptions {
  /** Default: the environment variable `PAXOS_CLIENT_ID`. */
  clientId?: string | undefined;
  /** Default: the environment variable `PAXOS_CLIENT_SECRET`. */
  clientSecret?: string | undefined;
  /**
   * What the access token is asked for, such as `identity:read_identity`. Paxos grants only what is asked for, so a call
   * whose scope is missing here fails before it is sent.
   *
   * @see https://docs.paxos.com/developer/credentials
   */
  scopes?: readonly PaxosScope[] | undefined;
  /**
   * Where tokens are got. Follows from `environment`; required beside a `baseUrl` of one's own, because secrets are never
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

/** What `createPaxosClient` takes. `environment` or `baseUrl` is required. */
export interface PaxosOptions extends PaxosPathOptions, LookOptions {}

const BASE_URLS: Record<Environment, string> = {
  sandbox: 'https://api.sandbox.paxos.com/v2',
  production: 'https://api.paxos.com/v2',
};

/** Checks the options and makes of them what both doors need. Throws `ConfigError`. */
export function paxosConfig(options: PaxosPathOptions, table: OperationTable): RuntimeConfig {
  const { clientId, clientSecret, scopes, tokenUrl, tokenStore, rateLimit, ...rest } = options ?? {};
  const resolved = resolveOptions(rest, {
    name: 'Paxos',
    baseUrls: BASE_URLS,
    userAgent: `paxos-sdk/${version}`,
  });
  const { clock, random, fetch, timeout, headers, baseUrl } = resolved;
  const asked = checkScopes(scopes);
  const url = tokenUrlOf(options);
  const slots = slotsOf(options);
  const limiter = slots && createLimiter(slots, new URL(baseUrl).host, clock);
  const tokens = createTokenSource({
    tokenUrl: url,
    clientId: credential('clientId', clientId, 'PAXOS_CLIENT_ID'),
    clientSecret: credential('clientSecret', clientSecret, 'PAXOS_CLIENT_SECRET'),
    scopes: asked,
    fetch,
    clock,
    random,
    timeout,
    userAgent: headers['User-Agent'],
    store: storeOf('tokenStore', tokenStore, ['take']),
    limiter: slots && createLimiter(slots, new URL(url).host, clock),
  });
  return {
    ...resolved,
    table,
    toOperationId: (name) => name.charAt(0).toUpperCase() + name.slice(1),
    authorize: authorizeAgain(authorizeWithToken(tokens, asked, limiter, clock), clock),
    rateLimit: limiter && rateLimitLayer(limiter, clock),
    retryPolicy: paxosRetryPolicy,
  };
}

/** Where the slots of the rate limits are kept; nowhere if they are switched off. */
function slotsOf({ rateLimit = true, clock }: PaxosPathOptions): RateLimitStore | undefined {
  if (rateLimit === false) return undefined;
  if (rateLimit !== true) return storeOf('rateLimit', rateLimit, ['reserve', 'close', 'closedFor']);
  // A clock of one's own tells another time than the clients with which it would share.
  return clock ? createMemoryRateLimitStore(clock) : processRateLimitStore();
}

function storeOf<Store extends object>(
  option: string,
  store: Store | undefined,
  methods: readonly (keyof Store & string)[],
): Store | undefined {
  const missing = store === undefined ? undefined : methods.find((method) => typeof store?.[method] !== 'function');
  if (missing === undefined) return store;
  throw new ConfigError(
    `Option '${option}' has no method '${missing}'. Give a store, such as one of '@org/paxos-sdk/redis'.`,
  );
}
