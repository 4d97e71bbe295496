// `isApiError` is this SDK's own, which knows Acme's operations: a named export goes before `export *`.
export * from '@org/sdk-core';
export { createAcmeClient, isApiError } from './client.ts';
export type { Credential, Credentials } from './credentials.ts';
export type { AcmeErrors } from './generated/groups.ts';
export type { Acme } from './generated/namespace.ts';
export type { AcmeOptions } from './options.ts';
export type { AcmeClient } from './types.ts';
