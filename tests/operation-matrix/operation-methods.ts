// Operation methods of a client, found by the names of the contract at run time.
import type { PaxosScope } from '@org/paxos-sdk';
import type { Contract, Operation } from './contract.ts';
import type { Args } from './samples.ts';

export interface Answer {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}

export type Result = Answer & { readonly ok: boolean; readonly status: number };

/** Operation methods and path methods of a client, without their types: tests here are driven by the contract. */
export type AnyClient = Record<string, (path: string, init: object) => Promise<Answer>> &
  Record<string, Record<string, (args: object, options: object) => { result(): Promise<Result> }>>;

export function callByName(client: AnyClient, operation: Operation, args: Args, options = {}): Promise<Result> {
  const group = groupOf(operation.tag);
  const method = operation.id.charAt(0).toLowerCase() + operation.id.slice(1);
  const call = client[group]?.[method];
  if (!call) throw new Error(`the client has no ${group}.${method}`);
  return call(args, options).result();
}

/** Every scope there is: what may be called is not what is tested with them. */
export function scopesOf(contract: Contract): PaxosScope[] {
  const scheme = contract.deref({ $ref: '#/components/securitySchemes/OAuth2' }) as {
    flows: { clientCredentials: { scopes: Record<PaxosScope, string> } };
  };
  return Object.keys(scheme.flows.clientCredentials.scopes) as PaxosScope[];
}

function groupOf(tag: string): string {
  const words = tag
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(' ')
    .map((word) => word.toLowerCase());
  return words.map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('');
}
