// The identity: each step of its status table, each type of requirement, each control, reached by API calls alone.

import { activeControls, identityStatus, openRequirements, waitForIdentity } from '@org/paxos-sdk/identity';
import type { IdentityStatus, SandboxSetIdentityStatusRequest } from '@org/paxos-types';
import { expect, test } from 'vitest';
import { identityTransitions } from '../../src/paxos/identity/status.ts';
import { approve, approvedPerson, eventTypes, institution, person, refusal, setup } from './support/paxos.ts';

const checks: Readonly<Record<string, SandboxSetIdentityStatusRequest>> = {
  PENDING: { id_verification_status: 'PENDING', sanctions_verification_status: 'APPROVED' },
  APPROVED: { id_verification_status: 'APPROVED', sanctions_verification_status: 'APPROVED' },
  DENIED: { id_verification_status: 'DENIED', sanctions_verification_status: 'APPROVED' },
  DISABLED: { id_verification_status: 'DISABLED', sanctions_verification_status: 'APPROVED' },
  ERROR: { id_verification_status: 'ERROR', sanctions_verification_status: 'APPROVED' },
};

test.each(identityTransitions)('takes an identity from $from to $to ($evidence)', async ({ from, to }) => {
  const { paxos } = await setup();
  const { id } = await paxos.identity.createIdentity({ body: { person_details: person } });
  for (const status of [from, to]) {
    await paxos.sandboxIdentity.sandboxSetIdentityStatus({ path: { id }, body: checks[status] ?? {} });
    expect(identityStatus(await paxos.identity.getIdentity({ path: { id } }))).toBe(status);
  }
  const told: Record<string, string | undefined> = {
    APPROVED: 'identity.approved',
    DENIED: 'identity.denied',
    DISABLED: 'identity.disabled',
  };
  const events = ((await paxos.events.listEvents()).events ?? []).filter(
    ({ object_type }) => object_type === 'identity_summary_status_change',
  );
  if (told[to]) {
    expect(events.at(-1)).toMatchObject({
      type: told[to],
      object: { identity_id: id, old_summary_status: from, new_summary_status: to },
    });
  }
});

test('has every pair of statuses in the table, since the sandbox call sets any check to any outcome', () => {
  const statuses: IdentityStatus[] = ['PENDING', 'APPROVED', 'DENIED', 'DISABLED', 'ERROR'];
  const pairs = statuses.flatMap((from) => statuses.filter((to) => to !== from).map((to) => `${from} ${to}`));
  expect(identityTransitions.map(({ from, to }) => `${from} ${to}`).sort()).toEqual(pairs.sort());
});

test('approves a person by id verification and sanctions, and an institution by sanctions alone', async () => {
  const { paxos } = await setup();
  const ada = await paxos.identity.createIdentity({ body: { person_details: person } });
  expect(openRequirements(ada).map(({ type, awaiting }) => [type, awaiting])).toEqual([
    ['ID_VERIFICATION', 'CLIENT'],
    ['SCREENING_CHECK', 'PAXOS'],
  ]);
  await approve(paxos, ada.id);
  await expect(waitForIdentity(paxos, ada.id)).resolves.toMatchObject({
    status: 'APPROVED',
    summary_status: 'APPROVED',
  });

  const engines = await paxos.identity.createIdentity({
    body: {
      institution_details: institution,
      institution_members: [{ identity_id: ada.id, roles: ['BENEFICIAL_OWNER'] }],
    },
  });
  await paxos.sandboxIdentity.sandboxSetIdentityStatus({
    path: { id: engines.id },
    body: { sanctions_verification_status: 'APPROVED' },
  });
  await expect(waitForIdentity(paxos, engines.id)).resolves.toMatchObject({ status: 'APPROVED' });
});

type Paxos = Awaited<ReturnType<typeof setup>>['paxos'];

const set = (paxos: Paxos, id: string, body: SandboxSetIdentityStatusRequest) =>
  paxos.sandboxIdentity.sandboxSetIdentityStatus({ path: { id }, body });

/** How each type of requirement comes about, and what it then says. */
const requirements: [string, (paxos: Paxos) => Promise<string>, string][] = [
  [
    'ID_VERIFICATION that is open',
    async (paxos) => (await paxos.identity.createIdentity({ body: { person_details: person } })).id,
    'ID_VERIFICATION PENDING CLIENT IDENTITY_VERIFICATION_REQUIRED',
  ],
  [
    'ID_VERIFICATION that failed',
    async (paxos) => {
      const id = await approvedPerson(paxos);
      await set(paxos, id, { id_verification_status: 'DENIED' });
      return id;
    },
    'ID_VERIFICATION FAILED CLIENT IDENTITY_VERIFICATION_FAILED',
  ],
  [
    'DOCUMENT_VERIFICATION that is open',
    async (paxos) => {
      const institution_members = [{ identity_id: await approvedPerson(paxos) }];
      const body = { institution_details: institution, institution_members };
      const { id } = await paxos.identity.createIdentity({ body });
      await set(paxos, id, { document_verification_status: 'PENDING' });
      return id;
    },
    'DOCUMENT_VERIFICATION PENDING CLIENT DOCUMENT_UPLOAD_REQUIRED',
  ],
  [
    'DOCUMENT_VERIFICATION that failed',
    async (paxos) => {
      const institution_members = [{ identity_id: await approvedPerson(paxos) }];
      const body = { institution_details: institution, institution_members };
      const { id } = await paxos.identity.createIdentity({ body });
      await set(paxos, id, { document_verification_status: 'DENIED' });
      return id;
    },
    'DOCUMENT_VERIFICATION FAILED CLIENT DOCUMENT_VERIFICATION_FAILED',
  ],
  [
    'SCREENING_CHECK that runs',
    async (paxos) => (await paxos.identity.createIdentity({ body: { person_details: person } })).id,
    'SCREENING_CHECK PENDING PAXOS SCREENING_IN_PROGRESS',
  ],
  [
    'SCREENING_CHECK that failed',
    async (paxos) => {
      const id = await approvedPerson(paxos);
      await set(paxos, id, { sanctions_verification_status: 'DENIED' });
      return id;
    },
    'SCREENING_CHECK FAILED PAXOS SCREENING_FAILED',
  ],
  [
    'COMPLIANCE_CHECK that is open',
    async (paxos) => {
      const id = await approvedPerson(paxos);
      await set(paxos, id, { sanctions_verification_status: 'ERROR' });
      return id;
    },
    'COMPLIANCE_CHECK PENDING PAXOS COMPLIANCE_REVIEW_REQUIRED',
  ],
  [
    'COMPLIANCE_CHECK that failed',
    async (paxos) => {
      const id = await approvedPerson(paxos);
      await set(paxos, id, { additional_screening_status: 'DENIED' });
      return id;
    },
    'COMPLIANCE_CHECK FAILED PAXOS COMPLIANCE_REVIEW_FAILED',
  ],
  [
    'ENHANCED_DUE_DILIGENCE',
    async (paxos) => {
      const diligence = { estimated_net_worth: 'NET_WORTH_OVER_50M' } as const;
      const body = { person_details: person, customer_due_diligence: diligence };
      return (await paxos.identity.createIdentity({ body })).id;
    },
    'ENHANCED_DUE_DILIGENCE PENDING CLIENT EDD_DOCUMENTATION_REQUIRED',
  ],
  [
    'MEMBERS that are open',
    async (paxos) => {
      const { id } = await paxos.identity.createIdentity({ body: { person_details: person } });
      const body = { institution_details: institution, institution_members: [{ identity_id: id }] };
      return (await paxos.identity.createIdentity({ body })).id;
    },
    'MEMBERS PENDING undefined MEMBER_VERIFICATION_PENDING',
  ],
  [
    'MEMBERS that failed',
    async (paxos) => {
      const { id } = await paxos.identity.createIdentity({ body: { person_details: person } });
      await set(paxos, id, { id_verification_status: 'DENIED' });
      const body = { institution_details: institution, institution_members: [{ identity_id: id }] };
      return (await paxos.identity.createIdentity({ body })).id;
    },
    'MEMBERS FAILED undefined MEMBER_VERIFICATION_FAILED',
  ],
  [
    'KYC_REFRESH',
    async (paxos) => {
      const id = await approvedPerson(paxos);
      await paxos.sandboxIdentity.sandboxForceStartKycRefresh({ body: { identity_id: id, expiry_days: 30 } });
      return id;
    },
    'KYC_REFRESH PENDING CLIENT KYC_REFRESH_REQUIRED',
  ],
  [
    'TAX_DETAILS_VERIFICATION',
    async (paxos) => {
      const body = { person_details: person, tax_details: [{ tax_payer_id: '000-00-0000', tax_payer_country: 'USA' }] };
      return (await paxos.identity.createIdentity({ body })).id;
    },
    'TAX_DETAILS_VERIFICATION FAILED CLIENT TIN_NOT_FOUND',
  ],
];

test.each(requirements)('lists the requirement %s', async (_name, reach, expected) => {
  const { paxos } = await setup();
  const identity = await paxos.identity.getIdentity({ path: { id: await reach(paxos) } });
  const said = (identity.status_details?.requirements ?? []).map(
    ({ type, status, awaiting_action_from, errors }) => `${type} ${status} ${awaiting_action_from} ${errors[0]?.code}`,
  );
  expect(said).toContain(expected);
});

test('approves an institution when its last member is approved, and reports both', async () => {
  const { paxos } = await setup();
  const { id: ada } = await paxos.identity.createIdentity({ body: { person_details: person } });
  const { id } = await paxos.identity.createIdentity({
    body: { institution_details: institution, institution_members: [{ identity_id: ada }] },
  });
  await set(paxos, id, { sanctions_verification_status: 'APPROVED' });
  expect(identityStatus(await paxos.identity.getIdentity({ path: { id } }))).toBe('PENDING');
  await approve(paxos, ada);
  const approved = await paxos.identity.getIdentity({ path: { id }, query: { include_institution_members: true } });
  expect(approved).toMatchObject({
    status: 'APPROVED',
    institution_members: [{ identity_id: ada, name: 'Ada Lovelace', summary_status: 'APPROVED' }],
  });
  expect(await eventTypes(paxos)).toEqual(['identity.approved', 'identity.approved']);

  const [member] = approved.institution_members ?? [];
  await paxos.institutionMembers.deleteInstitutionMember({ path: { id: member?.id ?? '' } });
  await paxos.institutionMembers.addInstitutionMembers({
    body: { institution_id: id, members: [{ identity_id: ada, roles: ['TRUSTEE'] }] },
  });
  expect(
    await refusal(
      paxos.institutionMembers.addInstitutionMembers({ body: { institution_id: id, members: [{ identity_id: id }] } }),
    ),
  ).toBe('400 an institution cannot be its own member');
});

test.each(['SELL_ONLY', 'DORMANT', 'CLOSED'] as const)(
  'lets a client set and lift %s, which disables the identity',
  async (type) => {
    const { paxos } = await setup();
    const id = await approvedPerson(paxos);
    const control = await paxos.identityControls.createIdentityControl({
      body: { identity_id: id, type, reason_code: 'END_USER_REQUEST', reason: 'asked for' },
    });
    const disabled = await paxos.identity.getIdentity({ path: { id } });
    expect(identityStatus(disabled)).toBe('DISABLED');
    expect(activeControls(disabled)).toMatchObject([{ id: control.id, type, setBy: 'CLIENT', liftable: true }]);
    expect((await paxos.identity.listIdentities({ query: { control_types: [type] } })).items).toHaveLength(1);
    await paxos.identityControls.deleteIdentityControl({ query: { control_id: control.id } });
    expect(identityStatus(await paxos.identity.getIdentity({ path: { id } }))).toBe('APPROVED');
    const query = { identity_id: id, include_deleted: true };
    expect((await paxos.identityControls.listIdentityControls({ query })).items).toMatchObject([
      { deleted_at: expect.any(String) },
    ]);
    expect(await eventTypes(paxos)).toEqual([
      'identity.approved',
      'identity.control.created',
      'identity.disabled',
      'identity.control.deleted',
      'identity.approved',
    ]);
    const [, created] = (await paxos.events.listEvents()).events ?? [];
    expect(created?.object).toEqual({
      id: expect.any(String),
      identity_id: id,
      control_id: control.id,
      control_type: type,
      set_by: 'CLIENT',
      is_overridable: true,
      reason_code: 'END_USER_REQUEST',
    });
  },
);

test('keeps FROZEN and what Paxos set out of reach of the client', async () => {
  const { paxos } = await setup();
  const id = await approvedPerson(paxos);
  const frozen = { identity_id: id, type: 'FROZEN' as never, reason_code: 'OTHER' as const };
  expect(await refusal(paxos.identityControls.createIdentityControl({ body: frozen }))).toMatch(/^400 body\.type/);
  await set(paxos, id, { sanctions_verification_status: 'ERROR', admin_disabled: { disabled: true } });
  const identity = await paxos.identity.getIdentity({ path: { id } });
  expect(identityStatus(identity)).toBe('ERROR');
  expect(activeControls(identity).map(({ type, setBy, liftable }) => [type, setBy, liftable])).toEqual([
    ['FROZEN', 'PAXOS', false],
    ['SELL_ONLY', 'PAXOS', false],
  ]);
  for (const { id: control_id } of activeControls(identity)) {
    const lifting = paxos.identityControls.deleteIdentityControl({ query: { control_id: control_id ?? '' } });
    expect(await refusal(lifting)).toMatch(/^403 .* was set by Paxos/);
  }
  await set(paxos, id, { sanctions_verification_status: 'APPROVED', admin_disabled: { disabled: false } });
  expect(identityStatus(await paxos.identity.getIdentity({ path: { id } }))).toBe('APPROVED');
});
