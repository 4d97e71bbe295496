// Every type by a name that another package can write: `@org/acme-sdk/types`. TypeScript needs such names where it writes
// declarations of what a call returns (TS2742, TS2883), and considers this entry where the others import what is declared here.
import type { paths } from '@org/acme-types';
import type { Client } from 'openapi-fetch';
import type { AcmeGroups } from './generated/groups.ts';

/** Acme's API by operation and by path. */
export interface AcmeClient extends AcmeGroups, AcmePathClient {}

/** openapi-fetch's client with Acme's paths. */
export interface AcmePathClient extends Client<paths, 'application/json'> {}

export type * from '@org/acme-types';
export type {
  Client,
  ClientMethod,
  FetchOptions,
  FetchResponse,
  MaybeOptionalInit,
  ParseAsResponse,
} from 'openapi-fetch';
export type * from './generated/groups.ts';
