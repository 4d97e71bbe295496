import { type Fetch, isConnectionError, isRateLimitError, isTimeoutError } from '@org/sdk-core';
import {
  type Engine,
  type ErrorResponse,
  lookup,
  type SuccessOutcome,
  type TokenFailure,
} from '@org/sdk-core/internal';
import type { PaxosOperation } from '../generated/operations.ts';
import { onlyStatus, sendQuietly } from '../only-status.ts';
import { BLOCK, seconds, TOKEN_CLASS } from '../rate-limit/store.ts';
import { type Token, tokenOf } from './token.ts';
import { readTokenResponse, type TokenResponse } from './token-response.ts';

export interface TokenRequestConfig {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: readonly string[];
  /** Sends to the token endpoint, with the client's `fetch`, hooks and logs. */
  readonly engine: Engine<PaxosOperation>;
}

/**
 * Milliseconds that a request for a token may take at most, its turn in the rate limit included; shorter than a lock of the
 * token store lasts.
 */
const LONGEST = 10_000;

/** What to do against too many requests for tokens. */
const SHARE = 'Share one client, or a token store, instead of making many.';

const HEADERS = { Accept: 'application/json', 'Content-Type': 'application/x-www-form-urlencoded;charset=UTF-8' };

const CREDENTIALS = `Check 'clientId' and 'clientSecret', and that they belong to this environment.`;

/** What to do, by OAuth's code or by the status. */
const ADVICE: Readonly<Record<string, string>> = {
  invalid_client: CREDENTIALS,
  invalid_scope: `Check 'scopes': these credentials may not request all of them.`,
  unauthorized_client: 'These credentials may not use the client credentials grant.',
  unsupported_grant_type: `Check 'tokenUrl'.`,
  401: CREDENTIALS,
  429: `Paxos takes one such request a second, and then blocks the address for five minutes. ${SHARE}`,
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
 * Requests a token by the client credentials grant, as a call named `requestToken`. Form and response are exchanged
 * inside its `fetch`: the call itself, and so hooks and logs, see address, headers and status only.
 *
 * @throws what the given `fetch` throws, unless it is a failure of the network
 * @see https://docs.paxos.com/developer/credentials
 */
export async function requestToken(config: TokenRequestConfig): Promise<Token | TokenFailure> {
  const { tokenUrl, engine } = config;
  const { clock } = engine.config;
  const timeout = Math.min(engine.config.timeout, LONGEST);
  const { pathname: path, host } = new URL(tokenUrl);
  let requested = clock.monotonic();
  let answer: TokenResponse = {};
  const exchange: Fetch = async (_url, init) => {
    requested = clock.monotonic();
    const response = await sendQuietly(
      () => grant(config, init),
      (text) => withoutSecret(text, config.clientSecret),
    );
    answer = await readTokenResponse(response);
    return onlyStatus(response);
  };
  try {
    const { outcome } = await engine.send(
      { name: 'requestToken', method: 'POST', path, response: 'none', rateLimit: TOKEN_CLASS },
      // Calls that need a token repeat the request themselves.
      { fetch: exchange, headers: HEADERS, timeout, deadline: timeout, maxRetries: 0 },
      false,
    );
    return answer.value === undefined
      ? refused(answer, outcome, host, config)
      : tokenOf(answer.value, requested, answer.seconds);
  } catch (error) {
    return unanswered(error, host, timeout);
  }
}

/** Sends the form of the grant (RFC 6749, sections 2.3.1 and 4.4.2). */
function grant(config: TokenRequestConfig, init: RequestInit): Promise<Response> {
  const { tokenUrl, clientId, clientSecret, scopes, engine } = config;
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
  });
  return engine.config.fetch(tokenUrl, { ...init, body: `${form}` });
}

/** Why a response holds no token. */
function refused(
  { code, description }: TokenResponse,
  outcome: SuccessOutcome | ErrorResponse,
  host: string,
  { clientSecret }: TokenRequestConfig,
): TokenFailure {
  const { status } = outcome;
  const known = lookup(ADVICE, code);
  if (known) {
    const said = description ? ` (${withoutSecret(description, clientSecret).slice(0, 300)})` : '';
    return tokenFailure(`${host} refused an access token: ${code}${said}. ${known}`, false, { status, code });
  }
  // Without the header the documented block counts.
  const retryAfter = (outcome.ok ? undefined : outcome.retryAfter) ?? (status === 429 ? BLOCK : undefined);
  const advice = ADVICE[status] ?? (status >= 500 ? 'Retry later.' : `Check 'tokenUrl', and any proxy in between.`);
  const message = `${host} returned ${status} without an access token. ${advice}`;
  return tokenFailure(message, outcome.ok || outcome.retryable, { status, retryAfter });
}

/** Why there is no response. */
function unanswered(error: unknown, host: string, timeout: number): TokenFailure {
  if (isTimeoutError(error)) return tokenFailure(`${host} returned no access token within ${timeout} ms.`, true);
  if (isRateLimitError(error)) {
    const { retryAfter } = error;
    const message = `${host} was asked for too many access tokens, and takes the next request in ${seconds(retryAfter)} s. ${SHARE}`;
    return tokenFailure(message, true, { retryAfter });
  }
  if (!isConnectionError(error)) throw error;
  const { code, retryable = false, cause } = error;
  const message = `${host} could not be reached for an access token (${code}). Check the network.`;
  return tokenFailure(message, retryable, { code, cause });
}

/** Takes the secret out of a text that may echo it, as it is or as a form encodes it. */
function withoutSecret(text: string, secret: string): string {
  const encoded = new URLSearchParams({ s: secret }).toString().slice(2);
  return [secret, encoded, encodeURIComponent(secret)].reduce(
    (clean, form) => clean.replaceAll(form, '[redacted]'),
    text,
  );
}
