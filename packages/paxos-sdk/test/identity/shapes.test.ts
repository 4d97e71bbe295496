// The three documented shapes of Get Identity side by side, and what becomes of each field.
import type { Identity } from '@org/paxos-types';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import contract from '../../../paxos-types/openapi.json' with { type: 'json' };
import { allowedActions } from '../../src/identity/actions.ts';
import { activeControls } from '../../src/identity/controls.ts';
import { openRequirements } from '../../src/identity/requirements.ts';
import { identityStatus } from '../../src/identity/status.ts';

const ID = 'f190b163-208f-4d73-8deb-4fb8b24add00';
const MEMBER = 'f190b163-208f-4d73-8deb-000000000001';

/** Today: requirements with findings, and whose turn it is. */
const today: Identity = {
  id: ID,
  status: 'PENDING',
  summary_status: 'PENDING',
  status_details: {
    active_controls: [],
    requirements: [
      { type: 'SCREENING_CHECK', status: 'PENDING', awaiting_action_from: 'PAXOS', errors: [] },
      {
        type: 'MEMBERS',
        status: 'PENDING',
        errors: [{ code: 'MEMBER_VERIFICATION_PENDING', description: 'internal' }],
      },
    ],
  },
  institution_members: [{ identity_id: MEMBER, summary_status: 'PENDING' }],
};

/** The preview of October 2025. */
const preview: Identity = {
  id: ID,
  status: 'PENDING',
  status_details: {
    pending_requirements: [
      { type: 'SANCTIONS_SCREENING', message: 'Pending Sanctions Screening' },
      { type: 'ADDITIONAL_SCREENING', message: 'Pending PEP/Adverse Media Screening' },
      { type: 'APPROVED_MEMBERS', message: 'Pending members', metadata: { [MEMBER]: 'PENDING' } },
    ],
  },
};

/** Before that: one status, and checks in the details. */
const older: Identity = {
  id: ID,
  summary_status: 'PENDING',
  type: 'INSTITUTION',
  institution_details: { sanctions_verification_status: 'PENDING', additional_screening_status: 'APPROVED' },
  institution_members: [{ identity_id: MEMBER, summary_status: 'PENDING' }],
};

test('the three shapes say the same: a screening at Paxos, and a member that is not approved', () => {
  for (const identity of [today, preview, older]) {
    expect(identityStatus(identity)).toBe('PENDING');
    const open = openRequirements(identity);
    expect(new Set(open.map(({ type, awaiting }) => `${type} ${awaiting}`))).toEqual(
      new Set(['SCREENING_CHECK PAXOS', 'MEMBERS MEMBERS']),
    );
    expect(open.find(({ type }) => type === 'MEMBERS')?.members).toEqual([{ identityId: MEMBER, status: 'PENDING' }]);
    expect(activeControls(identity)).toEqual([]);
    expect(allowedActions(identity).holdAssets).toBe(false);
  }
});

test('the preview keeps its own words beside today’s', () => {
  expect(openRequirements(preview).map(({ type, paxosType }) => [type, paxosType])).toEqual([
    ['SCREENING_CHECK', 'SANCTIONS_SCREENING'],
    ['SCREENING_CHECK', 'ADDITIONAL_SCREENING'],
    ['MEMBERS', 'APPROVED_MEMBERS'],
  ]);
});

// The kinds of requirement of the preview pages of September and October 2025, in today's words, and whose turn it is.
test.each([
  ['ID_VERIFICATION', 'ID_VERIFICATION', 'UNKNOWN'],
  ['SANCTIONS_SCREENING', 'SCREENING_CHECK', 'PAXOS'],
  ['ADDITIONAL_SCREENING', 'SCREENING_CHECK', 'PAXOS'],
  ['ENHANCED_DUE_DILIGENCE', 'ENHANCED_DUE_DILIGENCE', 'UNKNOWN'],
  ['RISK_AWARENESS_ASSESSMENT', 'COMPLIANCE_CHECK', 'UNKNOWN'],
  ['RISK_RATING', 'COMPLIANCE_CHECK', 'PAXOS'],
  ['KYC_REFRESH', 'KYC_REFRESH', 'UNKNOWN'],
  ['APPROVED_MEMBERS', 'MEMBERS', 'MEMBERS'],
  ['MEMBERS', 'MEMBERS', 'MEMBERS'],
  ['DISABLED_MEMBERS', 'MEMBERS', 'MEMBERS'],
] as const)("the preview's %s is today's %s", (paxosType, type, awaiting) => {
  const one = { type: paxosType, message: 'internal', metadata: { [MEMBER]: 'DISABLED' } } as const;
  const members = type === 'MEMBERS' ? [{ identityId: MEMBER, status: 'DISABLED' }] : [];
  expect(openRequirements({ id: ID, status_details: { pending_requirements: [one] } })).toMatchObject([
    { type, paxosType, awaiting, status: 'PENDING', members },
  ]);
  expect(openRequirements({ id: ID, status_details: { failed_requirements: [one] } })).toMatchObject([
    { type, paxosType, awaiting, status: 'FAILED', members },
  ]);
  expect(contract.components.schemas.PendingRequirementType.enum).toContain(paxosType);
  expect(contract.components.schemas.PendingRequirementType.enum).toHaveLength(10);
});

test("the preview's controls say who set them under another name", () => {
  const control = { id: 'c', type: 'CLOSED', controlled_by: 'CLIENT', created_at: '2006-01-02T15:04:05Z' };
  expect(activeControls({ status_details: { active_controls: [control as never] } })).toMatchObject([
    { type: 'CLOSED', setBy: 'CLIENT' },
  ]);
});

test('the oldest answer, an id and a status, says that something is open, and claims nothing to the person', () => {
  expect(openRequirements({ id: ID, summary_status: 'PENDING' })).toEqual([
    {
      type: 'UNKNOWN',
      paxosType: 'UNKNOWN',
      status: 'PENDING',
      awaiting: 'UNKNOWN',
      message: 'The check of your details is not complete yet.',
      codes: [],
      members: [],
    },
  ]);
  expect(openRequirements({ id: ID, summary_status: 'APPROVED' })).toEqual([]);
});

test('an empty list of today’s is believed, also while the status is pending', () => {
  expect(openRequirements({ id: ID, status: 'PENDING', status_details: { requirements: [] } })).toEqual([]);
});

test('status comes first, then summary_status, then nothing', () => {
  expect(identityStatus({ status: 'APPROVED', summary_status: 'PENDING' })).toBe('APPROVED');
  expect(identityStatus({ summary_status: 'DENIED' })).toBe('DENIED');
  expect(identityStatus({ status: '', summary_status: 'ERROR' })).toBe('ERROR');
  expect(identityStatus({})).toBeUndefined();
});

describe('totality', () => {
  const json = fc.jsonValue({ maxDepth: 4 });
  const identityLike = fc.record(
    {
      id: json,
      status: json,
      summary_status: json,
      status_details: fc.oneof(
        json,
        fc.record(
          { active_controls: json, requirements: json, pending_requirements: json, failed_requirements: json },
          { requiredKeys: [] },
        ),
        fc.record({
          requirements: fc.array(fc.record({ type: json, status: json, errors: json, awaiting_action_from: json })),
        }),
        fc.record({ pending_requirements: fc.array(fc.record({ type: json, message: json, metadata: json })) }),
      ),
      person_details: json,
      institution_details: json,
      institution_members: fc.oneof(json, fc.array(fc.record({ identity_id: json, summary_status: json }))),
      user_disabled: json,
      admin_disabled: json,
    },
    { requiredKeys: [] },
  );

  test('every answer gets an answer, whatever stands in it', () => {
    fc.assert(
      fc.property(identityLike, (identity) => {
        for (const one of openRequirements(identity as never)) {
          expect(one.message.length).toBeGreaterThan(0);
          expect(['CLIENT', 'PAXOS', 'MEMBERS', 'UNKNOWN']).toContain(one.awaiting);
          expect(['PENDING', 'FAILED']).toContain(one.status);
        }
        for (const control of activeControls(identity as never)) expect(control.meaning.length).toBeGreaterThan(0);
        for (const allowed of Object.values(allowedActions(identity as never))) expect(typeof allowed).toBe('boolean');
      }),
      { numRuns: 500 },
    );
  });

  test.each([undefined, null, 'x', 1, []])('%j is no identity, and a InvalidRequestError says so', (wrong) => {
    for (const read of [identityStatus, openRequirements, activeControls, allowedActions]) {
      expect(() => read(wrong as never)).toThrow('Expected an identity, as getIdentity returns it (got ');
    }
  });
});
