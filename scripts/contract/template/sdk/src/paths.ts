// For the smallest bundle, path methods only: `@org/acme-sdk/paths`.
import { createPathMethods } from '@org/sdk-core/internal';
import { type AcmeOptions, createEngine } from './options.ts';
import type { AcmePathClient, paths } from './types.ts';

/**
 * Makes a client of Acme's API with path methods only.
 *
 * They resolve to `{ data, error, response }` for every response, whichever its status, and reject with an `SdkError` when
 * there is none. Options, retries and timeouts are those of `createAcmeClient`.
 *
 * @throws {ConfigurationError} if an option is missing, malformed or unknown
 */
export function createAcmePathClient(options: AcmeOptions): AcmePathClient {
  return createPathMethods<paths>(createEngine(options));
}

export * from '@org/sdk-core';
export type { Credential, Credentials } from './credentials.ts';
export type { AcmeOptions } from './options.ts';
export type { AcmePathClient } from './types.ts';
