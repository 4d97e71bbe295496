// The people behind an institution.
import type { InstitutionMember } from '@org/paxos-types';
import { all, find } from '../collection.ts';
import type { PaxosContext, PaxosHandlers } from '../handlers.ts';
import { badRequest, notFound } from '../problems.ts';
import type { PaxosRecords } from '../records.ts';
import type { IdentityRecord } from './record.ts';
import { memberReply } from './reply.ts';
import { settleStatus } from './status.ts';

export const memberHandlers: PaxosHandlers = {
  AddInstitutionMembers(call) {
    const { records, body } = call;
    const institution = find(records.identities, body.institution_id);
    if (!institution) throw notFound(`identity ${body.institution_id} is unknown`);
    if (institution.type !== 'INSTITUTION') throw badRequest('a person has no institution members');
    if (body.members.length === 0) throw badRequest('members must name at least one identity');
    const people = memberIdentities(records, body.members);
    if (people.includes(institution)) throw badRequest('an institution cannot be its own member');
    const joined = new Set(institution.members.map(({ identity_id }) => identity_id));
    const again = body.members.find(({ identity_id }) => joined.has(identity_id));
    if (again)
      throw badRequest(`identity ${again.identity_id} is a member already: remove it first to change its roles`);
    joinMembers(call, institution, body.members);
    settleStatus(call, institution);
    const members = institution.members.map((member) => memberReply(member, records));
    return { status: 200, body: { institution_id: institution.id, members } };
  },

  DeleteInstitutionMember(call) {
    const { records, path } = call;
    const institution = all(records.identities).find(({ members }) => members.some(({ id }) => id === path.id));
    const member = institution?.members.find(({ id }) => id === path.id);
    if (!institution || !member) throw notFound(`institution member ${path.id} is unknown`);
    institution.members = institution.members.filter((one) => one !== member);
    const person = find(records.identities, member.identity_id);
    if (person) person.memberOf = person.memberOf.filter((id) => id !== institution.id);
    settleStatus(call, institution);
    return { status: 200, body: {} };
  },
};

/** The identities that members name. Throws a `Refusal` where one does not exist. */
export function memberIdentities(records: PaxosRecords, members: readonly InstitutionMember[]): IdentityRecord[] {
  const ids = members.map(({ identity_id }) => identity_id);
  if (new Set(ids).size < ids.length) throw badRequest('members name an identity twice: give it all its roles at once');
  return ids.map((id) => {
    const identity = find(records.identities, id);
    if (!identity) throw notFound(`identity ${id} is unknown: create it before you name it as a member`);
    return identity;
  });
}

export function joinMembers(
  context: PaxosContext,
  institution: IdentityRecord,
  members: readonly InstitutionMember[],
): void {
  for (const { identity_id, roles, ownership, position } of members) {
    institution.members.push({
      id: context.id(),
      identity_id,
      ...(roles && { roles }),
      ...(ownership && { ownership }),
      ...(position && { position }),
    });
    find(context.records.identities, identity_id)?.memberOf.push(institution.id);
  }
}
