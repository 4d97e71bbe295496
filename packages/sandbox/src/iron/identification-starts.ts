// What an identification begins with, by the way that was chosen: what was handed in, and what the customer has to do.
import type { ComplianceQuestionnaire } from '@org/iron-types';
import { type Call, refuse, type SomeCall } from './call.ts';
import type { CustomerRecord } from './records.ts';

type V2Body = Call<'createCustomerIdentificationV2'>['body'];
type V1Body = Call<'createCustomerIdentification'>['body'];

/** What a new identification begins with. */
export interface Start {
  /** Null for the first version of the call, which is older than the field. */
  readonly edd: boolean | null;
  /** The customer has to act at a hosted page; otherwise everything was handed in. */
  readonly hosted: boolean;
  /** What is missing, where the customer has to add to what was handed in. */
  readonly missing?: { readonly step: string; readonly comment: string };
  readonly country: string;
  readonly questionnaire?: Omit<ComplianceQuestionnaire, 'id'>;
}

/** Country of a customer whose data the provider collects: the sandbox has to make one up. */
const assumedCountry = 'DE';

export function startOfV2(call: SomeCall, customer: CustomerRecord, body: V2Body): Start {
  const isPerson = customer.customer_type === 'Person';
  switch (body.type) {
    case 'Link':
      if (body.with_edd && !isPerson) refuse(call, 400, 'body.with_edd is only for persons');
      return { edd: body.with_edd ?? false, hosted: true, country: assumedCountry };
    case 'Token': {
      if (!isPerson) refuse(call, 400, 'body.type Token is only for persons; use Business or Link');
      const { intended_use, kyc_questionnaire, edd_questionnaire } = body;
      const questionnaire = { intended_use, ...answersOf(kyc_questionnaire, edd_questionnaire) };
      const edd = edd_questionnaire !== undefined;
      const missing = { step: 'questionnaire', comment: 'Answer the open questions of the questionnaire.' };
      return kyc_questionnaire
        ? { edd, hosted: false, country: assumedCountry, questionnaire }
        : { edd, hosted: true, missing, country: assumedCountry, questionnaire };
    }
    case 'Person': {
      if (!isPerson) refuse(call, 400, 'body.type Person is only for persons; use Business or Link');
      if (!body.sharing_consent) refuse(call, 400, 'body.sharing_consent must be true: the customer has to agree');
      const { intended_use, kyc_questionnaire, edd_questionnaire } = body;
      return {
        edd: edd_questionnaire !== undefined,
        hosted: false,
        country: body.address.country,
        questionnaire: { intended_use, ...answersOf(kyc_questionnaire, edd_questionnaire) },
      };
    }
    default:
      if (isPerson) refuse(call, 400, 'body.type Business is only for businesses; use Person, Token or Link');
      return { edd: false, hosted: false, country: body.company_data.company_info.address.country };
  }
}

export function startOfV1(body: V1Body | undefined): Start {
  if (!body || body.type === 'Direct') return { edd: null, hosted: true, country: assumedCountry };
  const country =
    body.type === 'OutsourcedPerson'
      ? body.address.address_country
      : body.type === 'OutsourcedBusiness'
        ? body.country_code
        : assumedCountry;
  return { edd: null, hosted: false, country };
}

function answersOf(
  kyc: { readonly employment_status?: ComplianceQuestionnaire['employment_status'] } | undefined,
  edd:
    | { readonly occupation?: ComplianceQuestionnaire['occupation']; readonly source_of_funds_proof?: string }
    | undefined,
): Omit<ComplianceQuestionnaire, 'id' | 'intended_use'> {
  return {
    ...(kyc?.employment_status ? { employment_status: kyc.employment_status } : {}),
    ...(edd ? { occupation: edd.occupation ?? null, source_of_funds_proof: edd.source_of_funds_proof ?? null } : {}),
  };
}
