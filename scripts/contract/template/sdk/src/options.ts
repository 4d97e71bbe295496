import { type ClientOptions, ConfigurationError } from '@org/sdk-core';
import {
  checkOptionNames,
  createInstrumentation,
  createLog,
  Engine,
  resolveOptions,
  warnInBrowser,
} from '@org/sdk-core/internal';
import { type Credentials, resolveCredentials, sendCredentials } from './credentials.ts';
import { describeError } from './error-body.ts';
import { type AcmeOperation, operations } from './generated/operations.ts';
import { baseUrls } from './provider.ts';
import { version } from './version.ts';

/** `environment` where there is one, else `baseUrl` is required. */
type Address = [keyof typeof baseUrls] extends [never]
  ? { baseUrl: string; environment?: undefined }
  : { baseUrl?: string | undefined; environment?: keyof typeof baseUrls | undefined };

/** Options of `createAcmeClient` and `createAcmePathClient`. `environment` or `baseUrl` is required. */
export interface AcmeOptions extends Omit<ClientOptions, 'environment' | 'baseUrl'>, Address {
  /** By the names of the contract's security schemes. Default: environment variables, as `src/provider.ts` lists them. */
  credentials?: Credentials | undefined;
}

const provider = {
  name: 'Acme',
  baseUrls: baseUrls as Partial<Record<'production' | 'sandbox', string>>,
  userAgent: `acme-sdk/${version}`,
  baseUrlVariable: 'ACME_BASE_URL',
} as const;

/** Checks the options and makes the engine of a client. Throws `ConfigurationError`. */
export function createEngine(options: AcmeOptions): Engine<AcmeOperation> {
  checkOptionNames(options, ['credentials']);
  checkEnvironment(options);
  const { credentials, ...rest } = options;
  const given = resolveCredentials(credentials);
  const log = createLog(options, 'ACME_LOG');
  warnInBrowser(log, provider.name);
  const resolved = resolveOptions(rest, provider);
  return new Engine<AcmeOperation>({
    ...resolved,
    operations,
    // Last of all middleware, so that custom middleware sees no credentials.
    middleware: [...resolved.middleware, sendCredentials(given)],
    instrumentation: createInstrumentation(options, log),
    describeError,
  });
}

/** An environment exists only where its address was named. */
function checkEnvironment({ environment, baseUrl }: AcmeOptions): void {
  if (environment === undefined ? baseUrl !== undefined : Object.hasOwn(baseUrls, environment)) return;
  const names = Object.keys(baseUrls).map((name) => `'${name}'`);
  throw new ConfigurationError(
    names.length > 0
      ? `Pass option 'environment' as ${names.join(' or ')}, or option 'baseUrl'.`
      : "Pass option 'baseUrl': this SDK has no environments.",
  );
}
