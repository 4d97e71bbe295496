import type { Identity, IdentityRequirement, InstitutionMember, PendingRequirement } from '@org/paxos-types';
import { assertObject, lookup, objectsIn } from '@org/sdk-core/internal';
import { requirementsInDetails } from './older-requirements.ts';
import { type Awaiting, type OpenMember, type OpenRequirement, requirement } from './requirement.ts';
import { identityStatus, textOf } from './status.ts';

/**
 * What still stands between an identity and approval: who must act, and what the person can be told. It reads all three
 * shapes that Paxos has documented: today's `status_details.requirements`, the `pending_requirements` of the preview of
 * October 2025, and answers from before, where only the checks in the details show it (ask with `include_details` and
 * `include_institution_members` then).
 *
 * @returns an empty list if nothing is open
 * @throws {InvalidRequestError} if it is not an object
 * @example
 * for (const { awaiting, message } of openRequirements(identity)) if (awaiting === 'CLIENT') tell(message);
 * @see https://docs.paxos.com/guides/identity/using-status-details
 */
export function openRequirements(identity: Identity): OpenRequirement[] {
  assertObject(identity, 'an identity, as getIdentity returns it');
  const { requirements, pending_requirements, failed_requirements } = identity.status_details ?? {};
  const members = openMembers(identity);
  const current = objectsIn(requirements).map((one) => ofToday(one, members));
  if (current.length > 0) return current;
  const preview = [
    ...objectsIn(pending_requirements).map((one) => ofPreview(one, 'PENDING', members)),
    ...objectsIn(failed_requirements).map((one) => ofPreview(one, 'FAILED', members)),
  ];
  const told = [requirements, pending_requirements, failed_requirements].some(Array.isArray);
  return told ? preview : requirementsInDetails(identity, members);
}

/** The members of an institution that are not approved, as far as the answer shows them. */
export function openMembers({ institution_members }: Pick<Identity, 'institution_members'>): OpenMember[] {
  return objectsIn<InstitutionMember>(institution_members)
    .map((member) => ({ identityId: member.identity_id, status: identityStatus(member) }))
    .filter(({ status }) => status !== 'APPROVED');
}

/** Whose turn it is where a requirement does not say so itself. */
const BY_CODE: Readonly<Record<string, Awaiting>> = {
  IDENTITY_VERIFICATION_REQUIRED: 'CLIENT',
  DOCUMENT_UPLOAD_REQUIRED: 'CLIENT',
  EDD_DOCUMENTATION_REQUIRED: 'CLIENT',
  KYC_REFRESH_REQUIRED: 'CLIENT',
  KYC_REFRESH_OVERDUE: 'CLIENT',
  TIN_NOT_FOUND: 'CLIENT',
  SCREENING_IN_PROGRESS: 'PAXOS',
  COMPLIANCE_REVIEW_REQUIRED: 'PAXOS',
};

function ofToday(one: IdentityRequirement, members: readonly OpenMember[]): OpenRequirement {
  const type = textOf(one.type);
  // The page on events shows them in lower case.
  const codes = objectsIn(one.errors).map(({ code }) => textOf(code).toUpperCase());
  const said = textOf(one.awaiting_action_from).toUpperCase();
  const turn = codes.map((code) => lookup(BY_CODE, code)).find(Boolean);
  const unsaid = type === 'MEMBERS' ? 'MEMBERS' : (turn ?? 'UNKNOWN');
  return requirement({
    type,
    status: one.status === 'FAILED' ? 'FAILED' : 'PENDING',
    awaiting: said === 'CLIENT' || said === 'PAXOS' ? said : unsaid,
    codes,
    members: type === 'MEMBERS' ? members : [],
  });
}

/** The preview's words, in today's. */
const RENAMED: Readonly<Record<string, string>> = {
  SANCTIONS_SCREENING: 'SCREENING_CHECK',
  ADDITIONAL_SCREENING: 'SCREENING_CHECK',
  APPROVED_MEMBERS: 'MEMBERS',
  DISABLED_MEMBERS: 'MEMBERS',
  RISK_AWARENESS_ASSESSMENT: 'COMPLIANCE_CHECK',
  RISK_RATING: 'COMPLIANCE_CHECK',
};

/** Checks that are Paxos's own. The preview says of no requirement whose turn it is. */
const AT_PAXOS = new Set(['SCREENING_CHECK', 'COMPLIANCE_CHECK']);

function ofPreview(
  { type: paxosType, metadata }: PendingRequirement,
  status: 'PENDING' | 'FAILED',
  known: readonly OpenMember[],
): OpenRequirement {
  const written = textOf(paxosType);
  const type = lookup(RENAMED, written) ?? written;
  if (type !== 'MEMBERS') {
    return requirement({
      type,
      status,
      paxosType: written,
      // Taking the test of risk awareness is the person's part.
      awaiting: AT_PAXOS.has(type) && written !== 'RISK_AWARENESS_ASSESSMENT' ? 'PAXOS' : 'UNKNOWN',
    });
  }
  const named = Object.entries(metadata ?? {}).map(([identityId, state]) => ({ identityId, status: state }));
  return requirement({
    type,
    status,
    paxosType: written,
    awaiting: 'MEMBERS',
    members: named.length > 0 ? named.filter((member) => member.status !== 'APPROVED') : known,
  });
}
