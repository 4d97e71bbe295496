// What a customer has to hand in, by Iron's newer view with stable codes.
import type { CustomerRequirements, MissingQuestion, RequirementCode, RequirementItem } from '@org/iron-types';
import { objectsIn } from '@org/sdk-core/internal';
import { checkRecord, type Known, row } from './known.ts';

/** A requirement, in words. */
export interface Requirement {
  readonly code: RequirementCode;
  /** What is required, in a few words for people. */
  readonly what: string;
  /** Why it was refused, in the words of Iron's reviewers; empty where it was not. Plain text: escape it in HTML. */
  readonly reasons: readonly string[];
  /** Questions without an answer. */
  readonly questions: readonly MissingQuestion[];
  readonly identificationId: string | undefined;
}

export interface RequirementsSummary {
  /** True when nothing goes on until the customer hands something in. */
  readonly customerMustAct: boolean;
  /** What the customer has to hand in. */
  readonly toDo: readonly Requirement[];
  /** What is in review. */
  readonly inReview: readonly Requirement[];
  /** What the customer cannot repair: point to Iron's support. */
  readonly final: readonly Requirement[];
  /** True when nothing is open. */
  readonly complete: boolean;
}

/** A code that is new to the contract does not compile until it is here. */
const WHAT: Readonly<Record<Known<RequirementCode>, string>> = {
  identification_kyc: 'Identification',
  identification_kyb: 'Identification of the company',
  kyc_identity: 'Identity document',
  kyc_selfie: 'Selfie',
  kyc_proof_of_residence: 'Proof of residence',
  kyc_questionnaire: 'Questionnaire',
  kyc_data_missing: 'Personal data that is missing',
  kyc_data_invalid: 'Personal data that is not acceptable',
  kyb_company_data: 'Data of the company',
  kyb_company_documents: 'Documents of the company',
  kyb_company_beneficiaries: 'Owners and managers of the company',
  kyb_questionnaire: 'Questionnaire of the company',
  kyb_data_missing: 'Data of the company that is missing',
  kyb_data_invalid: 'Data of the company that is not acceptable',
};

/**
 * Says what a customer has to hand in, what is in review, and what cannot be repaired. Decide by `code`: the texts of
 * Iron's reviewers may change any day. Documented: the lists and the codes. Inferred: that handing in helps only where
 * nothing is final.
 *
 * @param requirements what `getCustomerRequirements` returned
 * @throws {InvalidRequestError} if it is not that
 * @example
 * const { toDo } = requirementsOf(await iron.customer.getCustomerRequirements({ path: { id } }));
 * for (const { what, reasons } of toDo) list(what, reasons);
 * @see https://docs.iron.xyz/reference-2025-03-13/customer/get-customer-requirements
 */
export function requirementsOf(requirements: CustomerRequirements): RequirementsSummary {
  checkRecord('requirements', requirements, 'getCustomerRequirements');
  const { missing, pending, issues } = requirements;
  // `missing` is what can be handed in again; an item that says otherwise cannot.
  const open = objectsIn(missing);
  const toDo = open.filter(({ retryable }) => retryable !== false).map(inWords);
  const final = [...open.filter(({ retryable }) => retryable === false), ...objectsIn(issues)].map(inWords);
  const inReview = objectsIn(pending).map(inWords);
  return {
    customerMustAct: toDo.length > 0 && final.length === 0,
    toDo,
    inReview,
    final,
    complete: toDo.length + inReview.length + final.length === 0,
  };
}

function inWords(item: RequirementItem): Requirement {
  const { code, description, reject_reasons, missing_questions, identification_id } = item;
  const said = objectsIn(reject_reasons).map((reason) => reason.description);
  return {
    code,
    what: row(WHAT, code) ?? code,
    // The description joins the same texts, and is all there is where no label was given.
    reasons: said.length > 0 || !description ? said : [description],
    questions: objectsIn(missing_questions),
    identificationId: identification_id ?? undefined,
  };
}
