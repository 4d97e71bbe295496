// The path door alone, for who wants it smallest: `@org/iron-sdk/paths`.
import type { paths } from '@org/iron-types';
import { createHeaderKeyRuntime, createPathDoor } from '@org/sdk-core/internal';
import type { Client } from 'openapi-fetch';
import { pathOperations } from './generated/path-operations.ts';
import { type IronPathOptions, ironConfig } from './options.ts';

/** openapi-fetch's client with Iron's paths: `GET`, `POST`, `PUT`, `PATCH`, `DELETE`. */
export type IronPathClient = Client<paths, 'application/json'>;

/**
 * Makes a client of Iron's API with the path door only.
 *
 * It resolves to `{ data, error, response }` for every answer, whichever its status, and rejects with an `SdkError` when
 * there is none. Retries, timeouts and idempotency keys work as on `createIronClient`. To keep it small, it has no options
 * for logs and hooks; {@link hooksLayer} makes a layer of hooks: `layers: [hooksLayer(wireLog(console))]`.
 *
 * @throws {ConfigError} if an option is missing or malformed
 * @example
 * const iron = createIronPathClient({ apiKey, environment: 'sandbox' });
 * const { data, error } = await iron.GET('/customers/{id}', { params: { path: { id } } });
 * @see https://docs.iron.xyz
 */
export function createIronPathClient(options: IronPathOptions): IronPathClient {
  return createPathDoor<paths>(createHeaderKeyRuntime(ironConfig(options, pathOperations)));
}

export * from '@org/sdk-core';
export type { ApiKey, IronPathOptions } from './options.ts';
