// A company with everything that Iron asks for, and a bank account.
import type { Iron } from '@org/iron-sdk';

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

export const account: Iron.RegisterFiatAddressRequest['bank_details'] = {
  recipient: { type: 'Individual', given_name: 'Ada', family_name: 'Lovelace' },
  provider_name: 'Example Bank',
  provider_country: { code: 'DE' },
  account_identifier: { type: 'SEPA', iban: 'DE89370400440532013000' },
  address: {
    street: '12 St James Square',
    city: 'London',
    state: 'England',
    country: { code: 'GB' },
    postal_code: 'SW1Y 4JH',
  },
  is_third_party: false,
};
