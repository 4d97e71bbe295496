// The path door alone, for who wants it smallest: `@org/paxos-sdk/paths`.
import type { paths } from '@org/paxos-types';
import { createPathDoor, createRuntime } from '@org/sdk-core/internal';
import type { Client } from 'openapi-fetch';
import { operations } from './generated/operations.ts';
import { type PaxosPathOptions, paxosConfig } from './options.ts';

/** openapi-fetch's client with Paxos's paths: `GET`, `POST`, `PUT`, `DELETE`. */
export type PaxosPathClient = Client<paths, 'application/json'>;

/**
 * Makes a client of Paxos's API with the path door only.
 *
 * It resolves to `{ data, error, response }` for every answer, whichever its status, and rejects with an `SdkError` when
 * there is none. The access token, retries and timeouts work as on `createPaxosClient`. To keep it small, it has no options
 * for logs and hooks; {@link hooksLayer} makes a layer of hooks: `layers: [hooksLayer(wireLog(console))]`.
 *
 * @throws {ConfigError} if an option is missing or malformed
 * @example
 * const paxos = createPaxosPathClient({ clientId, clientSecret, scopes: ['identity:read_identity'], environment: 'sandbox' });
 * const { data, error } = await paxos.GET('/identity/identities/{id}', { params: { path: { id } } });
 * @see https://docs.paxos.com
 */
export function createPaxosPathClient(options: PaxosPathOptions): PaxosPathClient {
  return createPathDoor<paths>(createRuntime(paxosConfig(options, operations)));
}

export * from '@org/sdk-core';
export type { PaxosScope } from './generated/scopes.ts';
export type { PaxosPathOptions } from './options.ts';
