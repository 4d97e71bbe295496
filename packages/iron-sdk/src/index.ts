// The names below come first: `isApiError` is this SDK's own, which knows Iron's operations.

export type * from '@org/iron-types';
export * from '@org/sdk-core';
// Iron has a schema of this name too: the class is the one that people catch.
export { ApiError } from '@org/sdk-core';
export { createIronClient, type IronClient, isApiError } from './client.ts';
export type * from './generated/groups.ts';
export type { ApiKey, IronOptions } from './options.ts';
