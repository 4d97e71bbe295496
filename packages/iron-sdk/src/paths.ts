// For the smallest bundle, path methods only: `@org/iron-sdk/paths`.
import { createPathMethods } from '@org/sdk-core/internal';
import { createEngine, type IronOptions } from './options.ts';
import type { IronPathClient, paths } from './types.ts';

/**
 * Makes a client of Iron's API with path methods only.
 *
 * They resolve to `{ data, error, response }` for every response, whichever its status, and reject with an `SdkError`
 * when there is none. Options, retries, timeouts and idempotency keys are those of `createIronClient`.
 *
 * @throws {ConfigurationError} if an option is missing, malformed or unknown
 * @example
 * const iron = createIronPathClient({ apiKey, environment: 'sandbox' });
 * const { data, error } = await iron.GET('/customers/{id}', { params: { path: { id } } });
 * @see https://docs.iron.xyz
 */
export function createIronPathClient(options: IronOptions): IronPathClient {
  return createPathMethods<paths>(createEngine(options));
}

export * from '@org/sdk-core';
export type { ApiKey, IronOptions } from './options.ts';
export type { IronPathClient } from './types.ts';
