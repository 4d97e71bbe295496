// `isApiError` is this SDK's own, which knows Paxos's operations: a named export goes before `export *`.
export * from '@org/sdk-core';
export { createPaxosClient, isApiError } from './client.ts';
export type { PaxosErrors } from './generated/groups.ts';
export type { Paxos } from './generated/namespace.ts';
export type { PaxosScope } from './generated/scopes.ts';
export type { PaxosOptions } from './options.ts';
export type { Pace, RateLimitStore, Reservation } from './rate-limit/store.ts';
export { type SharedTokenStore, type ShareOptions, shareTokens } from './token/share-token.ts';
export type { TokenStore } from './token/token-store.ts';
export type { PaxosClient } from './types.ts';
