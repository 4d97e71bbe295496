// Paxos's page of Get Identity as the preview of October 2025 had it, withdrawn the month after.
import type { Identity, IdentityStatus, PendingRequirement, PendingRequirementType } from '@org/paxos-types';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { readContract } from './support/contract.ts';
import { fieldsOf, typeOf } from './support/facts.ts';
import { describeGetIdentity, PATH, SCOPE, STATUSES } from './support/get-identity.ts';
import { useMocks } from './support/mocked.ts';
import type { Named } from './support/types.ts';
import { createChecker } from './support/valid.ts';

const contract = readContract('paxos');
const checker = createChecker(contract);
const mocked = useMocks();

const ANSWER = {
  id: 'f190b163-208f-4d73-8deb-4fb8b24add00',
  status: 'PENDING',
  status_details: {
    pending_requirements: [
      { type: 'SANCTIONS_SCREENING', message: 'Pending Sanctions Screening' },
      { type: 'ADDITIONAL_SCREENING', message: 'Pending PEP/Adverse Media Screening' },
      {
        type: 'APPROVED_MEMBERS',
        message: 'Pending members',
        metadata: { 'f190b163-208f-4d73-8deb-000000000001': 'PENDING' },
      },
    ],
  },
} satisfies Identity;

const REQUIREMENT_TYPES = [
  'SANCTIONS_SCREENING',
  'ADDITIONAL_SCREENING',
  'APPROVED_MEMBERS',
] as const satisfies readonly Named<PendingRequirementType>[];

describeGetIdentity(
  contract,
  mocked,
  { status: 'enum<string>', status_details: 'object' },
  { summary_status: 'enum<string>' },
);

describe('the preview', () => {
  test('tells open requirements by type, message and metadata, all marked as withdrawn', () => {
    const list = contract.schema('IdentityStatusDetails').properties?.pending_requirements;
    expect(list && typeOf(list)).toBe('PendingRequirement[]');
    expect(list?.deprecated).toBe(true);
    expect(fieldsOf(contract, 'PendingRequirement')).toEqual({
      type: 'PendingRequirementType required',
      message: 'string required',
      metadata: 'object',
    });
    expect(contract.schema('PendingRequirement').deprecated).toBe(true);
  });

  test('has the requirement types of the page, those of the enum of 2025-10-13, and that of the pages of 2025-09-22', () => {
    const listed = ['ID_VERIFICATION', 'SANCTIONS_SCREENING', 'ADDITIONAL_SCREENING', 'ENHANCED_DUE_DILIGENCE'];
    const others = ['RISK_AWARENESS_ASSESSMENT', 'MEMBERS', 'KYC_REFRESH', 'RISK_RATING'];
    expect(new Set(contract.schema('PendingRequirementType').enum)).toEqual(
      new Set([...REQUIREMENT_TYPES, ...listed, ...others, 'DISABLED_MEMBERS']),
    );
  });

  test('maps member ids to identity statuses in metadata', () => {
    const metadata = contract.schema('PendingRequirement').properties?.metadata;
    expect(metadata?.additionalProperties && typeOf(metadata.additionalProperties)).toBe('IdentityStatus');
    expectTypeOf<NonNullable<PendingRequirement['metadata']>[string]>().toEqualTypeOf<IdentityStatus>();
    const wrong = { type: 'APPROVED_MEMBERS', message: 'Pending members', metadata: { member: 'ASLEEP' } };
    expect(checker.problems('PendingRequirement', wrong)).toEqual([
      '/metadata/member must be equal to one of the allowed values',
    ]);
  });
});

describe('the answer of the page', () => {
  test('is valid', () => {
    expect(checker.problems('Identity', ANSWER)).toEqual([]);
  });

  test('is what the mock serves as `pending-preview`', async () => {
    const { status, body } = await mocked.paxos(SCOPE, { path: PATH, example: 'pending-preview' });
    expect(status).toBe(200);
    expect(checker.valid<Identity>('Identity', body)).toEqual(ANSWER);
  });

  test.each(STATUSES)('is served with the status %s too', async (identityStatus) => {
    const example = `status-${identityStatus.toLowerCase()}`;
    const { status, body } = await mocked.paxos(SCOPE, { path: PATH, example });
    expect(status).toBe(200);
    expect(checker.valid<Identity>('Identity', body).status).toBe(identityStatus);
  });
});
