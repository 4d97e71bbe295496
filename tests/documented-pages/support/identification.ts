// Iron's identification as its pages and its guide have it: they list the same statuses.
import type { IdentificationStatus } from '@org/iron-types';
import type { FieldTable } from './facts.ts';
import type { Named } from './types.ts';

/** In the order of the usual way: Pending, Processed, PendingReview, then Approved or Declined. */
export const IDENTIFICATION_STATUSES = [
  'Pending',
  'Processed',
  'PendingReview',
  'Approved',
  'Declined',
  'Expired',
] as const satisfies readonly Named<IdentificationStatus>[];

/** The schemas of Get all customer identifications, under today's names: PagedList_Identification is IdentificationPage. */
export const SCHEMAS: Readonly<Record<string, FieldTable>> = {
  IdentificationPage: {
    cursor: 'string<uuid>',
    items: 'Identification[] required',
    prev_cursor: 'string<uuid>',
  },
  ApiError: { message: 'string required', trace_id: 'string required' },
  Identification: {
    created_at: 'string<date-time> required',
    customer_id: 'string<uuid> required',
    id: 'string<uuid> required',
    review_comment: 'string',
    status: 'IdentificationStatus required',
    step_status: 'IdentificationStepStatus',
    updated_at: 'string<date-time> required',
    url: 'string',
    with_edd: 'boolean',
  },
  BusinessIdentificationStepStatus: {
    company_beneficiaries: 'VerificationStepDetail',
    company_data: 'VerificationStepDetail',
    company_documents: 'VerificationStepDetail',
    questionnaire: 'VerificationStepDetail',
  },
  PersonIdentificationStepStatus: {
    identity: 'VerificationStepDetail',
    proof_of_residence: 'VerificationStepDetail',
    questionnaire: 'VerificationStepDetail',
    selfie: 'VerificationStepDetail',
  },
  VerificationStepDetail: {
    comment: 'string',
    result: 'IdentificationStatus required',
    retry: 'boolean required',
  },
};

/** What the spec has changed since: 1.0-16988 lets `customer_id` out on the records of referral partners. */
export const SINCE: Readonly<Record<string, FieldTable>> = {
  Identification: { customer_id: 'string<uuid>', partner_id: 'string<uuid>', residence_country: 'string' },
};
