// What an identification looks like in each status: its steps, comments and link.
import type { IdentificationStatus, IdentificationStepStatus, VerificationStepDetail } from '@org/iron-types';
import type { CustomerRecord, IdentificationRecord } from './records.ts';

export const personSteps = ['identity', 'proof_of_residence', 'questionnaire', 'selfie'] as const;
export const businessSteps = ['company_beneficiaries', 'company_data', 'company_documents', 'questionnaire'] as const;

export function stepsOf(customer: CustomerRecord): readonly string[] {
  return customer.customer_type === 'Business' ? businessSteps : personSteps;
}

/** All steps in one status; `open` is the one that the customer has to act on, with what a reviewer says of it. */
export function stepStatus(
  customer: CustomerRecord,
  result: IdentificationStatus,
  open?: { readonly step: string; readonly result: IdentificationStatus; readonly comment: string },
): IdentificationStepStatus {
  const detail = (step: string): VerificationStepDetail =>
    open?.step === step ? { result: open.result, retry: true, comment: open.comment } : { result, retry: false };
  return Object.fromEntries(stepsOf(customer).map((step) => [step, detail(step)]));
}

/** The page of the verification provider. It is not served: a sandbox operation replaces what the customer does there. */
export function hostedUrl(customer: CustomerRecord, id: string): string {
  return `https://verify.example.com/${customer.customer_type === 'Business' ? 'kyb' : 'kyc'}/${id}`;
}

export function isOpen(identification: IdentificationRecord | undefined): boolean {
  return identification !== undefined && ['Pending', 'Processed', 'PendingReview'].includes(identification.status);
}

/** Days of inactivity after which an open link expires. Iron documents that it expires, not when. */
export const linkLifetime: number = 30 * 24 * 3_600_000;

/** Time until somebody looks at what was handed in: the shorter end of the documented 24 to 48 hours. */
export const reviewDelay: number = 24 * 3_600_000;
