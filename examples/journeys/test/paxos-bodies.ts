// People and companies with everything that Paxos's grids ask for, and bank accounts.
import type { Paxos } from '@org/paxos-sdk';

const address = { country: 'USA', address1: '1 Example St', city: 'New York', province: 'NY', zip_code: '10001' };

export const person = (cip_id: string): Paxos.CreateIdentityRequest => ({
  person_details: {
    verifier_type: 'PAXOS',
    first_name: 'Ada',
    last_name: 'Lovelace',
    date_of_birth: '1990-12-10',
    nationality: 'GBR',
    address,
    cip_id,
    cip_id_type: 'SSN',
    cip_id_country: 'USA',
  },
  customer_due_diligence: {
    estimated_yearly_income: 'INCOME_50K_TO_100K',
    expected_transfer_value: 'TRANSFER_VALUE_25K_TO_50K',
    source_of_wealth: 'EMPLOYMENT_INCOME',
    employment_status: 'FULL_TIME',
    employment_industry_sector: 'PROFESSIONAL_SCIENTIFIC_TECHNICAL_SERVICES',
  },
});

export const company: Omit<Paxos.CreateIdentityRequest, 'institution_members'> = {
  institution_details: {
    name: 'Analytical Engines LLC',
    business_address: address,
    incorporation_address: address,
    institution_type: 'LLC',
    institution_sub_type: 'INFORMATION',
    cip_id: '12-3456789',
    cip_id_type: 'EIN',
    cip_id_country: 'USA',
    govt_registration_date: '2021-04-14T00:00:00Z',
    regulation_status: 'NON_REGULATED',
    trading_type: 'PRIVATE',
    business_description: 'Builds calculating engines',
  },
  customer_due_diligence: {
    source_of_wealth: 'BUSINESS_OWNERSHIP_DIVIDENDS',
    source_of_funds: 'BUSINESS_DIVIDENDS_PROFITS',
    industry_sector: 'INFORMATION',
    has_underlying_trust_structure: false,
    has_nominee_shareholders: false,
  },
};

export const bankAccount: Omit<Paxos.CreateFiatAccountRequest, 'ref_id'> = {
  fiat_account_owner: { person_details: { first_name: 'Ada', last_name: 'Lovelace' } },
  fiat_network_instructions: {
    wire: {
      account_number: '123456789',
      fiat_account_owner_address: address,
      routing_details: {
        routing_number_type: 'ABA',
        routing_number: '021000021',
        bank_name: 'Example Bank',
        bank_address: { ...address, address1: '1 Bank Plaza' },
      },
    },
  },
};

export const data = new TextEncoder().encode('%PDF-1.7');
