// The path door alone, for who wants it smallest: `@org/paxos-sdk/paths`.
import type { paths } from '@org/paxos-types';
import { createPathDoor, createRuntime } from '@org/sdk-core/internal';
import type { Client } from 'openapi-fetch';
import { type PaxosOptions, paxosConfig } from './options.ts';

/** openapi-fetch's client with Paxos's paths: `GET`, `POST`, `PUT`, `DELETE`. */
export type PaxosPathClient = Client<paths, 'application/json'>;

/**
 * Makes a client of Paxos's API with the path door only.
 *
 * It resolves to `{ data, error, response }` for every answer, whichever its status, and rejects with an `SdkError` when
 * there is none. The access token, retries, timeouts and redaction work as on {@link createPaxosClient}.
 *
 * @throws {ConfigError} if an option is missing or malformed
 * @example
 * const paxos = createPaxosPathClient({ clientId, clientSecret, scopes: ['identity:read_identity'], environment: 'sandbox' });
 * const { data, error } = await paxos.GET('/identity/identities/{id}', { params: { path: { id } } });
 * @see https://docs.paxos.com
 */
export function createPaxosPathClient(options: PaxosOptions): PaxosPathClient {
  return createPathDoor<paths>(createRuntime(paxosConfig(options)));
}

export type { PaxosScope } from './generated/scopes.ts';
export type { PaxosOptions } from './options.ts';
