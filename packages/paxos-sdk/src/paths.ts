// For the smallest bundle, path methods only: `@org/paxos-sdk/paths`.
import { createPathMethods } from '@org/sdk-core/internal';
import { createEngine, type PaxosOptions } from './options.ts';
import type { PaxosPathClient, paths } from './types.ts';

/**
 * Makes a client of Paxos's API with path methods only.
 *
 * They resolve to `{ data, error, response }` for every response, whichever its status, and reject with an `SdkError`
 * when there is none. Options, the access token, retries and timeouts are those of `createPaxosClient`.
 *
 * @throws {ConfigurationError} if an option is missing, malformed or unknown
 * @example
 * const paxos = createPaxosPathClient({ clientId, clientSecret, scopes: ['identity:read_identity'], environment: 'sandbox' });
 * const { data, error } = await paxos.GET('/identity/identities/{id}', { params: { path: { id } } });
 * @see https://docs.paxos.com
 */
export function createPaxosPathClient(options: PaxosOptions): PaxosPathClient {
  return createPathMethods<paths>(createEngine(options));
}

export * from '@org/sdk-core';
export type { PaxosScope } from './generated/scopes.ts';
export type { PaxosOptions } from './options.ts';
export type { PaxosPathClient } from './types.ts';
