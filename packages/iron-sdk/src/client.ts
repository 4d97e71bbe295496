import type { paths } from '@org/iron-types';
import { type ApiErrorGuard, isApiError as isAnyApiError } from '@org/sdk-core';
import { createHeaderKeyRuntime, createNamedDoor, createPathDoor, lookOn } from '@org/sdk-core/internal';
import type { Client } from 'openapi-fetch';
import { apiVersionLayer } from './api-version.ts';
import type { IronErrors, IronGroups } from './generated/groups.ts';
import { operations } from './generated/operations.ts';
import { type IronOptions, ironConfig } from './options.ts';

/** Iron's API by name (`iron.customer.createCustomer`) and by path (`iron.GET('/customers/{id}')`). */
export interface IronClient extends IronGroups, Client<paths, 'application/json'> {}

/**
 * Makes a client of Iron's API.
 *
 * Named calls throw typed errors, retry where that is safe, keep their idempotency key over retries, and page; the path
 * door on the same object is openapi-fetch's. A client keeps no connection and no timer: make one and share it.
 *
 * @throws {ConfigError} if an option is missing or malformed
 * @example
 * const iron = createIronClient({ apiKey: process.env.IRON_API_KEY, environment: 'sandbox' });
 * const customer = await iron.customer.createCustomer({
 *   body: { customer_type: 'Person', name: 'Ada Lovelace', email: 'ada@example.com' },
 * });
 * @see https://docs.iron.xyz
 */
export function createIronClient(options: IronOptions): IronClient {
  const config = ironConfig(options, operations);
  const looking = lookOn(options, 'Iron', 'IRON_LOG');
  const echo = apiVersionLayer(options);
  const layers = echo ? [echo, ...looking.layers] : looking.layers;
  const runtime = createHeaderKeyRuntime({ ...config, ...looking, layers });
  return createNamedDoor<IronGroups, Client<paths, 'application/json'>>(runtime, createPathDoor<paths>(runtime));
}

/**
 * True when Iron answered with an error; with an operation's name, the error is narrowed to those of that operation.
 *
 * @example
 * if (isApiError(error, 'createCustomerIdentificationV2') && error.status === 409) console.log(error.body);
 */
export const isApiError: ApiErrorGuard<IronErrors> = isAnyApiError;
