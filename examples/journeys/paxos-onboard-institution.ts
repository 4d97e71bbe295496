// Journey 13: an institution, its people first, then its papers. Call it again after a crash: it goes on.
import type { Paxos, PaxosClient, WaitOptions } from '@org/paxos-sdk';
import { checkIdentity, type SuppliedDocument, supplyDocuments, waitForIdentity } from '@org/paxos-sdk/identity';
import { type Customer, openAccount, register } from './paxos-onboard-person.ts';

/** What you store before the first call. */
export interface Company {
  readonly id: string;
  readonly details: Omit<Paxos.CreateIdentityRequest, 'institution_members'>;
  readonly people: readonly {
    readonly details: Paxos.CreateIdentityRequest;
    readonly roles: Paxos.InstitutionRoleType[];
  }[];
  readonly papers: readonly SuppliedDocument[];
}

/** Returns what is wrong with the forms, or the customer. */
export async function onboardInstitution(
  paxos: PaxosClient,
  { id, details, people, papers }: Company,
  options: WaitOptions = {},
): Promise<Customer | string[]> {
  const draft = people.map(({ roles }, index) => ({ identity_id: `${index}`, roles }));
  const errors = [
    ...checkIdentity({ ...details, institution_members: draft }),
    ...people.flatMap((person) => checkIdentity(person.details)),
  ];
  if (errors.length > 0) return errors.map(({ field, message }) => `${field} ${message}`);

  const institution_members: Paxos.InstitutionMember[] = [];
  for (const [index, person] of people.entries()) {
    const { id: identity_id } = await register(paxos, `${id}-person-${index}`, person.details);
    institution_members.push({ identity_id, roles: person.roles });
  }
  const created = await register(paxos, id, { ...details, institution_members });
  await supplyDocuments(paxos, created.id, papers, options);
  const identity = await waitForIdentity(paxos, created.id, options);
  return openAccount(paxos, id, identity.id);
}
