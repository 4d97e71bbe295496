// What the two pages of Paxos's Get Identity say alike: address, scope, parameters and most fields.
import type { Identity, IdentityStatus, IdentityType, operations, TINVerificationStatus } from '@org/paxos-types';
import { describe, expect, expectTypeOf, test } from 'vitest';
import type { Contract } from './contract.ts';
import { answerOf, type FieldTable, fieldsOf, parametersOf, shapeOf, typeOf } from './facts.ts';
import type { Mocked } from './mocked.ts';
import type { Named, RequiredKeys } from './types.ts';
import { createChecker } from './valid.ts';

export const TEMPLATE = '/identity/identities/{id}';
export const PATH = '/identity/identities/f190b163-208f-4d73-8deb-4fb8b24add00';
export const SCOPE = 'identity:read_identity';

export const STATUSES = [
  'PENDING',
  'ERROR',
  'APPROVED',
  'DENIED',
  'DISABLED',
] as const satisfies readonly Named<IdentityStatus>[];
const TYPES = ['PERSON', 'INSTITUTION'] as const satisfies readonly Named<IdentityType>[];
const TIN_STATUSES = [
  'TIN_VERIFICATION_PENDING',
  'TIN_VERIFICATION_ERROR',
  'TIN_VERIFICATION_VALID',
] as const satisfies readonly Named<TINVerificationStatus>[];

const FIELDS: FieldTable = {
  id: 'string required',
  type: 'enum<string>',
  ref_id: 'string',
  metadata: 'object',
  user_disabled: 'boolean',
  admin_disabled: 'boolean',
  person_details: 'object',
  institution_details: 'object',
  institution_members: 'object[]',
  created_at: 'string<date-time>',
  updated_at: 'string<date-time>',
  tax_details: 'object[]',
  tax_details_not_required: 'boolean',
  summary_tin_verification_status: 'enum<string>',
  customer_due_diligence: 'object',
  is_merchant: 'boolean',
  last_kyc_refresh_date: 'string<date-time>',
};

/**
 * @param own fields that only one of the pages has
 * @param others fields of the other page: both shapes live side by side in today's Identity
 */
export function describeGetIdentity(contract: Contract, { paxos }: Mocked, own: FieldTable, others: FieldTable): void {
  const operation = contract.operation('get', TEMPLATE);
  const checker = createChecker(contract);

  describe('the operation', () => {
    test('asks for a token with the scope of the page, which the contract declares', () => {
      expect(operation.security).toEqual([{ OAuth2: [SCOPE] }]);
      const flow = contract.document.components.securitySchemes.OAuth2?.flows?.clientCredentials;
      expect(Object.keys(flow?.scopes ?? {})).toContain(SCOPE);
    });

    test('has the three parameters of the page', () => {
      expect(parametersOf(operation)).toEqual({
        'path id': 'string required',
        'query include_details': 'boolean',
        'query include_institution_members': 'boolean',
      });
      type Parameters = operations['GetIdentity']['parameters'];
      expectTypeOf<RequiredKeys<Parameters>>().toEqualTypeOf<'path'>();
      expectTypeOf<NonNullable<Parameters['query']>>().toEqualTypeOf<{
        include_details?: boolean;
        include_institution_members?: boolean;
      }>();
    });

    test('answers 200 with an identity', () => {
      expect(typeOf(answerOf(operation, 200))).toBe('Identity');
    });
  });

  describe('the identity', () => {
    test('has the fields, types and required flag of the page, and those of the other page', () => {
      const fields = fieldsOf(contract, 'Identity', (schema) => shapeOf(contract, schema));
      expect(fields).toEqual({ ...FIELDS, ...own, ...others });
      expectTypeOf<RequiredKeys<Identity>>().toEqualTypeOf<'id'>();
    });

    test('has the values of the three enums', () => {
      expect(contract.schema('IdentityStatus').enum).toEqual([...STATUSES].sort());
      expect(contract.schema('IdentityType').enum).toEqual([...TYPES].sort());
      expect(contract.schema('TINVerificationStatus').enum).toEqual([...TIN_STATUSES].sort());
      expectTypeOf<Named<IdentityStatus>>().toEqualTypeOf<(typeof STATUSES)[number]>();
      expectTypeOf<Named<IdentityType>>().toEqualTypeOf<(typeof TYPES)[number]>();
      expectTypeOf<Named<TINVerificationStatus>>().toEqualTypeOf<(typeof TIN_STATUSES)[number]>();
    });

    test('has the enums at the fields of the page', () => {
      expect(fieldsOf(contract, 'Identity')).toMatchObject({
        ...('status' in own ? { status: 'IdentityStatus' } : { summary_status: 'IdentityStatus' }),
        type: 'IdentityType',
        summary_tin_verification_status: 'TINVerificationStatus',
      });
    });
  });

  describe('the mock', () => {
    test.each([
      ['include_details', 'approved-person', 'person_details'],
      ['include_details', 'institution-with-members', 'institution_details'],
      ['include_institution_members', 'institution-with-members', 'institution_members'],
    ] as const)('takes %s=true and serves `%s` with %s', async (parameter, example, field) => {
      const { status, body } = await paxos(SCOPE, { path: `${PATH}?${parameter}=true`, example });
      expect(status).toBe(200);
      expect(checker.valid<Identity>('Identity', body)[field]).toBeTypeOf('object');
    });

    test.each(['include_details', 'include_institution_members'])(
      'refuses %s that is no boolean',
      async (parameter) => {
        const { status } = await paxos(SCOPE, { path: `${PATH}?${parameter}=perhaps` });
        expect(status).toBe(422);
      },
    );

    test('refuses a call without a token', async () => {
      const { status } = await paxos(SCOPE, { path: PATH, headers: { Authorization: null } });
      expect(status).toBe(401);
    });
  });
}
