import { type ClientOptions, ConfigurationError } from '@org/sdk-core';
import {
  type Authorizer,
  authorize,
  checkHeaders,
  checkOptionNames,
  createInstrumentation,
  createLog,
  Engine,
  got,
  readEnv,
  resolveOptions,
  warnInBrowser,
} from '@org/sdk-core/internal';
import { type ApiVersionMismatch, apiVersionMiddleware } from './api-version.ts';
import { describeError, isStoredFailure } from './error-body.ts';
import { type IronOperation, operations } from './generated/operations.ts';
import { version } from './version.ts';

/** An API key, or a function that returns it, for keys that rotate or are fetched; it is called for each attempt. */
export type ApiKey = string | (() => string | PromiseLike<string>);

/** Options of `createIronClient` and `createIronPathClient`. `environment` or `baseUrl` is required. */
export interface IronOptions extends ClientOptions {
  /** Default: the environment variable `IRON_API_KEY`. */
  apiKey?: ApiKey | undefined;
  /**
   * The dated version of Iron's API to use, as `YYYY-MM-DD`. Without it the API uses `2025-03-13`.
   *
   * @see https://docs.iron.xyz/versioning
   */
  apiVersion?: string | undefined;
  /** The sub-partner on whose behalf every call is made, a UUID. Then no call needs the header `X-SUB-PARTNER-ID`. */
  subPartnerId?: string | undefined;
  /** Told of each response in another version than `apiVersion`; the logger is warned of each such version once. */
  onApiVersionMismatch?: ((mismatch: ApiVersionMismatch) => unknown) | undefined;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const OWN_OPTIONS = ['apiKey', 'apiVersion', 'subPartnerId', 'onApiVersionMismatch'];

const provider = {
  name: 'Iron',
  baseUrls: { sandbox: 'https://api.sandbox.iron.xyz/api', production: 'https://api.iron.xyz/api' },
  userAgent: `iron-sdk/${version}`,
  baseUrlVariable: 'IRON_BASE_URL',
} as const;

/** Checks the options and makes the engine of a client. Throws `ConfigurationError`. */
export function createEngine(options: IronOptions): Engine<IronOperation> {
  checkOptionNames(options, OWN_OPTIONS);
  const { apiVersion, subPartnerId, headers, ...rest } = options;
  const apiKey = 'apiKey' in options ? options.apiKey : readEnv('IRON_API_KEY');
  if (apiKey === undefined) {
    throw new ConfigurationError(
      "No API key: pass option 'apiKey', or set IRON_API_KEY. Make keys in Iron's dashboard, one set per environment.",
    );
  }
  if (typeof apiKey !== 'function') checkKey(apiKey);
  if (apiVersion !== undefined && !DATE.test(apiVersion)) {
    throw new ConfigurationError(`Option 'apiVersion' must be a date such as '2026-07-01' (${got(apiVersion)}).`);
  }
  if (subPartnerId !== undefined && !UUID.test(subPartnerId)) {
    throw new ConfigurationError(`Option 'subPartnerId' must be a UUID (${got(subPartnerId)}).`);
  }
  const own = {
    ...(apiVersion && { 'X-API-Version': apiVersion }),
    ...(subPartnerId && { 'X-SUB-PARTNER-ID': subPartnerId }),
  };
  const log = createLog(options, 'IRON_LOG');
  warnInBrowser(log, provider.name);
  const given = checkHeaders(headers, ConfigurationError, "Option 'headers': ");
  const resolved = resolveOptions({ ...rest, headers: { ...own, ...given } }, provider);
  const versionCheck = apiVersion ? [apiVersionMiddleware(log, options.onApiVersionMismatch)] : [];
  return new Engine<IronOperation>({
    ...resolved,
    operations,
    middleware: [...versionCheck, ...resolved.middleware],
    instrumentation: createInstrumentation(options, log),
    authorize: authorize(apiKeyHeader(apiKey)),
    describeError,
    isStoredFailure,
    checkKey: (key) =>
      UUID.test(key)
        ? undefined
        : `idempotencyKey must be a UUID (got ${key.length} characters): Iron takes no other keys.`,
    refuse: ({ sandboxOnly }) =>
      sandboxOnly && resolved.environment === 'production'
        ? 'this operation exists in the sandbox environment only.'
        : undefined,
  });
}

/** Throws unless it can be sent as a key. */
function checkKey(key: unknown): asserts key is string {
  if (typeof key !== 'string' || !key.trim()) {
    throw new ConfigurationError(`Option 'apiKey' must be a non-empty string, or a function that returns one.`);
  }
  checkHeaders({ 'X-API-Key': key }, ConfigurationError, "Option 'apiKey': ");
}

/** Puts the key on every request. A closure holds it, so that no rendering of a client can show it. */
function apiKeyHeader(apiKey: ApiKey): Authorizer {
  const set = (headers: Headers, key: string): undefined => {
    headers.set('X-API-Key', key);
  };
  if (typeof apiKey === 'string') return { apply: (headers) => set(headers, apiKey) };
  return {
    apply: async (headers) => {
      const key = await apiKey();
      checkKey(key);
      return set(headers, key);
    },
  };
}
