// The names below come first: `isApiError` is this SDK's own, which knows Iron's operations.

export * from '@org/sdk-core';
export { createIronClient, type IronClient, isApiError } from './client.ts';
export type * from './generated/groups.ts';
export type { ApiKey, IronOptions } from './options.ts';
