import { ApiError, ConfigError, ConnectionError, type Clock, type Fetch, TimeoutError } from '@org/sdk-core';
import {
  type AuthorizationServer,
  allowInsecureRequests,
  ClientSecretPost,
  clientCredentialsGrantRequest,
  customFetch,
  processClientCredentialsResponse,
  ResponseBodyError,
} from 'oauth4webapi';

export interface TokenSourceConfig {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: readonly string[];
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** Milliseconds for one request of a token. */
  readonly timeout: number;
  readonly userAgent: string | undefined;
}

/** Where calls get their access token. */
export interface TokenSource {
  /** The present token, or a promise of one where none is good. */
  get(): string | Promise<string>;
  /** Forgets a token that was refused, if it still is the present one. */
  drop(token: string): void;
}

/** Renewed this long before it ends, in the background, so that no call has to wait for it. */
const EARLY = 60_000;
/** Too close to its end to be sent: it could end on the way. */
const MARGIN = 5_000;
/** For a token that does not say how long it lives. */
const UNSTATED = 300_000;

interface Token {
  readonly value: string;
  readonly endsAt: number;
}

/**
 * Gets tokens by the client credentials grant: one request for any number of callers at a time, because Paxos takes one a
 * second and then blocks the address, and a new one shortly before the old one ends.
 *
 * @see https://docs.paxos.com/developer/credentials
 */
export function createTokenSource(config: TokenSourceConfig): TokenSource {
  const { clock } = config;
  let token: Token | undefined;
  let pending: Promise<Token> | undefined;

  const renew = (): Promise<Token> => {
    pending ??= requestToken(config)
      .then((fresh) => {
        token = fresh;
        return fresh;
      })
      .finally(() => {
        pending = undefined;
      });
    return pending;
  };

  return {
    get() {
      const left = token ? token.endsAt - clock.now() : 0;
      if (!token || left <= MARGIN) return renew().then(({ value }) => value);
      // The early renewal may fail: the token is still good, and the next call tries again.
      if (left <= EARLY) renew().catch(() => {});
      return token.value;
    },
    drop(refused) {
      if (token?.value === refused) token = undefined;
    },
  };
}

async function requestToken(config: TokenSourceConfig): Promise<Token> {
  const { tokenUrl, clientId, clientSecret, scopes, fetch, clock, timeout, userAgent } = config;
  const server: AuthorizationServer = { issuer: new URL(tokenUrl).origin, token_endpoint: tokenUrl };
  const client = { client_id: clientId };
  const parameters = new URLSearchParams(scopes.length > 0 ? { scope: scopes.join(' ') } : undefined);
  const controller = new AbortController();
  const timer = clock.setTimeout(() => controller.abort(), timeout);
  try {
    const response = await clientCredentialsGrantRequest(server, client, ClientSecretPost(clientSecret), parameters, {
      // The address was checked when the client was made; what is not encrypted stays on this machine.
      [allowInsecureRequests]: tokenUrl.startsWith('http:'),
      [customFetch]: (url, init) => fetch(url, init as RequestInit),
      signal: controller.signal,
      ...(userAgent && { headers: { 'User-Agent': userAgent } }),
    });
    const { access_token: value, expires_in: seconds } = await processClientCredentialsResponse(server, client, response);
    return { value, endsAt: clock.now() + (seconds === undefined ? UNSTATED : seconds * 1000) };
  } catch (error) {
    throw explained(error, controller.signal.aborted, config);
  } finally {
    clock.clearTimeout(timer);
  }
}

/** oauth4webapi's errors as ours, with what to do next. None of them carries the secret. */
function explained(error: unknown, timedOut: boolean, { tokenUrl, timeout }: TokenSourceConfig): Error {
  const { host } = new URL(tokenUrl);
  if (timedOut) {
    return new TimeoutError(`No access token from ${host} within ${timeout} ms. Nothing was sent to the API: call again.`, {
      kind: 'attempt',
      ms: timeout,
    });
  }
  if (error instanceof ResponseBodyError) {
    const hint = HINTS[error.error] ?? 'See the code.';
    const said = error.error_description ? ` (${error.error_description})` : '';
    return new ConfigError(`${host} refused to give an access token: ${error.error}${said}. ${hint}`, { status: error.status });
  }
  const status = statusOf(error);
  if (status !== undefined) {
    const advice =
      status === 429
        ? 'Paxos takes one request of a token a second and blocks the address for five minutes: share one client, and wait.'
        : 'Nothing was sent to the API: call again.';
    return new ApiError(`${host} answered ${status} to the request for an access token. ${advice}`, { status, body: undefined });
  }
  return new ConnectionError(
    `No access token: ${host} could not be reached. Nothing was sent to the API: call again.`,
    { reason: 'network', unsent: true },
    error,
  );
}

const HINTS: Record<string, string> = {
  invalid_client: `Check 'clientId' and 'clientSecret', and that they are of this environment.`,
  invalid_scope: `Check 'scopes': these credentials may not ask for all of them.`,
  unauthorized_client: 'These credentials may not use the client credentials grant.',
  unsupported_grant_type: `Check 'tokenUrl'.`,
};

function statusOf(error: unknown): number | undefined {
  const cause = (error as { cause?: unknown } | undefined)?.cause;
  const response = cause instanceof Response ? cause : (cause as { response?: unknown } | undefined)?.response;
  return response instanceof Response ? response.status : undefined;
}
