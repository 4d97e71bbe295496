// Every type by a name that another package can write: `@org/iron-sdk/types`. TypeScript needs such names where it writes
// declarations of what a call returns; under pnpm a project cannot name `@org/iron-types` or `openapi-fetch`, which are not its
// own dependencies (TS2742, TS2883). It considers this entry only where the other entries import it, and a bundled
// declaration imports only what is declared here: therefore the clients are.
import type { paths } from '@org/iron-types';
import type { Client } from 'openapi-fetch';
import type { IronGroups } from './generated/groups.ts';

/** Iron's API by operation (`iron.customer.createCustomer`) and by path (`iron.GET('/customers/{id}')`). */
export interface IronClient extends IronGroups, IronPathClient {}

/** openapi-fetch's client with Iron's paths: `GET`, `POST`, `PUT`, `PATCH`, `DELETE`. */
export interface IronPathClient extends Client<paths, 'application/json'> {}

export type * from '@org/iron-types';
export type {
  Client,
  ClientMethod,
  FetchOptions,
  FetchResponse,
  MaybeOptionalInit,
  ParseAsResponse,
} from 'openapi-fetch';
export type * from './generated/groups.ts';
