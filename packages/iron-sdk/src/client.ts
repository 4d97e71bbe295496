import { type ApiErrorGuard, isApiError as isAnyApiError } from '@org/sdk-core';
import { addOperationMethods, createPathMethods } from '@org/sdk-core/internal';
import type { IronErrors, IronGroups } from './generated/groups.ts';
import { createEngine, type IronOptions } from './options.ts';
import type { IronClient, IronPathClient, paths } from './types.ts';

/**
 * Makes a client of Iron's API.
 *
 * Operation methods throw typed errors, retry where that is safe, keep their idempotency key over retries, and paginate;
 * the path methods on the same object have openapi-fetch's interface. A client keeps no connection and no timer: make one
 * and share it.
 *
 * @throws {ConfigurationError} if an option is missing, malformed or unknown
 * @example
 * const iron = createIronClient({ apiKey: process.env.IRON_API_KEY, environment: 'sandbox' });
 * const customer = await iron.customer.createCustomer({
 *   body: { customer_type: 'Person', name: 'Ada Lovelace', email: 'ada@example.com' },
 * });
 * @see https://docs.iron.xyz
 */
export function createIronClient(options: IronOptions): IronClient {
  const engine = createEngine(options);
  return addOperationMethods<IronGroups, IronPathClient>(createPathMethods<paths>(engine), engine);
}

/**
 * True when Iron answered with an error; with the name of a method, the error is narrowed to those of that operation.
 *
 * @example
 * if (isApiError(error, 'createCustomerIdentificationV2') && error.status === 409) console.log(error.body);
 */
export const isApiError: ApiErrorGuard<IronErrors> = isAnyApiError;
