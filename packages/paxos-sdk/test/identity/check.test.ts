// The grids of required details, row by row:
// https://docs.paxos.com/guides/identity/required-details and https://docs.paxos.com/guides/identity/institution-types
import type { CreateIdentityRequest } from '@org/paxos-types';
import { expect, test } from 'vitest';
import contract from '../../../paxos-types/openapi.json' with { type: 'json' };
import { checkIdentity } from '../../src/identity.ts';

type Fields = Record<string, unknown>;
const ADDRESS = { country: 'USA', address1: '1 Example St', city: 'New York', province: 'NY', zip_code: '10001' };
const fieldsOf = (body: object): string[] => checkIdentity(body as CreateIdentityRequest).map(({ field }) => field);
const messagesOf = (body: object): string[] =>
  checkIdentity(body as CreateIdentityRequest).map(({ field, message }) => `${field} ${message}`);

/** A copy without the field at a path. */
function without(body: object, path: string): object {
  const copy = structuredClone(body) as Fields;
  const names = path.split('.');
  const holder = names.slice(0, -1).reduce((at, name) => at[name] as Fields, copy);
  delete holder[names.at(-1) ?? ''];
  return copy;
}

const PERSON = {
  person_details: {
    first_name: 'Billy',
    last_name: 'Duncan',
    date_of_birth: '1980-01-01',
    nationality: 'USA',
    address: ADDRESS,
    cip_id: '073-05-1127',
    cip_id_type: 'SSN',
    cip_id_country: 'USA',
  },
  customer_due_diligence: {
    estimated_yearly_income: 'INCOME_50K_TO_100K',
    expected_transfer_value: 'TRANSFER_VALUE_25K_TO_50K',
    source_of_wealth: 'EMPLOYMENT_INCOME',
    employment_status: 'FULL_TIME',
    employment_industry_sector: 'ARTS_ENTERTAINMENT_RECREATION',
  },
};

test('a person with what the grid requires lacks nothing', () => {
  expect(checkIdentity(PERSON as CreateIdentityRequest)).toEqual([]);
});

test.each([
  'person_details.first_name',
  'person_details.last_name',
  'person_details.date_of_birth',
  'person_details.address',
  'person_details.address.country',
  'person_details.address.address1',
  'person_details.address.city',
  'person_details.address.province',
  'person_details.nationality',
  'person_details.cip_id',
  'person_details.cip_id_country',
  'customer_due_diligence.estimated_yearly_income',
  'customer_due_diligence.expected_transfer_value',
  'customer_due_diligence.source_of_wealth',
  'customer_due_diligence.employment_status',
  'customer_due_diligence.employment_industry_sector',
])('a person needs %s', (path) => {
  expect(messagesOf(without(PERSON, path))).toEqual([`${path} is missing`]);
});

test.each([
  [{ cip_id_type: undefined }, ['tax_details', 'person_details.cip_id_type']],
  [{ date_of_birth: '1980-13-01' }, ['person_details.date_of_birth']],
  [{ date_of_birth: '1981-02-29' }, ['person_details.date_of_birth']],
  [{ date_of_birth: '01.01.1980' }, ['person_details.date_of_birth']],
  [{ nationality: 'US' }, ['person_details.nationality']],
  [{ cip_id_country: 'usa' }, ['person_details.cip_id_country']],
  [{ cip_id_type: 'ITIN' }, []],
  [{ cip_id_type: 'PASSPORT' }, ['tax_details', 'person_details.cip_id_type']],
  [
    { address: { ...ADDRESS, country: 'United States' }, cip_id_type: 'VISA' },
    ['tax_details', 'person_details.cip_id_type'],
  ],
  [{ verifier_type: 'PASSTHROUGH' }, ['passthrough_verified_at']],
])('a person with %j', (more, fields) => {
  expect(fieldsOf({ ...PERSON, person_details: { ...PERSON.person_details, ...more } })).toEqual(fields);
});

test('a person outside of the US may have a passport, and says what is known of taxes', () => {
  const abroad = {
    ...PERSON,
    person_details: {
      ...PERSON.person_details,
      address: { ...ADDRESS, country: 'GBR' },
      cip_id_type: 'PASSPORT',
      cip_id_country: 'GBR',
    },
  };
  expect(fieldsOf(abroad)).toEqual(['tax_details']);
  expect(fieldsOf({ ...abroad, tax_details_not_required: true })).toEqual([]);
});

const OWNER = { identity_id: 'i1', roles: ['BENEFICIAL_OWNER', 'AUTHORIZED_USER', 'MANAGEMENT_CONTROL_PERSON'] };
const COMPANY = {
  institution_members: [OWNER],
  institution_details: {
    name: 'Foogle',
    business_address: ADDRESS,
    institution_type: 'CORPORATION',
    institution_sub_type: 'HEDGE_FUND',
    cip_id: '12-3456789',
    cip_id_type: 'EIN',
    cip_id_country: 'USA',
    govt_registration_date: '2021-04-14T00:00:00Z',
    incorporation_address: ADDRESS,
    regulation_status: 'NON_REGULATED',
    trading_type: 'PRIVATE',
    business_description: 'Foo',
  },
  customer_due_diligence: {
    source_of_wealth: 'INVESTMENT_GAINS',
    source_of_funds: 'INVESTMENT_RETURNS',
    industry_sector: 'HEDGE_FUND',
    has_underlying_trust_structure: false,
    has_nominee_shareholders: false,
  },
};
const TRUST = {
  institution_members: [{ identity_id: 'i1', roles: ['GRANTOR'] }],
  institution_details: {
    name: 'Foo Trust',
    business_address: ADDRESS,
    institution_type: 'TRUST',
    institution_sub_type: 'INVESTMENT',
    cip_id: '073-05-1127',
    cip_id_type: 'SSN',
    cip_id_country: 'USA',
    govt_registration_date: '2021-04-14T00:00:00Z',
  },
};
const of = (type: string): object => ({
  ...COMPANY,
  institution_details: { ...COMPANY.institution_details, institution_type: type },
});
const ADVISER = {
  ...without(COMPANY, 'customer_due_diligence'),
  institution_details: {
    ...without(COMPANY.institution_details, 'business_description'),
    institution_sub_type: 'REGISTERED_INVESTMENT_ADVISOR',
  },
};
const KINDS: Record<string, object> = {
  TRUST,
  CORPORATION: COMPANY,
  LLC: of('LLC'),
  PARTNERSHIP: of('PARTNERSHIP'),
  ADVISER,
};

// Field, then what the grid says: required (1) or not (0) of Trust; Corporation, LLC, Partnership; RIA.
const GRID: [string, 0 | 1, 0 | 1, 0 | 1][] = [
  ['institution_details.name', 1, 1, 1],
  ['institution_details.business_address', 1, 1, 1],
  ['institution_details.phone_number', 0, 0, 0],
  ['institution_details.email', 0, 0, 0],
  ['institution_details.institution_sub_type', 1, 1, 0],
  ['institution_details.cip_id', 1, 1, 1],
  ['institution_details.cip_id_country', 1, 1, 1],
  ['institution_details.govt_registration_date', 1, 1, 1],
  ['institution_details.incorporation_address', 0, 1, 1],
  ['institution_details.regulation_status', 0, 1, 1],
  ['institution_details.trading_type', 0, 1, 1],
  ['institution_details.doing_business_as', 0, 0, 0],
  ['institution_details.business_description', 0, 1, 0],
  ['customer_due_diligence.source_of_wealth', 0, 1, 0],
  ['customer_due_diligence.source_of_funds', 0, 1, 0],
  ['customer_due_diligence.industry_sector', 0, 1, 0],
  ['customer_due_diligence.has_underlying_trust_structure', 0, 1, 0],
  ['customer_due_diligence.has_nominee_shareholders', 0, 1, 0],
  ['customer_due_diligence.is_publicly_traded', 0, 0, 0],
];

test.each(GRID)('%s is required as the grid says', (path, trust, company, adviser) => {
  for (const [kind, body] of Object.entries(KINDS)) {
    // The sub-type is what makes an adviser, and an adviser without it is a corporation.
    if (kind === 'ADVISER' && path.endsWith('institution_sub_type')) continue;
    const required = kind === 'TRUST' ? trust : kind === 'ADVISER' ? adviser : company;
    const has = path.startsWith('customer') && !('customer_due_diligence' in body) ? body : without(body, path);
    expect([kind, fieldsOf(has)]).toEqual([kind, required ? [path] : []]);
  }
});

test('every kind with what the grid requires lacks nothing', () => {
  for (const body of Object.values(KINDS)) expect(fieldsOf(body)).toEqual([]);
});

// https://docs.paxos.com/guides/identity/institution-types: regulation status, trading type, fields required.
const REGULATOR = ['regulator_name', 'regulator_jurisdiction', 'regulator_register_number'];
const LISTED = ['listed_exchange', 'ticker_symbol'];
test.each([
  ['US_REGULATED', 'PRIVATE', REGULATOR],
  ['US_REGULATED', 'PUBLIC', [...LISTED, ...REGULATOR]],
  ['US_REGULATED', 'PUBLICLY_TRADED_SUBSIDIARY', [...LISTED, ...REGULATOR, 'parent_institution_name']],
  ['INTL_REGULATED', 'PRIVATE', REGULATOR],
  ['INTL_REGULATED', 'PUBLIC', [...LISTED, ...REGULATOR]],
  ['INTL_REGULATED', 'PUBLICLY_TRADED_SUBSIDIARY', [...LISTED, ...REGULATOR, 'parent_institution_name']],
  ['NON_REGULATED', 'PRIVATE', []],
  ['NON_REGULATED', 'PUBLIC', LISTED],
  ['NON_REGULATED', 'PUBLICLY_TRADED_SUBSIDIARY', ['trading_type']],
  ['SOMETHING_NEW', 'PUBLIC', []],
  ['US_REGULATED', 'SOMETHING_NEW', []],
])('an institution that is %s and %s needs %j', (regulation_status, trading_type, names) => {
  for (const [kind, body] of Object.entries(KINDS)) {
    const details = { ...(body as typeof COMPANY).institution_details, regulation_status, trading_type };
    expect([kind, fieldsOf({ ...body, institution_details: details })]).toEqual([
      kind,
      names.map((name) => `institution_details.${name}`),
    ]);
  }
});

// Which roles which institution may have.
test.each([
  ['BENEFICIAL_OWNER', false],
  ['AUTHORIZED_USER', false],
  ['MANAGEMENT_CONTROL_PERSON', false],
  ['TRUSTEE', true],
  ['GRANTOR', true],
  ['BENEFICIARY', true],
] as const)('the role %s belongs to trusts: %s', (role, trusts) => {
  for (const [kind, body] of Object.entries({
    TRUST,
    CORPORATION: COMPANY,
    LLC: of('LLC'),
    PARTNERSHIP: of('PARTNERSHIP'),
  })) {
    const { institution_members: members } = body as typeof COMPANY;
    const more = { ...body, institution_members: [...members, { identity_id: 'i2', roles: [role] }] };
    expect([kind, messagesOf(more)]).toEqual([
      kind,
      trusts === (kind === 'TRUST') ? [] : [`institution_members.1.roles must not have ${role} in a ${kind}`],
    ]);
  }
});

test.each([
  [
    TRUST,
    [{ identity_id: 'i', roles: ['ACCOUNT_OPENER'] }],
    ['institution_members needs a member with the role TRUSTEE or GRANTOR or BENEFICIARY'],
  ],
  [
    COMPANY,
    [{ identity_id: 'i', roles: ['BENEFICIAL_OWNER'] }],
    ['institution_members needs a member with the role MANAGEMENT_CONTROL_PERSON'],
  ],
  [
    COMPANY,
    [{ identity_id: 'i', roles: ['MANAGEMENT_CONTROL_PERSON'] }],
    ['institution_members needs a member with the role BENEFICIAL_OWNER'],
  ],
  [COMPANY, [OWNER, { roles: ['AUTHORIZED_USER'] }], ['institution_members.1.identity_id is missing']],
  [COMPANY, [OWNER, { identity_id: 'i' }], ['institution_members.1.roles is missing']],
  [COMPANY, [{ ...OWNER, ownership: '25.5' }], []],
  [
    COMPANY,
    [{ ...OWNER, ownership: 25 }],
    ['institution_members.0.ownership must be a percentage as a decimal string, such as 25.5'],
  ],
])('members', (body, institution_members, messages) => {
  expect(messagesOf({ ...body, institution_members })).toEqual(messages);
});

test.each([
  [{ institution_sub_type: 'CRYPTO' }, 'institution_details.institution_sub_type must be INVESTMENT for a trust'],
  [{ cip_id_type: 'EIN' }, 'institution_details.incorporation_address is missing'],
])('a trust with %j', (more, message) => {
  expect(messagesOf({ ...TRUST, institution_details: { ...TRUST.institution_details, ...more } })).toEqual([message]);
});

test.each(['ADULT_ENTERTAINMENT', 'DRUGS', 'SHELL_BANK', 'WEAPONS'])('%s is a business that Paxos prohibits', (sub) => {
  const details = { ...COMPANY.institution_details, institution_sub_type: sub };
  expect(messagesOf({ ...COMPANY, institution_details: details })).toEqual([
    'institution_details.institution_sub_type is a business that Paxos prohibits',
  ]);
});

test('a sole proprietorship has no grid: what all institutions share is required', () => {
  const least = { ...TRUST.institution_details, institution_type: 'SOLE_PROPRIETORSHIP' };
  const members = [{ identity_id: 'i', roles: ['SOLE_PROPRIETOR'] }];
  expect(fieldsOf({ institution_details: least, institution_members: members })).toEqual([]);
});

test('what is mandatory for all comes first, and alone where nothing says of which kind it is', () => {
  expect(messagesOf({})).toEqual([
    'person_details is missing: the body needs person_details or institution_details, not both',
  ]);
  expect(fieldsOf(without(COMPANY, 'institution_members'))[0]).toBe('institution_members');
  expect(() => checkIdentity(undefined as never)).toThrow('Expected a body, as createIdentity takes it');
});

test('the tables have every type, trading type and role of the contract', () => {
  const { InstitutionType, TradingType, InstitutionRoleType } = contract.components.schemas;
  expect(InstitutionType.enum.slice().sort()).toEqual([
    'CORPORATION',
    'LLC',
    'PARTNERSHIP',
    'SOLE_PROPRIETORSHIP',
    'TRUST',
  ]);
  expect(TradingType.enum.slice().sort()).toEqual(['PRIVATE', 'PUBLIC', 'PUBLICLY_TRADED_SUBSIDIARY']);
  expect(InstitutionRoleType.enum.slice().sort()).toEqual([
    'ACCOUNT_OPENER',
    'AUTHORIZED_USER',
    'BENEFICIAL_OWNER',
    'BENEFICIARY',
    'GRANTOR',
    'MANAGEMENT_CONTROL_PERSON',
    'SOLE_PROPRIETOR',
    'TRUSTEE',
  ]);
});
