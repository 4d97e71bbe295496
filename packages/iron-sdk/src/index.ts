export * from '@org/sdk-core';
export { createIronPathClient, type IronPathClient } from './paths.ts';
export type { ApiKey, IronOptions } from './options.ts';
