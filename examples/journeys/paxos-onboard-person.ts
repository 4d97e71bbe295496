// Journey 12: a person who may trade, with an account and a profile. Call it again after a crash: it goes on.
import type { Paxos, PaxosClient, WaitOptions } from '@org/paxos-sdk';
import { allowedActions, checkIdentity, waitForIdentity } from '@org/paxos-sdk/identity';
import { once } from './paxos-once.ts';

/** What you store before the first call. */
export interface Applicant {
  /** The references of the identity and its account are made from it. */
  readonly id: string;
  readonly details: Paxos.CreateIdentityRequest;
}

export interface Customer {
  readonly identity_id: string;
  readonly account_id: string;
  readonly profile_id: string;
}

/** Returns what is wrong with the form, or the customer. */
export async function onboardPerson(
  paxos: PaxosClient,
  { id, details }: Applicant,
  options: WaitOptions = {},
): Promise<Customer | string[]> {
  const errors = checkIdentity(details);
  if (errors.length > 0) return errors.map(({ field, message }) => `${field} ${message}`);
  const created = await register(paxos, id, details);
  const identity = await waitForIdentity(paxos, created.id, options);
  if (!allowedActions(identity).createBuyOrders) return ['Your account is restricted. Please contact support.'];
  return openAccount(paxos, id, identity.id);
}

export function register(paxos: PaxosClient, ref_id: string, details: Paxos.CreateIdentityRequest) {
  return once(
    () => paxos.identity.createIdentity({ body: { ...details, ref_id } }),
    (id) => paxos.identity.getIdentity({ path: { id } }),
  );
}

export async function openAccount(paxos: PaxosClient, id: string, identity_id: string): Promise<Customer> {
  const account = { identity_id, ref_id: `${id}-account` };
  const { id: account_id = '', profile_id = '' } = await once(
    () => paxos.accounts.createAccount({ body: { account, create_profile: true } }),
    (existing) => paxos.accounts.getAccount({ path: { id: existing } }),
  );
  return { identity_id, account_id, profile_id };
}
