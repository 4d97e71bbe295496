// Payloads of Paxos's guides, some of them shortened, against our contract. Those that do not fit have their
// reason in specs/paxos/README.md.
import { expect, test } from 'vitest';
import { readContract } from './support/contract.ts';
import { createChecker } from './support/valid.ts';

const checker = createChecker(readContract('paxos'));
const ID = '4fd025ab-f29f-47e6-a02e-df90a61c7ec9';
const EVENT_OBJECT = 'd840cf31-352f-4190-a476-7522bf3eafda';
const ADDRESS = { address1: '123 Main St', city: 'New York', province: 'NY', country: 'USA', zip_code: '10001' };
const OFFICE = {
  country: 'United States',
  address1: '1 Example St',
  city: 'New York',
  province: 'NY',
  zip_code: '10001',
};
const BUY = { market: 'BTCUSD', side: 'BUY', base_asset: 'BTC', quote_asset: 'USD' };
const QUOTED = { created_at: '2023-07-13T00:50:29Z', expires_at: '2023-07-13T00:50:59Z' };

test.each<[page: string, schema: string, payload: unknown]>([
  [
    'api-reference/events/identity-documents-required-object',
    'Event',
    { object: { id: EVENT_OBJECT, identity_id: ID, required_documents: ['PROOF_OF_ADDRESS', 'PROOF_OF_FUNDS'] } },
  ],
  [
    'api-reference/events/identity-summary-status-change-object',
    'IdentityStatusChangeObject',
    { id: EVENT_OBJECT, identity_id: ID, old_summary_status: 'PENDING', new_summary_status: 'APPROVED' },
  ],
  [
    'api-reference/events/identity-kyc-refresh-object',
    'IdentityKycRefreshObject',
    {
      id: EVENT_OBJECT,
      identity_id: ID,
      last_kyc_refresh_date: '2024-07-15T10:30:00Z',
      next_kyc_refresh_date: '2024-08-25T14:25:41Z',
    },
  ],
  [
    'api-reference/events/identity-control-object',
    'IdentityControlObject',
    {
      id: EVENT_OBJECT,
      identity_id: ID,
      control_id: '87654321-5555-4444-3333-210987654321',
      control_type: 'DORMANT',
      set_by: 'PAXOS',
      is_overridable: false,
      reason_code: 'INACTIVITY',
    },
  ],
  [
    'api-reference/events/orchestration-status-change-object',
    'OrchestrationStatusChangeObject',
    {
      id: 'ee1a802f-7557-4c59-b833-9a1ef29630d5',
      orchestration_rule_id: '86d3929f-0090-45e5-8195-dbcf63c43eec',
      ref_id: 'orchestration_id.ee1a802f-7557-4c59-b833-9a1ef29630d5',
      status: 'COMPLETED',
    },
  ],
  [
    'api-reference/events/transfer-status-change-object',
    'TransferStatusChangeObject',
    {
      id: '550e8400-e29b-41d4-a716-446655440000',
      type: 'ACT_WITHDRAWAL',
      status: 'PENDING',
      profile_id: 'e8c16069-8b01-4119-8ee0-08842e33b551',
      ref_id: 'my-withdrawal-456',
      memo: 'Payment for services',
    },
  ],
  [
    'guides/identity/dormancy',
    'CreateIdentityControlRequest',
    { identity_id: ID, type: 'DORMANT', reason_code: 'INACTIVITY', reason: 'No activity for 180 days' },
  ],
  [
    'guides/identity/person-crypto-brokerage',
    'CreateIdentityRequest',
    {
      ref_id: 'end-user',
      person_details: {
        verifier_type: 'PASSTHROUGH',
        passthrough_verifier_type: 'JUMIO',
        passthrough_verified_at: '2021-06-16T09:28:14Z',
        passthrough_verification_status: 'APPROVED',
        passthrough_verification_fields: ['FULL_LEGAL_NAME', 'DATE_OF_BIRTH'],
        first_name: 'Billy',
        last_name: 'Duncan',
        date_of_birth: '1980-01-01',
        nationality: 'USA',
        address: ADDRESS,
        cip_id: '073-05-1127',
        cip_id_type: 'SSN',
        cip_id_country: 'USA',
        phone_number: '+1 555 678 1234',
      },
      customer_due_diligence: {
        estimated_yearly_income: 'INCOME_50K_TO_100K',
        expected_transfer_value: 'TRANSFER_VALUE_25K_TO_50K',
        source_of_wealth: 'EMPLOYMENT_INCOME',
        employment_status: 'FULL_TIME',
        employment_industry_sector: 'ARTS_ENTERTAINMENT_RECREATION',
      },
    },
  ],
  [
    'guides/identity/institution-crypto-brokerage',
    'CreateIdentityRequest',
    {
      institution_members: [
        { identity_id: ID, roles: ['BENEFICIAL_OWNER', 'AUTHORIZED_USER', 'MANAGEMENT_CONTROL_PERSON'] },
      ],
      institution_details: {
        name: 'Foogle',
        business_address: OFFICE,
        institution_type: 'CORPORATION',
        institution_sub_type: 'HEDGE_FUND',
        cip_id: '12-3456789',
        cip_id_type: 'EIN',
        cip_id_country: 'USA',
        govt_registration_date: '2021-04-14T00:00:00Z',
        incorporation_address: OFFICE,
        regulation_status: 'US_REGULATED',
        trading_type: 'PUBLIC',
        listed_exchange: 'NASDAQ',
        ticker_symbol: 'FOOG',
        regulator_name: 'SEC',
        regulator_jurisdiction: 'USA',
        regulator_register_number: '12-3456789',
      },
    },
  ],
  [
    'guides/travel-rule/collection-patterns',
    'PutCryptoDestinationAddressRequest',
    {
      crypto_network: 'ETHEREUM',
      address: '0xe4B0aCA9FB669817775274775b20e52118595515',
      travelrule_metadata: {
        custodian_type: 'VASP',
        vasp: { id: '0b3d9f1e-7c2a-4e8b-9f1a-2c3d4e5f6a7b' },
        beneficiary: { self: true },
      },
    },
  ],
  [
    'guides/crypto-brokerage/quotes/quickstart',
    'Quote',
    { id: '3750f18f-ff13-4cc9-a37f-b1f097dad201', price: '30394.14', ...BUY, ...QUOTED },
  ],
  [
    'guides/crypto-brokerage/quotes/quickstart',
    'CreateQuoteExecutionRequest',
    { quote_id: '9a2e47b8-5fb0-4e5c-887a-f5c752581b35', quote_amount: '25' },
  ],
  [
    'guides/crypto-brokerage/quotes/quickstart',
    'QuoteExecution',
    {
      id: '9a204d7e-2f0d-4122-8da4-b91da9580e6e',
      profile_id: 'fd3a58a4-f4a5-4919-97aa-777e82a2c0f7',
      quote_id: '9a2e47b8-5fb0-4e5c-887a-f5c752581b35',
      status: 'SETTLED',
      price: '30358.31',
      base_amount: '0.00082349',
      quote_amount: '25',
      created_at: '2023-07-13T02:58:35.756255Z',
      settled_at: '2023-07-13T02:58:36.209369Z',
      ...BUY,
    },
  ],
])('https://docs.paxos.com/%s: a payload is a valid %s', (_page, schema, payload) => {
  expect(checker.problems(schema, payload)).toEqual([]);
});
