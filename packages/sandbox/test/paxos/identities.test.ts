// Identities beyond their status: uniqueness, documents, periodic refreshes, accounts, lists.
import { uploadIdentityDocument } from '@org/paxos-sdk/identity';
import { expect, test } from 'vitest';
import { refreshTransitions } from '../../src/paxos/identity/kyc-refresh.ts';
import { approvedPerson, eventTypes, institution, person, refusal, setup } from './support/paxos.ts';

test('refuses a second identity with the same ref_id or official number, and names the first by its id only', async () => {
  const { paxos } = await setup();
  const official = { cip_id: '502113987', cip_id_type: 'ITIN', cip_id_country: 'USA' } as const;
  const body = { ref_id: 'ada', person_details: { ...person, ...official } };
  const { id } = await paxos.identity.createIdentity({ body });
  for (const again of [
    { ref_id: 'ada', person_details: person },
    { ref_id: 'grace', person_details: { ...person, ...official } },
  ]) {
    await expect(paxos.identity.createIdentity({ body: again })).rejects.toMatchObject({
      status: 409,
      body: { type: 'https://developer.paxos.com/docs/v2/problems/already-exists', meta: { existing: { id } } },
    });
  }
  const other = await paxos.identity.createIdentity({ body: { ref_id: 'grace', person_details: person } });
  expect(await refusal(paxos.identity.updateIdentity({ path: { id: other.id }, body: { ref_id: 'ada' } }))).toBe(
    '409 ref_id ada is taken',
  );
});

test('shows details and members only when they are asked for', async () => {
  const { paxos } = await setup();
  const institution_members = [{ identity_id: await approvedPerson(paxos) }];
  const { id } = await paxos.identity.createIdentity({
    body: { institution_details: institution, institution_members },
  });
  expect(await paxos.identity.getIdentity({ path: { id } })).not.toHaveProperty('institution_details');
  const shown = await paxos.identity.getIdentity({
    path: { id },
    query: { include_details: true, include_institution_members: true },
  });
  expect(shown).toMatchObject({
    type: 'INSTITUTION',
    institution_details: { name: 'Analytical Engines LLC', sanctions_verification_status: 'PENDING' },
    institution_members: [{ summary_status: 'APPROVED' }],
  });
});

test('keeps what an update leaves out, and screens a new name again', async () => {
  const { paxos } = await setup();
  const id = await approvedPerson(paxos);
  const renamed = await paxos.identity.updateIdentity({ path: { id }, body: { metadata: { crm: '7' } } });
  expect(renamed).toMatchObject({ status: 'APPROVED', metadata: { crm: '7' }, person_details: { first_name: 'Ada' } });
  const married = await paxos.identity.updateIdentity({
    path: { id },
    body: { person_details: { last_name: 'King' } },
  });
  expect(married).toMatchObject({ status: 'PENDING', person_details: { first_name: 'Ada', last_name: 'King' } });
  expect(
    await refusal(paxos.identity.updateIdentity({ path: { id }, body: { institution_details: institution } })),
  ).toMatch(/^400 a person cannot/);
  const disabled = await paxos.identity.updateIdentity({ path: { id }, body: { set_user_disabled: true } });
  expect(disabled).toMatchObject({ status: 'DISABLED', user_disabled: true, admin_disabled: false });
});

test('takes documents in two steps through the SDK, and lifts the requirement for them', async () => {
  const { paxos } = await setup();
  const { id } = await paxos.identity.createIdentity({
    body: { person_details: person, customer_due_diligence: { expected_transfer_value: 'TRANSFER_VALUE_ABOVE_5M' } },
  });
  const documents = () =>
    paxos.identityDocuments.listIdentityDocuments({ path: { identity_id: id }, query: { include_pending_docs: true } });
  expect(await documents()).toEqual({ documents: [], pending_documents: ['PROOF_OF_FUNDS'] });
  expect(await eventTypes(paxos)).toEqual(['identity.documents_required']);
  await uploadIdentityDocument(paxos, {
    identityId: id,
    name: 'funds.pdf',
    data: new TextEncoder().encode('%PDF-1.7'),
    documentTypes: ['PROOF_OF_FUNDS'],
  });
  expect(await documents()).toMatchObject({ documents: [{ name: 'funds.pdf' }], pending_documents: [] });
  const again = paxos.identityDocuments.documentUpload({ path: { identity_id: id }, body: { name: 'funds.pdf' } });
  await expect(again).rejects.toMatchObject({ status: 409, body: { meta: { existing: { name: 'funds.pdf' } } } });
});

test.each<[string, RequestInit & { method: string }, number]>([
  ['an unknown address', { method: 'PUT', body: 'x' }, 404],
  ['another method', { method: 'POST', body: 'x' }, 405],
])('refuses an upload to %s', async (_name, init, status) => {
  const { sandbox } = await setup();
  const response = await sandbox.paxos.fetch('https://api.sandbox.paxos.com/identity-documents/YQ/none', init);
  expect(response.status).toBe(status);
});

test('restricts an approved identity that owes proof of funds, until it is there', async () => {
  const { paxos } = await setup();
  const id = await approvedPerson(paxos);
  const owing = await paxos.identity.updateIdentity({
    path: { id },
    body: { customer_due_diligence: { estimated_net_worth: 'NET_WORTH_OVER_50M' } },
  });
  expect(owing).toMatchObject({
    status: 'DISABLED',
    status_details: { active_controls: [{ type: 'SELL_ONLY', set_by: 'SET_BY_PAXOS', reason_code: 'COMPLIANCE_EDD' }] },
  });
  await uploadIdentityDocument(paxos, {
    identityId: id,
    name: 'funds.png',
    data: new Uint8Array([1]),
    documentTypes: ['PROOF_OF_FUNDS'],
  });
  expect(await paxos.identity.getIdentity({ path: { id } })).toMatchObject({ status: 'APPROVED' });
});

test('runs a periodic refresh through its table: started, completed, expired, reset', async () => {
  const { sandbox, paxos } = await setup();
  const id = await approvedPerson(paxos);
  const status = async () => (await paxos.identity.getIdentity({ path: { id } })).status;
  const force = (expiry_days: number) =>
    paxos.sandboxIdentity.sandboxForceStartKycRefresh({ body: { identity_id: id, expiry_days } });
  const start = () => paxos.sandboxIdentity.sandboxStartKycRefresh({ path: { identity_id: id } });

  expect(await refusal(start())).toMatch(/^400 .* is not due before 2027-11-21/);
  expect(await refusal(force(91))).toBe('400 body.expiry_days must be <= 90');
  await force(30);
  expect(await refusal(force(30))).toMatch(/^409 .* has a refresh that is STARTED/);
  expect(await status()).toBe('APPROVED');
  await paxos.identity.updateIdentity({ path: { id }, body: { last_kyc_refresh_date: '2026-11-21T09:00:00Z' } });
  await sandbox.clock.advance('31d');
  expect(await status()).toBe('APPROVED');

  await force(1);
  await sandbox.clock.advance('1d');
  const overdue = await paxos.identity.getIdentity({ path: { id } });
  expect(overdue.status).toBe('DISABLED');
  expect(overdue.status_details?.requirements).toMatchObject([
    { type: 'KYC_REFRESH', status: 'FAILED', errors: [{ code: 'KYC_REFRESH_OVERDUE' }] },
  ]);
  await paxos.sandboxIdentity.sandboxResetKycRefresh({ body: { identity_id: id } });
  expect(await status()).toBe('APPROVED');
  await force(1);
  await sandbox.clock.advance('1d');
  await paxos.identity.updateIdentity({ path: { id }, body: { last_kyc_refresh_date: '2026-12-24T09:00:00Z' } });
  expect(await status()).toBe('APPROVED');
  await sandbox.clock.advance('366d');
  await start();
  await paxos.sandboxIdentity.sandboxResetKycRefresh({ body: { identity_id: id } });
  await paxos.sandboxIdentity.sandboxResetKycRefresh({ body: { identity_id: id } });

  const refreshes = (await eventTypes(paxos)).filter((type) => type.startsWith('identity.kyc_refresh'));
  expect(refreshes.map((type) => type.split('.')[2])).toEqual([
    ...['started', 'completed', 'started', 'expired', 'started', 'expired', 'completed', 'started'],
  ]);
  expect(refreshTransitions).toHaveLength(7);
});

test.each(['2026-12-31T23:59:60Z', '9999-12-31T00:00:00Z'])(
  'refuses the time %s, with which nothing can be computed',
  async (time) => {
    const { paxos, profile } = await setup();
    const id = await approvedPerson(paxos);
    await paxos.sandboxIdentity.sandboxForceStartKycRefresh({ body: { identity_id: id, expiry_days: 30 } });
    const answer = paxos.identity.updateIdentity({ path: { id }, body: { last_kyc_refresh_date: time } });
    expect(await refusal(answer)).toBe('400 last_kyc_refresh_date is not a time between the years 1900 and 9000');
    const { id: other } = await paxos.profiles.createProfile({ body: { nickname: 'Other' } });
    const legs = [{ asset: 'USD', amount: '1', direction: 'DELIVER' as const }];
    const body = { source_profile_id: profile, target_profile_id: other, legs, settlement_window_start: time };
    expect(await refusal(paxos.settlement.createTransaction({ body }))).toMatch(/^400 settlement_window_start/);
  },
);

test('opens an account with a profile, and refuses what only Paxos fills', async () => {
  const { paxos } = await setup();
  const identity_id = await approvedPerson(paxos);
  const account = await paxos.accounts.createAccount({
    body: { account: { identity_id, ref_id: 'account-1' }, create_profile: true },
  });
  expect(account).toMatchObject({ identity_id, summary_status: 'APPROVED', profile_id: expect.any(String) });
  expect(await paxos.profiles.getProfile({ path: { profile_id: account.profile_id ?? '' } })).toMatchObject({
    account_id: account.id,
    type: 'NORMAL',
  });
  await expect(
    paxos.accounts.createAccount({ body: { account: { identity_id, ref_id: 'account-1' } } }),
  ).rejects.toMatchObject({ status: 409, body: { meta: { existing: account } } });
  expect(
    await refusal(paxos.accounts.createAccount({ body: { account: { identity_id, user_disabled: true } as never } })),
  ).toBe('400 account.user_disabled cannot be set');
  const other = await approvedPerson(paxos);
  const { members } = await paxos.accountMembers.addAccountMembers({
    body: { account_id: account.id ?? '', members: [{ identity_id: other, roles: ['AUTHORIZED_USER'] }] },
  });
  await paxos.accountMembers.deleteAccountMember({ path: { id: members?.[0]?.id ?? '' } });
  const updated = await paxos.accounts.updateAccount({
    body: { account: { id: account.id ?? '', description: 'Savings' }, set_user_disabled: true },
  });
  expect(updated).toMatchObject({ description: 'Savings', summary_status: 'DISABLED', members: [] });
});

test('pages through a list by cursors that stay good while records are added, in both orders and within times', async () => {
  const { sandbox, paxos } = await setup();
  const ids: string[] = [];
  for (const ref_id of ['a', 'b', 'c', 'd', 'e']) {
    ids.push((await paxos.identity.createIdentity({ body: { ref_id, person_details: person } })).id);
    await sandbox.clock.advance('1s');
  }
  const first = await paxos.identity.listIdentities({ query: { limit: 2, order: 'DESC' } });
  await paxos.identity.createIdentity({ body: { ref_id: 'f', person_details: person } });
  const second = await paxos.identity.listIdentities({
    query: { limit: 2, order: 'DESC', page_cursor: first.next_page_cursor ?? '' },
  });
  expect([...(first.items ?? []), ...(second.items ?? [])].map(({ ref_id }) => ref_id)).toEqual(['e', 'd', 'c', 'b']);
  const ascending: (string | undefined)[] = [];
  for await (const { ref_id } of paxos.identity.listIdentities({ query: { limit: 2, order: 'ASC' } }))
    ascending.push(ref_id);
  expect(ascending).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  const query = { 'created_at.gte': '2026-11-21T09:00:01Z', 'created_at.lt': '2026-11-21T09:00:03Z' };
  expect((await paxos.identity.listIdentities({ query })).items?.map(({ ref_id }) => ref_id)).toEqual(['c', 'b']);
  for (const bad of [{ limit: 0 }, { limit: 1001 }, { page_cursor: 'nonsense' }]) {
    expect(await refusal(paxos.identity.listIdentities({ query: bad }))).toMatch(
      /^400 (limit is outside|page_cursor token)/,
    );
  }
  expect(ids).toHaveLength(5);
});
