import { ConfigError, type Environment } from '@org/sdk-core';
import { checkUrl, readEnv } from '@org/sdk-core/internal';
import type { PaxosOptions } from './options.ts';

const TOKEN_URLS: Record<Environment, string> = {
  sandbox: 'https://oauth.sandbox.paxos.com/oauth2/token',
  production: 'https://oauth.paxos.com/oauth2/token',
};

/** Where the client secret goes. Throws `ConfigError` where that would be a guess. */
export function tokenUrlOf({ tokenUrl, baseUrl, environment }: PaxosOptions): string {
  if (tokenUrl !== undefined) return checkUrl('tokenUrl', tokenUrl);
  if (baseUrl !== undefined || environment === undefined) {
    throw new ConfigError(
      `Option 'baseUrl' needs option 'tokenUrl' beside it: the client secret is sent there, and never to a guessed host.`,
    );
  }
  return TOKEN_URLS[environment];
}

/** A credential, from its option or its environment variable. Throws `ConfigError` without one. */
export function credential(option: string, given: string | undefined, variable: string): string {
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
