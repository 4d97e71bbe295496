// The path door alone, for who wants it smallest: `@org/iron-sdk/paths`.
import type { paths } from '@org/iron-types';
import { createPathDoor, createRuntime } from '@org/sdk-core/internal';
import type { Client } from 'openapi-fetch';
import { type IronOptions, ironConfig } from './options.ts';

/** openapi-fetch's client with Iron's paths: `GET`, `POST`, `PUT`, `PATCH`, `DELETE`. */
export type IronPathClient = Client<paths, 'application/json'>;

/**
 * Makes a client of Iron's API with the path door only.
 *
 * It resolves to `{ data, error, response }` for every answer, whichever its status, and rejects with an `SdkError` when
 * there is none. Retries, timeouts, idempotency keys and redaction work as on {@link createIronClient}.
 *
 * @throws {ConfigError} if an option is missing or malformed
 * @example
 * const iron = createIronPathClient({ apiKey, environment: 'sandbox' });
 * const { data, error } = await iron.GET('/customers/{id}', { params: { path: { id } } });
 * @see https://docs.iron.xyz
 */
export function createIronPathClient(options: IronOptions): IronPathClient {
  return createPathDoor<paths>(createRuntime(ironConfig(options)));
}

export type { ApiKey, IronOptions } from './options.ts';
