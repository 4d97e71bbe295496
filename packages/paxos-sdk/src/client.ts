import { type ApiErrorGuard, isApiError as isAnyApiError } from '@org/sdk-core';
import { addOperationMethods, createPathMethods } from '@org/sdk-core/internal';
import { keepEngine } from './client-engine.ts';
import type { PaxosErrors, PaxosGroups } from './generated/groups.ts';
import { createEngine, type PaxosOptions } from './options.ts';
import type { PaxosClient, PaxosPathClient, paths } from './types.ts';

/**
 * Makes a client of Paxos's API.
 *
 * Operation methods throw typed errors, retry where that is safe, fill and keep `ref_id` where they create, and paginate;
 * the path methods on the same object have openapi-fetch's interface. All calls of a client share one access token: make
 * one client and share it.
 *
 * @throws {ConfigurationError} if an option is missing, malformed or unknown
 * @example
 * const paxos = createPaxosClient({ clientId, clientSecret, scopes: ['identity:read_identity'], environment: 'sandbox' });
 * const identity = await paxos.identity.getIdentity({ path: { id }, query: { include_details: true } });
 * @see https://docs.paxos.com
 */
export function createPaxosClient(options: PaxosOptions): PaxosClient {
  const engine = createEngine(options);
  const methods = addOperationMethods<PaxosGroups, PaxosPathClient>(createPathMethods<paths>(engine), engine);
  return keepEngine(methods, engine);
}

/**
 * True when Paxos answered with an error; with the name of a method, the error is narrowed to those of that operation.
 *
 * @example
 * if (isApiError(error, 'createOrder') && error.status === 409) console.log(error.body.meta?.existing);
 */
export const isApiError: ApiErrorGuard<PaxosErrors> = isAnyApiError;
