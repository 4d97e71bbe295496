import { type ClientOptions, ConfigError, type LookOptions } from '@org/sdk-core';
import {
  authorize,
  checkHeaders,
  type OperationTable,
  type RuntimeConfig,
  readEnv,
  resolveOptions,
} from '@org/sdk-core/internal';
import { apiKeyHeader } from './api-key.ts';
import type { ApiVersionMismatch } from './api-version.ts';
import { version } from './version.ts';

/** An API key, or a function that gives it, for keys that rotate or are fetched; it is asked again for each attempt. */
export type ApiKey = string | (() => string | PromiseLike<string>);

/** What `createIronPathClient` takes. `environment` or `baseUrl` is required. */
export interface IronPathOptions extends ClientOptions {
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

/** What `createIronClient` takes. `environment` or `baseUrl` is required. */
export interface IronOptions extends IronPathOptions, LookOptions {
  /** Told of each answer in another version than `apiVersion`; the logger is warned of each such version once. */
  onApiVersionMismatch?: ((mismatch: ApiVersionMismatch) => void) | undefined;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Checks the options and makes of them what both doors need. Throws `ConfigError`. */
export function ironConfig(options: IronPathOptions, table: OperationTable): RuntimeConfig {
  const { apiKey = readEnv('IRON_API_KEY'), apiVersion, subPartnerId, headers, ...rest } = options ?? {};
  checkKey(apiKey);
  if (apiVersion !== undefined && !DATE.test(apiVersion)) {
    throw new ConfigError(`Option 'apiVersion' must be a date such as '2026-07-01', not '${apiVersion}'.`);
  }
  if (subPartnerId !== undefined && !UUID.test(subPartnerId)) {
    throw new ConfigError(`Option 'subPartnerId' must be a UUID, not '${subPartnerId}'.`);
  }
  const resolved = resolveOptions(
    {
      ...rest,
      headers: {
        ...(apiVersion && { 'X-API-Version': apiVersion }),
        ...(subPartnerId && { 'X-SUB-PARTNER-ID': subPartnerId }),
        ...headers,
      },
    },
    {
      name: 'Iron',
      baseUrls: { sandbox: 'https://api.sandbox.iron.xyz/api', production: 'https://api.iron.xyz/api' },
      userAgent: `iron-sdk/${version}`,
    },
  );
  return { ...resolved, table, authorize: authorize(apiKeyHeader(apiKey), resolved.clock) };
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
