import type { Identity, IdentityStatus } from '@org/paxos-types';
import { type Awaiting, type OpenMember, type OpenRequirement, requirement } from './requirement.ts';
import { identityStatus } from './status.ts';

/**
 * What is open according to an answer without `status_details`: the checks that its details show, its members, its tax
 * numbers. Where nothing of that is in the answer although the identity is not decided, one requirement says so.
 */
export function requirementsInDetails(identity: Identity, members: readonly OpenMember[]): OpenRequirement[] {
  const { person_details: person, institution_details: institution, summary_tin_verification_status: tax } = identity;
  const found = [
    check(
      'ID_VERIFICATION',
      person?.id_verification_status,
      person?.id_verification_url ? 'CLIENT' : 'UNKNOWN',
      'CLIENT',
    ),
    check('SCREENING_CHECK', person?.sanctions_verification_status, 'PAXOS', 'PAXOS', 'SANCTIONS_SCREENING'),
    check('SCREENING_CHECK', person?.additional_screening_status, 'PAXOS', 'PAXOS', 'ADDITIONAL_SCREENING'),
    check('DOCUMENT_VERIFICATION', institution?.document_verification_status, 'UNKNOWN', 'CLIENT'),
    check('SCREENING_CHECK', institution?.sanctions_verification_status, 'PAXOS', 'PAXOS', 'SANCTIONS_SCREENING'),
    check('SCREENING_CHECK', institution?.additional_screening_status, 'PAXOS', 'PAXOS', 'ADDITIONAL_SCREENING'),
    members.length > 0 ? requirement({ type: 'MEMBERS', awaiting: 'MEMBERS', members }) : undefined,
    tax === 'TIN_VERIFICATION_PENDING'
      ? requirement({ type: 'TAX_DETAILS_VERIFICATION', awaiting: 'PAXOS' })
      : undefined,
    tax === 'TIN_VERIFICATION_ERROR'
      ? requirement({ type: 'TAX_DETAILS_VERIFICATION', status: 'FAILED', awaiting: 'CLIENT' })
      : undefined,
  ].filter((one) => one !== undefined);
  if (found.length > 0 || identityStatus(identity) !== 'PENDING') return found;
  return [requirement({ type: 'UNKNOWN', awaiting: 'UNKNOWN' })];
}

function check(
  type: string,
  status: IdentityStatus | undefined,
  pending: Awaiting,
  failed: Awaiting,
  paxosType: string = type,
): OpenRequirement | undefined {
  switch (status) {
    case 'PENDING':
      return requirement({ type, paxosType, awaiting: pending });
    // A single check in this state waits for somebody at Paxos.
    case 'ERROR':
      return requirement({ type, paxosType, awaiting: 'PAXOS' });
    case 'DENIED':
      return requirement({ type, paxosType, awaiting: failed, status: 'FAILED' });
    default:
      return undefined;
  }
}
