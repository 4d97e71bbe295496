// Bodies of identifications with everything that they must have.
import type { Iron } from '@org/iron-sdk';

const file = 'JVBERi0xLjQK';

const kyc: Iron.KycQuestionnaire = {
  employment_status: 'Employed',
  expected_monthly_transaction_count: 'LessThan5',
  expected_monthly_transaction_volume: 'LessThan500',
  source_of_wealth: 'Salary',
  yearly_gross_income: 'From50001To60000',
};

const edd: Iron.EddQuestionnaire = {
  approximate_net_worth: 'UpTo25000',
  occupation: 'Education',
  source_of_funds_proof: file,
};

export function personBody(options: { edd?: boolean; country?: string } = {}): Iron.IdentificationCreateParamsV2Person {
  return {
    type: 'Person',
    sharing_consent: true,
    consent_collected_at: '2026-03-04 09:00:00',
    first_name: 'Ada',
    last_name: 'Lovelace',
    full_name: 'Ada Lovelace',
    date_of_birth: '1985-12-10',
    phone_number: '+442079460000',
    email_address: 'ada@example.com',
    address: { street_1: '12 St James Square', city: 'London', zip_code: 'SW1Y 4JH', country: options.country ?? 'GB' },
    identity: {
      identity_country_code: 'GB',
      identity_document_front: file,
      identity_document_type: 'Passport',
      ip_address: '192.0.2.1',
      nationality: 'GB',
      selfie: file,
      selfie_collected_at: '2026-03-04 09:00:00',
    },
    intended_use: 'PurchaseDigitalAssets',
    kyc_questionnaire: kyc,
    ...(options.edd ? { edd_questionnaire: edd } : {}),
  };
}

export function tokenBody(complete: boolean): Iron.IdentificationCreateParamsV2Token {
  return {
    type: 'Token',
    token: 'sumsub-share-token',
    intended_use: 'Trading',
    ...(complete ? { kyc_questionnaire: kyc } : {}),
  };
}

export const businessBody: Iron.IdentificationCreateParamsV2Business = {
  type: 'Business',
  phone: '+442079460000',
  ip_address: '192.0.2.1',
  company_data: {
    beneficiaries: [],
    documents: [],
    company_info: {
      address: { street_1: '12 St James Square', city: 'London', zip_code: 'SW1Y 4JH', country: 'GB' },
      company_name: 'Analytical Engines Ltd',
      company_type: 'LimitedLiabilityCompany',
      country: 'GB',
      email: 'ops@analytical.example.com',
      incorporation_date: '2020-01-01',
      legal_address: '12 St James Square, London',
      postal_address: '12 St James Square, London',
      registration_number: '1234567',
      tax_identification_number: 'GB1234567',
      website: 'https://analytical.example.com',
    },
  },
  questionnaire: {
    type: 'SoleProp',
    business_details: {
      business_model_description: 'Engines',
      estimated_annual_revenue: 'Under100K',
      industry_type: 'InformationTechnologyAndSoftware',
      main_business_countries: ['GB'],
    },
    planned_activities: {
      estimated_monthly_transactions: 'LessThanTen',
      estimated_monthly_volume: 'TenToTwentyFiveThousand',
      purpose_and_intended_use: 'Investments',
    },
    source_of_funds: { source_of_funds: 'BusinessRevenue' },
  },
};
