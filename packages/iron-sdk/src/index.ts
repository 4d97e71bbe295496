// `isApiError` below is this SDK's own, which knows Iron's operations: a named export goes before `export *`.

export type * from '@org/iron-types';
export * from '@org/sdk-core';
// Iron has a schema of this name too: the class is the one that people catch.
export { ApiError } from '@org/sdk-core';
export type { ApiVersionMismatch } from './api-version.ts';
export { createIronClient, type IronClient, isApiError } from './client.ts';
export type * from './generated/groups.ts';
export * from './journeys/index.ts';
export * from './onboarding/index.ts';
export type { ApiKey, IronOptions, IronPathOptions } from './options.ts';
export { isOwnershipMessageCurrent, type WalletOwnership, walletOwnershipMessage } from './wallet-proof.ts';
export * from './webhooks/index.ts';
