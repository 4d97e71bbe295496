import type { paths } from '@org/paxos-types';
import { type ApiErrorGuard, isApiError as isAnyApiError } from '@org/sdk-core';
import { createNamedDoor, createPathDoor, createRuntime, lookOn } from '@org/sdk-core/internal';
import type { Client } from 'openapi-fetch';
import type { PaxosErrors, PaxosGroups } from './generated/groups.ts';
import { operations } from './generated/operations.ts';
import { type PaxosOptions, paxosConfig } from './options.ts';

/** Paxos's API by name (`paxos.identity.getIdentity`) and by path (`paxos.GET('/identity/identities/{id}')`). */
export interface PaxosClient extends PaxosGroups, Client<paths, 'application/json'> {}

/**
 * Makes a client of Paxos's API.
 *
 * Named calls throw typed errors, retry where that is safe, fill and keep `ref_id` where they create, and page; the path
 * door on the same object is openapi-fetch's. All calls of a client share one access token: make one client and share it.
 *
 * @throws {ConfigError} if an option is missing or malformed
 * @example
 * const paxos = createPaxosClient({ clientId, clientSecret, scopes: ['identity:read_identity'], environment: 'sandbox' });
 * const identity = await paxos.identity.getIdentity({ path: { id }, query: { include_details: true } });
 * @see https://docs.paxos.com
 */
export function createPaxosClient(options: PaxosOptions): PaxosClient {
  const runtime = createRuntime({ ...paxosConfig(options, operations), ...lookOn(options, 'Paxos', 'PAXOS_LOG') });
  return createNamedDoor<PaxosGroups, Client<paths, 'application/json'>>(runtime, createPathDoor<paths>(runtime));
}

/**
 * True when Paxos answered with an error; with an operation's name, the error is narrowed to those of that operation.
 *
 * @example
 * if (isApiError(error, 'createOrder') && error.status === 409) console.log(error.body.meta?.existing);
 */
export const isApiError: ApiErrorGuard<PaxosErrors> = isAnyApiError;
