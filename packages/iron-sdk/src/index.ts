// `isApiError` is this SDK's own, which knows Iron's operations: a named export goes before `export *`.
export * from '@org/sdk-core';
export type { ApiVersionMismatch } from './api-version.ts';
export { createIronClient, isApiError } from './client.ts';
export type { IronErrors } from './generated/groups.ts';
export type { Iron } from './generated/namespace.ts';
export type { ApiKey, IronOptions } from './options.ts';
export type { IronClient } from './types.ts';
