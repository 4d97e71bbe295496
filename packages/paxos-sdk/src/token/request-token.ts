import type { Clock, Fetch } from '@org/sdk-core';
import { Deadline, networkFailureOf, retryAfterOf, Stop, type TokenFailure } from '@org/sdk-core/internal';
import {
  type AuthorizationServer,
  allowInsecureRequests,
  ClientSecretPost,
  clientCredentialsGrantRequest,
  customFetch,
} from 'oauth4webapi';
import { BLOCK } from '../rate-limit/store.ts';
import { type Token, tokenOf } from './token.ts';
import { readTokenResponse } from './token-response.ts';

export interface TokenRequestConfig {
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

/** What to do against too many requests for tokens. */
export const SHARE = 'Share one client, or a token store, instead of making many.';

const CREDENTIALS = `Check 'clientId' and 'clientSecret', and that they belong to this environment.`;

const BY_STATUS: Readonly<Record<number, string>> = {
  401: CREDENTIALS,
  429: `Paxos takes one such request a second, and then blocks the address for five minutes. ${SHARE}`,
};

const BY_CODE: Readonly<Record<string, string>> = {
  invalid_client: CREDENTIALS,
  invalid_scope: `Check 'scopes': these credentials may not request all of them.`,
  unauthorized_client: 'These credentials may not use the client credentials grant.',
  unsupported_grant_type: `Check 'tokenUrl'.`,
};

/** The failure of obtaining a token. The call that needed it was not sent. */
export function tokenFailure(
  message: string,
  retryable: boolean,
  details: Partial<Pick<TokenFailure, 'status' | 'code' | 'retryAfter' | 'cause'>> = {},
): TokenFailure {
  return { ok: false, kind: 'token', message, retryable, notSent: true, failures: [], ...details };
}

/**
 * Requests a token by the client credentials grant. A response that comes after `timeout` is not looked at any more.
 *
 * @throws what the given `fetch` throws, unless it is a failure of the network
 * @see https://docs.paxos.com/developer/credentials
 */
export async function requestToken(config: TokenRequestConfig): Promise<Token | TokenFailure> {
  const { tokenUrl, clock, timeout } = config;
  const { host } = new URL(tokenUrl);
  const controller = new AbortController();
  try {
    const outcome = await new Deadline(clock, timeout, undefined).race(exchange(config, host, controller.signal));
    if (!(outcome instanceof Stop)) return outcome;
    return tokenFailure(`${host} returned no access token within ${timeout} ms.`, true);
  } catch (error) {
    const failure = networkFailureOf(error);
    if (!failure) throw error;
    const { code, retryable } = failure;
    return tokenFailure(`${host} could not be reached for an access token (${code}). Check the network.`, retryable, {
      code,
      cause: error,
    });
  } finally {
    controller.abort();
  }
}

async function exchange(config: TokenRequestConfig, host: string, signal: AbortSignal): Promise<Token | TokenFailure> {
  const { tokenUrl, clientId, clientSecret, scopes, fetch, clock, userAgent } = config;
  const server: AuthorizationServer = { issuer: new URL(tokenUrl).origin, token_endpoint: tokenUrl };
  const parameters = new URLSearchParams(scopes.length > 0 ? { scope: scopes.join(' ') } : undefined);
  const requested = clock.monotonic();
  const response = await clientCredentialsGrantRequest(
    server,
    { client_id: clientId },
    ClientSecretPost(clientSecret),
    parameters,
    {
      // The address was checked when the client was made.
      [allowInsecureRequests]: tokenUrl.startsWith('http:'),
      [customFetch]: (url, init) => fetch(url, init as RequestInit),
      signal,
      ...(userAgent && { headers: { 'User-Agent': userAgent } }),
    },
  );
  const { value, seconds, code, description } = await readTokenResponse(response);
  if (value !== undefined) return tokenOf(value, requested, seconds);
  const { status } = response;
  const known = code !== undefined && Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined;
  if (known) {
    const said = description ? ` (${description})` : '';
    return tokenFailure(
      withoutSecret(`${host} refused an access token: ${code}${said}. ${known}`, clientSecret),
      false,
      {
        status,
        code,
      },
    );
  }
  if (response.ok) {
    const message = `${host} returned ${status} without an access token. Check 'tokenUrl', and any proxy in between.`;
    return tokenFailure(message, true, { status });
  }
  // Without the header the documented block counts.
  const retryAfter = retryAfterOf(response.headers, clock.now()) ?? (status === 429 ? BLOCK : undefined);
  const retryable = status === 429 || status === 408 || status >= 500;
  const advice = BY_STATUS[status] ?? (status >= 500 ? 'Retry later.' : `Check 'tokenUrl', and any proxy in between.`);
  return tokenFailure(`${host} returned ${status} to the request for an access token. ${advice}`, retryable, {
    status,
    retryAfter,
  });
}

/** Takes the secret out of a text that may echo it, as it is or as a form encodes it. */
function withoutSecret(text: string, secret: string): string {
  const encoded = new URLSearchParams({ s: secret }).toString().slice(2);
  return [secret, encoded, encodeURIComponent(secret)].reduce(
    (clean, form) => clean.replaceAll(form, '[redacted]'),
    text,
  );
}
