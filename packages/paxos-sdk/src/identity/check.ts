import type { CreateIdentityRequest } from '@org/paxos-types';
import type { FieldError } from '@org/sdk-core';
import { assertObject } from '@org/sdk-core/internal';
import { missingFields } from '../mandatory.ts';
import { isText, missingAddress, missingAt } from './check-fields.ts';
import { checkInstitution } from './check-institution.ts';

/** The required rows of the grid for persons. */
const PERSON = [
  'person_details.first_name',
  'person_details.last_name',
  'person_details.date_of_birth',
  'person_details.nationality',
  'person_details.cip_id',
  'person_details.cip_id_type',
  'person_details.cip_id_country',
  'customer_due_diligence.estimated_yearly_income',
  'customer_due_diligence.expected_transfer_value',
  'customer_due_diligence.source_of_wealth',
  'customer_due_diligence.employment_status',
  'customer_due_diligence.employment_industry_sector',
] as const;

/**
 * What is missing or wrong in the body of a `createIdentity`, by field: the required details of a person, or of an
 * institution by its kind, the roles of its members, and what its regulation asks for. The grids are those of Paxos Trust
 * Company licensing for crypto brokerage; other arrangements may ask for less, so nothing of it is refused for you, except
 * what is mandatory for all.
 *
 * @returns an empty list if it has what the grids require
 * @throws {InvalidRequestError} if it is not an object
 * @example
 * const errors = checkIdentity(body);
 * if (errors.length === 0) await paxos.identity.createIdentity({ body });
 * else for (const { field, message } of errors) form.show(field, message);
 * @see https://docs.paxos.com/guides/identity/required-details (documented)
 * @see https://docs.paxos.com/guides/identity/institution-types (documented)
 */
export function checkIdentity(body: CreateIdentityRequest): FieldError[] {
  assertObject(body, 'a body, as createIdentity takes it');
  const mandatory = missingFields('createIdentity', body).map((what) => ({
    field: what.replace(/\W.*/, ''),
    message: `is missing: the body needs ${what}`,
  }));
  const { person_details: person, institution_details: institution } = body;
  if (!person === !institution) return mandatory;
  return [...mandatory, ...(person ? checkPerson(body, person) : checkInstitution(body))];
}

function checkPerson(
  body: CreateIdentityRequest,
  person: NonNullable<CreateIdentityRequest['person_details']>,
): FieldError[] {
  const { date_of_birth, address, cip_id_type } = person;
  const errors = [...missingAt(body, PERSON), ...missingAddress('person_details.address', address)];
  if (isText(date_of_birth) && !isDay(date_of_birth)) {
    errors.push({ field: 'person_details.date_of_birth', message: 'must be a day, such as 1990-12-10' });
  }
  // Guides write the country of an address out, too.
  const american = address?.country === 'USA' || address?.country === 'United States';
  if (american && isText(cip_id_type) && cip_id_type !== 'SSN' && cip_id_type !== 'ITIN') {
    errors.push({ field: 'person_details.cip_id_type', message: 'must be SSN or ITIN for residents of the US' });
  }
  return errors;
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
