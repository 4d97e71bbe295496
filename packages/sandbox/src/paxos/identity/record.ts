// An identity as the sandbox remembers it. What the API shows of it is derived.
import type {
  CustomerDueDiligence,
  DocumentType,
  IdentityControl,
  IdentityStatus,
  InstitutionDetails,
  InstitutionMember,
  PersonDetails,
  TaxDetail,
} from '@org/paxos-types';

export type Status = 'PENDING' | 'APPROVED' | 'DENIED' | 'DISABLED' | 'ERROR';

export type CheckName = 'id_verification' | 'sanctions' | 'additional_screening' | 'document_verification';

export interface Member extends InstitutionMember {
  readonly id: string;
}

export interface IdentityRecord {
  readonly id: string;
  readonly type: 'PERSON' | 'INSTITUTION';
  ref_id?: string;
  readonly created_at: string;
  updated_at: string;
  /** As last reported. */
  status: Status;
  /** Whether it was `APPROVED` at any time: only then a control makes it `DISABLED` instead of leaving it `PENDING`. */
  onceApproved: boolean;
  metadata?: Record<string, string>;
  person_details?: PersonDetails;
  institution_details?: InstitutionDetails;
  members: Member[];
  /** Institutions that it is a member of. */
  memberOf: string[];
  tax_details?: TaxDetail[];
  tax_details_not_required?: boolean;
  customer_due_diligence?: CustomerDueDiligence;
  is_merchant?: boolean;
  /** `additional_screening` follows `sanctions` until it is set itself; a check that is absent is not asked for. */
  readonly checks: Partial<Record<CheckName, IdentityStatus>>;
  /** Lifted ones included. */
  readonly controls: IdentityControl[];
  last_kyc_refresh_date?: string;
  refresh: { readonly state: 'NONE' } | { readonly state: 'STARTED' | 'EXPIRED'; readonly id: string };
  /** Papers that are asked for and not yet uploaded. */
  pendingDocuments: DocumentType[];
}

export interface DocumentRecord {
  readonly id: string;
  readonly identityId: string;
  readonly name: string;
  readonly document_types: DocumentType[];
  readonly created_at: string;
  /** Bytes received at the upload address, undefined until then. */
  bytes?: number;
}

/** The outcome of a check; additional screening follows the sanctions search until it is set itself. */
export function checkOf({ checks }: IdentityRecord, name: CheckName): IdentityStatus | undefined {
  return checks[name] ?? (name === 'additional_screening' ? checks.sanctions : undefined);
}

export function activeControls({ controls }: IdentityRecord): IdentityControl[] {
  return controls.filter((control) => control.deleted_at === undefined);
}
