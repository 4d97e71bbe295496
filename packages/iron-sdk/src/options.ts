import { type ClientOptions, ConfigError, type HeaderValues } from '@org/sdk-core';
import { checkHeaders, readEnv, type RuntimeConfig, resolveOptions } from '@org/sdk-core/internal';
import { authorizeWithKey } from './api-key.ts';
import { operations } from './generated/operations.ts';
import { version } from './version.ts';

/** An API key, or a function that gives it, for keys that rotate or are fetched; it is asked again for each attempt. */
export type ApiKey = string | (() => string | PromiseLike<string>);

/** What {@link createIronClient} takes. `environment` or `baseUrl` is required. */
export interface IronOptions extends ClientOptions {
  /** Default: the environment variable `IRON_API_KEY`. */
  apiKey?: ApiKey | undefined;
  /**
   * The dated version of Iron's API to speak, as `YYYY-MM-DD`. Without it the API speaks `2025-03-13`.
   *
   * @see https://docs.iron.xyz/versioning
   */
  apiVersion?: string | undefined;
  /** The sub-partner on whose behalf every call is made, a UUID. */
  subPartnerId?: string | undefined;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Checks the options and makes of them what both doors need. Throws `ConfigError`. */
export function ironConfig(options: IronOptions): RuntimeConfig {
  const { apiVersion, subPartnerId, headers, ...rest } = options ?? {};
  const apiKey = options?.apiKey ?? readEnv('IRON_API_KEY');
  checkKey(apiKey);
  if (apiVersion !== undefined && !DATE.test(apiVersion)) {
    throw new ConfigError(`Option 'apiVersion' must be a date such as '2026-07-01', not '${apiVersion}'.`);
  }
  if (subPartnerId !== undefined && !UUID.test(subPartnerId)) {
    throw new ConfigError(`Option 'subPartnerId' must be a UUID, not '${subPartnerId}'.`);
  }
  const resolved = resolveOptions(
    { ...rest, headers: withDefaults(headers, { 'X-API-Version': apiVersion, 'X-SUB-PARTNER-ID': subPartnerId }) },
    {
      name: 'Iron',
      baseUrls: { sandbox: 'https://api.sandbox.iron.xyz/api', production: 'https://api.iron.xyz/api' },
      userAgent: `iron-sdk/${version}`,
      logVariable: 'IRON_LOG',
    },
  );
  return { ...resolved, table: operations, authorizer: authorizeWithKey(apiKey) };
}

function checkKey(apiKey: ApiKey | undefined): asserts apiKey is ApiKey {
  if (typeof apiKey === 'function') return;
  if (apiKey === undefined) {
    throw new ConfigError(
      `No API key: give option 'apiKey', or set the environment variable IRON_API_KEY. Keys are made in Iron's dashboard, one set per environment.`,
    );
  }
  if (typeof apiKey !== 'string' || !apiKey.trim()) {
    throw new ConfigError(`Option 'apiKey' is empty. Give the key from Iron's dashboard, or a function that gives it.`);
  }
  checkHeaders({ 'X-API-Key': apiKey });
}

function withDefaults(headers: HeaderValues | undefined, defaults: Record<string, string | undefined>): HeaderValues {
  const given = headers instanceof Headers ? Object.fromEntries(headers) : headers;
  const set = Object.entries(defaults).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(set), ...given };
}
