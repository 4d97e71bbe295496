import type { CreateIdentityRequest, InstitutionMember } from '@org/paxos-types';
import type { FieldError } from '@org/sdk-core';
import { lookup, objectsIn } from '@org/sdk-core/internal';
import { missingAddress, missingAt } from './check-fields.ts';

/** Required of every kind of institution. */
const ALL = [
  'name',
  'institution_type',
  'institution_sub_type',
  'cip_id',
  'cip_id_type',
  'cip_id_country',
  'govt_registration_date',
];
/** Required of all but trusts. */
const REGULATED = ['regulation_status', 'trading_type'];
/** Required of corporations, LLCs and partnerships, beside `institution_details.business_description`. */
const COMPANY_DILIGENCE = [
  'source_of_wealth',
  'source_of_funds',
  'industry_sector',
  'has_underlying_trust_structure',
  'has_nominee_shareholders',
];

const REGULATOR = ['regulator_name', 'regulator_jurisdiction', 'regulator_register_number'];
const LISTED = ['listed_exchange', 'ticker_symbol'];
/** What a regulation status asks for, with a trading type. A pair that is not here is not supported. */
const REGULATION: Readonly<Record<string, readonly string[]>> = {
  'US_REGULATED PRIVATE': REGULATOR,
  'US_REGULATED PUBLIC': [...LISTED, ...REGULATOR],
  'US_REGULATED PUBLICLY_TRADED_SUBSIDIARY': [...LISTED, ...REGULATOR, 'parent_institution_name'],
  'INTL_REGULATED PRIVATE': REGULATOR,
  'INTL_REGULATED PUBLIC': [...LISTED, ...REGULATOR],
  'INTL_REGULATED PUBLICLY_TRADED_SUBSIDIARY': [...LISTED, ...REGULATOR, 'parent_institution_name'],
  'NON_REGULATED PRIVATE': [],
  'NON_REGULATED PUBLIC': LISTED,
};

const COMPANY_ROLES = ['BENEFICIAL_OWNER', 'AUTHORIZED_USER', 'MANAGEMENT_CONTROL_PERSON'];
const TRUST_ROLES = ['TRUSTEE', 'GRANTOR', 'BENEFICIARY'];
const GRID = [...COMPANY_ROLES, ...TRUST_ROLES];
/** Which of the roles of the grid members may have. `ACCOUNT_OPENER` is in no row of it, so it is not looked at. */
const ROLES: Readonly<Record<string, readonly string[]>> = {
  TRUST: TRUST_ROLES,
  CORPORATION: COMPANY_ROLES,
  LLC: COMPANY_ROLES,
  PARTNERSHIP: COMPANY_ROLES,
};

const PROHIBITED = ['ADULT_ENTERTAINMENT', 'DRUGS', 'SHELL_BANK', 'WEAPONS'];

/** What an institution lacks by the grids for its kind. A sole proprietorship has none; what all share is required of it. */
export function checkInstitution(body: CreateIdentityRequest): FieldError[] {
  const details = body.institution_details ?? {};
  const { institution_type: type, institution_sub_type: subType, cip_id_type, incorporation_address } = details;
  const trust = type === 'TRUST';
  const adviser = subType === 'REGISTERED_INVESTMENT_ADVISOR';
  const company = !adviser && lookup(ROLES, type) === COMPANY_ROLES;
  const incorporated = trust ? cip_id_type !== 'SSN' && cip_id_type !== 'ITIN' : company || adviser;
  const fields = [...ALL, ...(company || adviser ? REGULATED : []), ...(company ? ['business_description'] : [])];
  const at = (names: readonly string[]): string[] => names.map((name) => `institution_details.${name}`);
  return [
    ...missingAt(body, at(fields)),
    ...missingAddress('institution_details.business_address', details.business_address),
    ...(incorporated ? missingAddress('institution_details.incorporation_address', incorporation_address) : []),
    ...missingAt(body, company ? COMPANY_DILIGENCE.map((name) => `customer_due_diligence.${name}`) : []),
    ...checkSubType(trust, subType),
    ...checkRegulation(body, details.regulation_status, details.trading_type, at),
    ...checkMembers(objectsIn(body.institution_members), type),
  ];
}

function checkSubType(trust: boolean, subType: string | undefined): FieldError[] {
  const field = 'institution_details.institution_sub_type';
  if (trust && subType && subType !== 'INVESTMENT') return [{ field, message: 'must be INVESTMENT for a trust' }];
  return subType && PROHIBITED.includes(subType) ? [{ field, message: 'is a business that Paxos prohibits' }] : [];
}

function checkRegulation(
  body: CreateIdentityRequest,
  status: string | undefined,
  trading: string | undefined,
  at: (names: readonly string[]) => string[],
): FieldError[] {
  if (!status || !trading) return [];
  const required = lookup(REGULATION, `${status} ${trading}`);
  if (required) return missingAt(body, at(required));
  // Values that are newer are not judged.
  const known = Object.keys(REGULATION).map((pair) => pair.split(' '));
  const both = known.some(([one]) => one === status) && known.some(([, other]) => other === trading);
  return both ? [{ field: 'institution_details.trading_type', message: `is not supported for ${status}` }] : [];
}

function checkMembers(members: readonly InstitutionMember[], type: string | undefined): FieldError[] {
  const allowed = lookup(ROLES, type);
  const errors = members.flatMap((member, index) =>
    checkMember(member, type, allowed).map(([name, message]) => ({
      field: `institution_members.${index}.${name}`,
      message,
    })),
  );
  const held = new Set<string>(members.flatMap(({ roles = [] }) => roles));
  const needed =
    type === 'TRUST' ? [TRUST_ROLES] : allowed ? [['BENEFICIAL_OWNER'], ['MANAGEMENT_CONTROL_PERSON']] : [];
  const lacking = needed.filter((roles) => !roles.some((role) => held.has(role)));
  return [
    ...errors,
    ...lacking.map((roles) => ({
      field: 'institution_members',
      message: `needs a member with the role ${roles.join(' or ')}`,
    })),
  ];
}

function checkMember(
  { identity_id, roles = [], ownership }: InstitutionMember,
  type: string | undefined,
  allowed: readonly string[] | undefined,
): [name: string, message: string][] {
  const elsewhere = roles.filter((role) => allowed && GRID.includes(role) && !allowed.includes(role));
  const share = ownership === undefined || (typeof ownership === 'string' && /^\d{1,3}(\.\d+)?$/.test(ownership));
  return [
    ...(identity_id ? [] : [['identity_id', 'is missing'] as [string, string]]),
    ...(roles.length > 0 ? [] : [['roles', 'is missing'] as [string, string]]),
    ...elsewhere.map((role): [string, string] => ['roles', `must not have ${role} in a ${type}`]),
    ...(share ? [] : [['ownership', 'must be a percentage as a decimal string, such as 25.5'] as [string, string]]),
  ];
}
