// A sandbox whose clock stands still, and our own SDK in front of it.

import { createPaxosClient, type PaxosClient, type PaxosScope } from '@org/paxos-sdk';
import type { Transfer } from '@org/paxos-types';
import { loadContract } from '../../../src/contract/contract.ts';
import { createSandbox, type Sandbox } from '../../../src/index.ts';
import { scopesOf } from '../../../src/paxos/token.ts';

export const allScopes = [...scopesOf(loadContract('paxos'))] as PaxosScope[];

export interface Setup {
  readonly sandbox: Sandbox;
  readonly paxos: PaxosClient;
  /** Id of the default profile. */
  readonly profile: string;
}

export async function setup({ start = new Date('2026-11-21T09:00:00Z') }: { start?: Date } = {}): Promise<Setup> {
  const sandbox = createSandbox({ seed: 1, clock: { start, stopped: true } });
  const paxos = clientOf(sandbox);
  const { id: profile } = await paxos.profiles.getProfile({ path: { profile_id: 'default' } });
  return { sandbox, paxos, profile };
}

export function clientOf(sandbox: Sandbox, options: { clientId?: string; scopes?: PaxosScope[] } = {}): PaxosClient {
  // The client's time is the sandbox's, so that a token is old when the sandbox says so.
  const now = () => sandbox.clock.now().getTime();
  const { setTimeout, clearTimeout } = globalThis;
  const clock = { now, monotonic: now, setTimeout, clearTimeout: (id: unknown) => clearTimeout(id as number) };
  return createPaxosClient({
    environment: 'sandbox',
    clientId: options.clientId ?? 'client',
    clientSecret: 'secret',
    scopes: options.scopes ?? allScopes,
    fetch: sandbox.paxos.fetch,
    rateLimit: false,
    maxRetries: 0,
    clock,
  });
}

export const person = {
  verifier_type: 'PAXOS',
  first_name: 'Ada',
  last_name: 'Lovelace',
  date_of_birth: '1990-12-10',
  nationality: 'GBR',
  address: { country: 'GBR', address1: '12 St James Square', city: 'London', province: 'England' },
  // From which Paxos fills the tax details, without which createIdentity is refused.
  cip_id_type: 'ITIN',
} as const;

export const institution = {
  name: 'Analytical Engines LLC',
  institution_type: 'LLC',
  institution_sub_type: 'INFORMATION',
  cip_id_type: 'EIN',
} as const;

/** A person whose checks are all passed. */
export async function approvedPerson(paxos: PaxosClient): Promise<string> {
  const { id } = await paxos.identity.createIdentity({ body: { person_details: person } });
  await approve(paxos, id);
  return id;
}

export async function approve(paxos: PaxosClient, id: string): Promise<void> {
  await paxos.sandboxIdentity.sandboxSetIdentityStatus({
    path: { id },
    body: { id_verification_status: 'APPROVED', sanctions_verification_status: 'APPROVED' },
  });
}

export async function fund(paxos: PaxosClient, profile: string, asset: string, amount: string): Promise<void> {
  const fiat = ['USD', 'EUR', 'SGD'].includes(asset);
  await paxos.sandboxDeposits.createSandboxDeposit({
    path: { profile_id: profile },
    body: { asset, amount, ...(!fiat && { crypto_network: 'ETHEREUM' as const }) },
  });
}

/** `available/trading` of an asset. */
export async function balance(paxos: PaxosClient, profile: string, asset: string): Promise<string> {
  const { available, trading } = await paxos.profiles.getProfileBalance({ path: { profile_id: profile, asset } });
  return `${available}/${trading}`;
}

/** Types of the events so far, oldest first. */
export async function eventTypes(paxos: PaxosClient): Promise<string[]> {
  const types: string[] = [];
  for await (const { type } of paxos.events.listEvents()) types.push(`${type}`);
  return types;
}

export async function transferOf(paxos: PaxosClient, id: string): Promise<Transfer> {
  return paxos.transfers.getTransfer({ path: { id } });
}

/** Status and detail of a call's failure: `403 insufficient funds …`. */
export async function refusal(call: PromiseLike<unknown>): Promise<string> {
  try {
    await call;
    return 'not refused';
  } catch (error) {
    const { status, body, message } = error as { status?: number; body?: { detail?: string }; message: string };
    return status === undefined ? message : `${status} ${body?.detail}`;
  }
}
