// Every type by a name that another package can write: `@org/paxos-sdk/types`. TypeScript needs such names where it writes
// declarations of what a call returns; under pnpm a project cannot name `@org/paxos-types` or `openapi-fetch`, which are not its
// own dependencies (TS2742, TS2883). It considers this entry only where the other entries import it, and a bundled
// declaration imports only what is declared here: therefore the clients are.
import type { paths } from '@org/paxos-types';
import type { Client } from 'openapi-fetch';
import type { PaxosGroups } from './generated/groups.ts';

/** Paxos's API by operation (`paxos.identity.getIdentity`) and by path (`paxos.GET('/identity/identities/{id}')`). */
export interface PaxosClient extends PaxosGroups, PaxosPathClient {}

/** openapi-fetch's client with Paxos's paths: `GET`, `POST`, `PUT`, `DELETE`. */
export interface PaxosPathClient extends Client<paths, 'application/json'> {}

export type * from '@org/paxos-types';
export type {
  Client,
  ClientMethod,
  FetchOptions,
  FetchResponse,
  MaybeOptionalInit,
  ParseAsResponse,
} from 'openapi-fetch';
export type * from './generated/groups.ts';
