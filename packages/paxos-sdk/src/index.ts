// The names below come first: `isApiError` is this SDK's own, which knows Paxos's operations.

export type * from '@org/paxos-types';
export * from '@org/sdk-core';
export { createPaxosClient, isApiError, type PaxosClient } from './client.ts';
export type * from './generated/groups.ts';
export type { PaxosScope } from './generated/scopes.ts';
export type { PaxosOptions } from './options.ts';
