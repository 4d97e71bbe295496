import { type ClientOptions, ConfigError, type Environment } from '@org/sdk-core';
import { checkUrl, readEnv, type RuntimeConfig, resolveOptions } from '@org/sdk-core/internal';
import { authorizeWithToken } from './authorize.ts';
import { operations } from './generated/operations.ts';
import type { PaxosScope } from './generated/scopes.ts';
import { paxosRetryPolicy } from './retry-policy.ts';
import { createTokenSource } from './token-source.ts';
import { version } from './version.ts';

/** What {@link createPaxosClient} takes. `environment` or `baseUrl` is required. */
export interface PaxosOptions extends ClientOptions {
  /** Default: the environment variable `PAXOS_CLIENT_ID`. */
  clientId?: string | undefined;
  /** Default: the environment variable `PAXOS_CLIENT_SECRET`. */
  clientSecret?: string | undefined;
  /**
   * What the access token is asked for, such as `identity:read_identity`. Paxos grants only what is asked for.
   *
   * @see https://docs.paxos.com/developer/credentials
   */
  scopes?: readonly PaxosScope[] | undefined;
  /**
   * Where tokens are got. Follows from `environment`; required beside a `baseUrl` of one's own, because secrets are never
   * sent to a guessed host.
   */
  tokenUrl?: string | undefined;
}

const BASE_URLS: Record<Environment, string> = {
  sandbox: 'https://api.sandbox.paxos.com/v2',
  production: 'https://api.paxos.com/v2',
};
const TOKEN_URLS: Record<Environment, string> = {
  sandbox: 'https://oauth.sandbox.paxos.com/oauth2/token',
  production: 'https://oauth.paxos.com/oauth2/token',
};

/** Checks the options and makes of them what both doors need. Throws `ConfigError`. */
export function paxosConfig(options: PaxosOptions): RuntimeConfig {
  const { clientId, clientSecret, scopes, tokenUrl, ...rest } = options ?? {};
  const resolved = resolveOptions(rest, {
    name: 'Paxos',
    baseUrls: BASE_URLS,
    userAgent: `paxos-sdk/${version}`,
    logVariable: 'PAXOS_LOG',
  });
  const tokens = createTokenSource({
    tokenUrl: tokenUrlOf(options),
    clientId: credential('clientId', clientId, 'PAXOS_CLIENT_ID'),
    clientSecret: credential('clientSecret', clientSecret, 'PAXOS_CLIENT_SECRET'),
    scopes: checkScopes(scopes),
    fetch: resolved.fetch,
    clock: resolved.clock,
    timeout: resolved.timeout,
    userAgent: resolved.headers['User-Agent'],
  });
  return {
    ...resolved,
    table: operations,
    toOperationId: (name) => name.charAt(0).toUpperCase() + name.slice(1),
    authorizer: authorizeWithToken(tokens),
    retryPolicy: paxosRetryPolicy,
  };
}

function tokenUrlOf({ tokenUrl, baseUrl, environment }: PaxosOptions): string {
  if (tokenUrl !== undefined) return checkUrl('tokenUrl', tokenUrl);
  if (baseUrl !== undefined || environment === undefined) {
    throw new ConfigError(
      `Option 'baseUrl' needs option 'tokenUrl' beside it: the client secret is sent there, and never to a guessed host.`,
    );
  }
  return TOKEN_URLS[environment];
}

function credential(option: string, given: string | undefined, variable: string): string {
  const value = given ?? readEnv(variable);
  if (value === undefined) {
    throw new ConfigError(
      `No credentials: give option '${option}', or set the environment variable ${variable}. Credentials are made in Paxos's dashboard, one set per environment.`,
    );
  }
  if (typeof value !== 'string' || !value.trim()) {
    throw new ConfigError(`Option '${option}' is empty. Give the value from Paxos's dashboard.`);
  }
  return value;
}

function checkScopes(scopes: readonly PaxosScope[] | undefined): readonly string[] {
  const given: unknown = scopes ?? [];
  if (!Array.isArray(given)) {
    throw new ConfigError(`Option 'scopes' must be a list, such as ['identity:read_identity'].`);
  }
  const wrong = given.find((scope) => typeof scope !== 'string' || !/^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope));
  if (wrong !== undefined) {
    throw new ConfigError(`Option 'scopes' holds ${JSON.stringify(wrong)}, which is no scope. Give one scope an entry.`);
  }
  return [...new Set(given as string[])];
}
