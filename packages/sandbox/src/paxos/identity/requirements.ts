// What still stands between an identity and approval, derived from its checks, members, papers and tax numbers.
// https://docs.paxos.com/guides/identity/using-status-details
import type { IdentityRequirement, IdentityRequirementErrorCode } from '@org/paxos-types';
import { find } from '../collection.ts';
import type { PaxosRecords } from '../records.ts';
import { activeControls, checkOf, type IdentityRecord } from './record.ts';

interface Rule {
  readonly type:
    | 'ID_VERIFICATION'
    | 'DOCUMENT_VERIFICATION'
    | 'SCREENING_CHECK'
    | 'COMPLIANCE_CHECK'
    | 'ENHANCED_DUE_DILIGENCE'
    | 'MEMBERS'
    | 'KYC_REFRESH'
    | 'TAX_DETAILS_VERIFICATION';
  readonly status: 'PENDING' | 'FAILED';
  /** Absent for `MEMBERS`, as documented. */
  readonly awaiting?: 'CLIENT' | 'PAXOS';
  readonly error?: readonly [IdentityRequirementErrorCode, string];
  /** Whether it keeps the identity from approval; a periodic refresh does not. */
  readonly blocks: boolean;
  readonly evidence: 'documented' | 'inferred';
  when(identity: IdentityRecord, records: PaxosRecords): boolean;
}

const screening = (identity: IdentityRecord, status: string): boolean =>
  checkOf(identity, 'sanctions') === status || checkOf(identity, 'additional_screening') === status;

const members = (identity: IdentityRecord, { identities }: PaxosRecords, denied: boolean): boolean =>
  identity.members.some(({ identity_id: id }) => {
    const { status } = find(identities, id) ?? {};
    return denied ? status === 'DENIED' : status !== 'APPROVED' && status !== 'DENIED';
  });

/** In the order in which they are listed. Types, codes and whose turn it is are documented; so are most conditions. */
export const requirementRules: readonly Rule[] = [
  {
    type: 'ID_VERIFICATION',
    status: 'PENDING',
    awaiting: 'CLIENT',
    error: ['IDENTITY_VERIFICATION_REQUIRED', 'No verification of the person has been received.'],
    blocks: true,
    evidence: 'documented',
    when: (identity) => checkOf(identity, 'id_verification') === 'PENDING',
  },
  {
    type: 'ID_VERIFICATION',
    status: 'FAILED',
    awaiting: 'CLIENT',
    error: ['IDENTITY_VERIFICATION_FAILED', 'The person could not be verified.'],
    blocks: true,
    evidence: 'documented',
    when: (identity) => checkOf(identity, 'id_verification') === 'DENIED',
  },
  {
    type: 'DOCUMENT_VERIFICATION',
    status: 'PENDING',
    awaiting: 'CLIENT',
    error: ['DOCUMENT_UPLOAD_REQUIRED', 'Documents have to be uploaded.'],
    blocks: true,
    evidence: 'documented',
    when: (identity) =>
      checkOf(identity, 'document_verification') === 'PENDING' && lacks(identity, 'ORGANIZATIONAL_DOCUMENTS'),
  },
  {
    type: 'DOCUMENT_VERIFICATION',
    status: 'PENDING',
    awaiting: 'PAXOS',
    blocks: true,
    evidence: 'inferred',
    when: (identity) =>
      checkOf(identity, 'document_verification') === 'PENDING' && !lacks(identity, 'ORGANIZATIONAL_DOCUMENTS'),
  },
  {
    type: 'DOCUMENT_VERIFICATION',
    status: 'FAILED',
    awaiting: 'CLIENT',
    error: ['DOCUMENT_VERIFICATION_FAILED', 'A document did not pass.'],
    blocks: true,
    evidence: 'documented',
    when: (identity) => checkOf(identity, 'document_verification') === 'DENIED',
  },
  {
    type: 'SCREENING_CHECK',
    status: 'PENDING',
    awaiting: 'PAXOS',
    error: ['SCREENING_IN_PROGRESS', 'Screening has started and is not finished.'],
    blocks: true,
    evidence: 'documented',
    when: (identity) => screening(identity, 'PENDING'),
  },
  {
    type: 'SCREENING_CHECK',
    status: 'FAILED',
    awaiting: 'PAXOS',
    error: ['SCREENING_FAILED', 'Screening did not pass.'],
    blocks: true,
    evidence: 'documented',
    when: (identity) => checkOf(identity, 'sanctions') === 'DENIED',
  },
  {
    type: 'COMPLIANCE_CHECK',
    status: 'PENDING',
    awaiting: 'PAXOS',
    error: ['COMPLIANCE_REVIEW_REQUIRED', 'A compliance review is open.'],
    blocks: true,
    evidence: 'documented',
    when: (identity) => activeControls(identity).some(({ type }) => type === 'FROZEN'),
  },
  {
    type: 'COMPLIANCE_CHECK',
    status: 'FAILED',
    awaiting: 'PAXOS',
    error: ['COMPLIANCE_REVIEW_FAILED', 'The compliance review ended badly.'],
    blocks: true,
    evidence: 'inferred',
    when: ({ checks }) => checks.additional_screening === 'DENIED',
  },
  {
    type: 'ENHANCED_DUE_DILIGENCE',
    status: 'PENDING',
    awaiting: 'CLIENT',
    error: ['EDD_DOCUMENTATION_REQUIRED', 'Proof of funds has not been uploaded.'],
    blocks: true,
    evidence: 'documented',
    when: (identity) => lacks(identity, 'PROOF_OF_FUNDS'),
  },
  {
    type: 'MEMBERS',
    status: 'FAILED',
    error: ['MEMBER_VERIFICATION_FAILED', 'A member did not pass.'],
    blocks: true,
    evidence: 'documented',
    when: (identity, records) => members(identity, records, true),
  },
  {
    type: 'MEMBERS',
    status: 'PENDING',
    error: ['MEMBER_VERIFICATION_PENDING', 'A member is not approved yet.'],
    blocks: true,
    evidence: 'documented',
    when: (identity, records) => !members(identity, records, true) && members(identity, records, false),
  },
  {
    type: 'KYC_REFRESH',
    status: 'PENDING',
    awaiting: 'CLIENT',
    error: ['KYC_REFRESH_REQUIRED', 'The periodic refresh is due.'],
    blocks: false,
    evidence: 'documented',
    when: ({ refresh }) => refresh.state === 'STARTED',
  },
  {
    type: 'KYC_REFRESH',
    status: 'FAILED',
    awaiting: 'CLIENT',
    error: ['KYC_REFRESH_OVERDUE', 'The periodic refresh is late.'],
    blocks: false,
    evidence: 'documented',
    when: ({ refresh }) => refresh.state === 'EXPIRED',
  },
  {
    type: 'TAX_DETAILS_VERIFICATION',
    status: 'FAILED',
    awaiting: 'CLIENT',
    error: ['TIN_NOT_FOUND', 'The tax number is not on file with the authority.'],
    blocks: true,
    evidence: 'documented',
    when: ({ tax_details }) => (tax_details ?? []).some(({ tax_payer_id }) => !isTaxNumberValid(tax_payer_id)),
  },
];

export function requirementsOf(
  identity: IdentityRecord,
  records: PaxosRecords,
): { readonly list: IdentityRequirement[]; readonly blocked: boolean } {
  const open = requirementRules.filter((rule) => rule.when(identity, records));
  return {
    blocked: open.some(({ blocks }) => blocks),
    list: open.map(({ type, status, awaiting, error }) => ({
      type,
      status,
      ...(awaiting && { awaiting_action_from: awaiting }),
      errors: error ? [{ code: error[0], description: error[1] }] : [],
    })),
  };
}

/** The sandbox asks no authority: a number that begins with `000` is not found. */
export function isTaxNumberValid(number: string | undefined): boolean {
  return !number?.startsWith('000');
}

function lacks({ pendingDocuments }: IdentityRecord, type: 'ORGANIZATIONAL_DOCUMENTS' | 'PROOF_OF_FUNDS'): boolean {
  return pendingDocuments.includes(type);
}
