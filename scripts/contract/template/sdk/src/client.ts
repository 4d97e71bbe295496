import { type ApiErrorGuard, isApiError as isAnyApiError } from '@org/sdk-core';
import { addOperationMethods, createPathMethods } from '@org/sdk-core/internal';
import type { AcmeErrors, AcmeGroups } from './generated/groups.ts';
import { type AcmeOptions, createEngine } from './options.ts';
import type { AcmeClient, AcmePathClient, paths } from './types.ts';

/**
 * Makes a client of Acme's API.
 *
 * Operation methods throw typed errors and retry where that is safe; the path methods on the same object have openapi-fetch's
 * interface. A client keeps no connection and no timer: make one and share it.
 *
 * @throws {ConfigurationError} if an option is missing, malformed or unknown
 * @example
 * const acme = createAcmeClient({ baseUrl: 'https://api.example', credentials });
 */
export function createAcmeClient(options: AcmeOptions): AcmeClient {
  const engine = createEngine(options);
  return addOperationMethods<AcmeGroups, AcmePathClient>(createPathMethods<paths>(engine), engine);
}

/** True when Acme returned an error; with the name of a method, the error is narrowed to those of that operation. */
export const isApiError: ApiErrorGuard<AcmeErrors> = isAnyApiError;
