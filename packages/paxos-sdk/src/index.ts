export * from '@org/sdk-core';
export { createPaxosPathClient, type PaxosPathClient } from './paths.ts';
export type { PaxosOptions } from './options.ts';
export type { PaxosScope } from './generated/scopes.ts';
