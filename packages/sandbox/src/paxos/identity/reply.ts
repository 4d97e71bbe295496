// An identity as the API shows it. Details and members come only when asked for.
import type { Identity, InstitutionDetails, PersonDetails } from '@org/paxos-types';
import { find } from '../collection.ts';
import { compact } from '../compact.ts';
import type { PaxosRecords } from '../records.ts';
import { activeControls, checkOf, type IdentityRecord, type Member } from './record.ts';
import { isTaxNumberValid, requirementsOf } from './requirements.ts';

export interface Shown {
  readonly details?: boolean | undefined;
  readonly members?: boolean | undefined;
}

export function identityReply(identity: IdentityRecord, records: PaxosRecords, shown: Shown = {}): Identity {
  const { list: requirements } = requirementsOf(identity, records);
  const controls = activeControls(identity);
  const numbers = identity.tax_details;
  return compact({
    id: identity.id,
    type: identity.type,
    status: identity.status,
    summary_status: identity.status,
    status_details: { active_controls: controls, requirements },
    user_disabled: controls.some(({ set_by }) => set_by === 'SET_BY_CLIENT'),
    admin_disabled: controls.some(({ set_by }) => set_by === 'SET_BY_PAXOS'),
    ref_id: identity.ref_id,
    metadata: identity.metadata,
    person_details: shown.details ? personReply(identity) : undefined,
    institution_details: shown.details ? institutionReply(identity) : undefined,
    institution_members:
      shown.members && identity.type === 'INSTITUTION'
        ? identity.members.map((member) => memberReply(member, records))
        : undefined,
    tax_details: numbers?.map((one) => ({
      ...one,
      tin_verification_status: isTaxNumberValid(one.tax_payer_id)
        ? ('TIN_VERIFICATION_VALID' as const)
        : ('TIN_VERIFICATION_ERROR' as const),
    })),
    summary_tin_verification_status: numbers?.length
      ? numbers.every(({ tax_payer_id }) => isTaxNumberValid(tax_payer_id))
        ? ('TIN_VERIFICATION_VALID' as const)
        : ('TIN_VERIFICATION_ERROR' as const)
      : undefined,
    tax_details_not_required: identity.tax_details_not_required,
    customer_due_diligence: identity.customer_due_diligence,
    is_merchant: identity.is_merchant,
    last_kyc_refresh_date: identity.last_kyc_refresh_date,
    created_at: identity.created_at,
    updated_at: identity.updated_at,
  });
}

export function memberReply(member: Member, { identities }: PaxosRecords): Member {
  const identity = find(identities, member.identity_id);
  const { first_name, last_name } = identity?.person_details ?? {};
  const name = [first_name, last_name].filter(Boolean).join(' ') || identity?.institution_details?.name;
  return { ...member, ...(name && { name }), ...(identity && { summary_status: identity.status }) };
}

function personReply(identity: IdentityRecord): PersonDetails | undefined {
  if (!identity.person_details) return undefined;
  const verification = checkOf(identity, 'id_verification');
  return compact({
    ...identity.person_details,
    id_verification_status: verification,
    sanctions_verification_status: checkOf(identity, 'sanctions'),
    additional_screening_status: checkOf(identity, 'additional_screening'),
    id_verification_url:
      identity.person_details.verifier_type === 'PAXOS' && verification === 'PENDING'
        ? `https://verify.example.com/${identity.id}`
        : undefined,
  });
}

function institutionReply(identity: IdentityRecord): InstitutionDetails | undefined {
  if (!identity.institution_details) return undefined;
  return compact({
    ...identity.institution_details,
    sanctions_verification_status: checkOf(identity, 'sanctions'),
    additional_screening_status: checkOf(identity, 'additional_screening'),
    document_verification_status: checkOf(identity, 'document_verification'),
  });
}
