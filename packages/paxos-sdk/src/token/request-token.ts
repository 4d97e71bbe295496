import {
  ApiError,
  type Clock,
  ConfigError,
  ConnectionError,
  DecodeError,
  type Fetch,
  isTimeoutError,
  TimeoutError,
} from '@org/sdk-core';
import {
  type AuthorizationServer,
  allowInsecureRequests,
  ClientSecretPost,
  clientCredentialsGrantRequest,
  customFetch,
} from 'oauth4webapi';
import { timed } from '../timed.ts';
import { type Token, tokenOf } from './token.ts';
import { readTokenAnswer, TokenRefusal } from './token-answer.ts';

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

/**
 * Asks for a token by the client credentials grant. An answer that comes after `timeout` is not looked at any more.
 *
 * @throws {ConfigError} if the server refuses these credentials or scopes
 * @throws {ApiError} for any other answer that is no success
 * @throws {DecodeError} for a success without a token
 * @throws {ConnectionError} and {TimeoutError} for no answer
 * @see https://docs.paxos.com/developer/credentials
 */
export async function requestToken(config: TokenRequestConfig): Promise<Token> {
  const { tokenUrl, clientId, clientSecret, scopes, fetch, clock, timeout, userAgent } = config;
  const { host, origin } = new URL(tokenUrl);
  const server: AuthorizationServer = { issuer: origin, token_endpoint: tokenUrl };
  const client = { client_id: clientId };
  const parameters = new URLSearchParams(scopes.length > 0 ? { scope: scopes.join(' ') } : undefined);
  const controller = new AbortController();
  const asked = clock.now();
  let answer: Response | undefined;

  const work = async (): Promise<Token> => {
    const response = await clientCredentialsGrantRequest(server, client, ClientSecretPost(clientSecret), parameters, {
      // The address was checked when the client was made; what is not encrypted stays on this machine.
      [allowInsecureRequests]: tokenUrl.startsWith('http:'),
      [customFetch]: async (url, init) => {
        answer = await fetch(url, init as RequestInit);
        return answer;
      },
      signal: controller.signal,
      ...(userAgent && { headers: { 'User-Agent': userAgent } }),
    });
    const { value, seconds } = await readTokenAnswer(response);
    return tokenOf(value, asked, seconds);
  };
  const late = (): Error =>
    new TimeoutError(`no access token from ${host} within ${timeout} ms.`, undefined, {
      kind: 'attempt',
      ms: timeout,
      passing: true,
    });
  try {
    return await timed(work(), timeout, clock, late);
  } catch (error) {
    throw isTimeoutError(error) ? error : explained(error, answer, host, clientSecret);
  } finally {
    controller.abort();
  }
}

/** What went wrong, as an error of ours, with what to do next. None of them carries the secret. */
function explained(error: unknown, answer: Response | undefined, host: string, secret: string): Error {
  if (error instanceof TokenRefusal && HINTS[error.code]) {
    const said = error.description ? ` (${error.description})` : '';
    const message = `${host} gives no access token: ${error.code}${said}. ${HINTS[error.code]}`;
    return new ConfigError(message.replaceAll(secret, '[redacted]'));
  }
  if (!answer) {
    return new ConnectionError(
      `no access token, because ${host} could not be reached: check the network.`,
      undefined,
      { reason: 'network', unsent: true, passing: true },
      error,
    );
  }
  const { status } = answer;
  if (answer.ok) {
    const message = `${host} answered ${status}, but its body is no access token. Check 'tokenUrl', and what stands between.`;
    return new DecodeError(message, undefined, { status }, error);
  }
  const advice = ADVICE[status] ?? (status > 499 ? 'Call again.' : `Check 'tokenUrl', and what stands between.`);
  const message = `${host} answered ${status} to the request for an access token. ${advice}`;
  const failure = new ApiError(message, undefined, { status, passing: status > 499 });
  return Object.defineProperties(failure, { body: { value: undefined }, response: { value: answer } });
}

const ADVICE: Readonly<Record<number, string>> = {
  401: `Check 'clientId' and 'clientSecret', and that they are of this environment.`,
  429: `Paxos takes one such request a second, and then blocks the address for five minutes. ${SHARE}`,
};

const HINTS: Readonly<Record<string, string>> = {
  invalid_client: `Check 'clientId' and 'clientSecret', and that they are of this environment.`,
  invalid_scope: `Check 'scopes': these credentials may not ask for all of them.`,
  unauthorized_client: 'These credentials may not use the client credentials grant.',
  unsupported_grant_type: `Check 'tokenUrl'.`,
};
