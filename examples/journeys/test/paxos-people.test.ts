import { toPaxosEvent } from '@org/paxos-sdk/events';
import { allowedActions } from '@org/paxos-sdk/identity';
import { expect, test } from 'vitest';
import { onboardInstitution } from '../paxos-onboard-institution.ts';
import { onboardPerson } from '../paxos-onboard-person.ts';
import { answerReview } from '../paxos-reviews.ts';
import { company, data, person } from './paxos-bodies.ts';
import { clientId, compliance, killEverywhere, startPaxos, type World } from './paxos-support.ts';

const applicant = { id: 'ada', details: person('073-05-1127') };
const onboard = (world: World, ...middleware: Parameters<World['process']>) => {
  const { paxos, options } = world.process(...middleware, compliance(world));
  return onboardPerson(paxos, applicant, options);
};

test('12: a person is onboarded, and what the form lacks is said before anything is sent', async () => {
  const world = await startPaxos();
  expect(await onboardPerson(world.paxos, { id: 'ada', details: { person_details: {} } })).toContain(
    'person_details.first_name is missing',
  );
  expect((await world.paxos.identity.listIdentities()).items).toEqual([]);
  expect(await onboard(world)).toMatchObject({ profile_id: expect.any(String) });
});

test('12: killed at any request and started again, there is one person with one account', async () => {
  const requests = await killEverywhere(
    async () => {},
    (world, _none, ...middleware) => onboard(world, ...middleware),
    async ({ paxos }) => {
      expect((await paxos.identity.listIdentities()).items).toHaveLength(1);
      expect((await paxos.accounts.listAccounts()).items).toHaveLength(1);
    },
  );
  expect(requests).toBe(3);
});

const papers = [{ name: 'charter.pdf', data, documentTypes: ['ORGANIZATIONAL_DOCUMENTS' as const] }];
const firm = {
  id: 'engines',
  details: company,
  people: [
    { details: person('073-05-1127'), roles: ['BENEFICIAL_OWNER' as const, 'MANAGEMENT_CONTROL_PERSON' as const] },
    { details: person('073-05-1128'), roles: ['AUTHORIZED_USER' as const] },
  ],
  papers,
};

test('13: an institution is onboarded with its people and papers, once', async () => {
  const world = await startPaxos();
  const { paxos, options } = world.process(compliance(world));
  const customer = await onboardInstitution(paxos, firm, options);
  expect(customer).toMatchObject({ profile_id: expect.any(String) });
  expect(await onboardInstitution(paxos, firm, options)).toEqual(customer);
  expect((await paxos.identity.listIdentities()).items).toHaveLength(3);
  const { documents } = await paxos.identityDocuments.listIdentityDocuments({
    path: { identity_id: (customer as { identity_id: string }).identity_id },
  });
  expect(documents).toHaveLength(1);
});

test('13: a role that a company cannot have is named before anything is sent', async () => {
  const { paxos } = await startPaxos();
  const people = [...firm.people, { details: person('073-05-1129'), roles: ['TRUSTEE' as const] }];
  expect(await onboardInstitution(paxos, { ...firm, people })).toEqual([
    'institution_members.2.roles must not have TRUSTEE in a LLC',
  ]);
  expect((await paxos.identity.listIdentities()).items).toEqual([]);
});

test('14: documents are supplied when Paxos asks for them, and a refresh is confirmed', async () => {
  const world = await startPaxos();
  const customer = (await onboard(world)) as { identity_id: string };
  const { identity_id: id } = customer;
  const { paxos, options } = world.process();
  const act = { provider: 'paxos', account: clientId, id } as const;
  await paxos.sandboxIdentity.sandboxForceStartKycRefresh({ body: { identity_id: id, expiry_days: 30 } });
  await world.sandbox.act({ ...act, action: 'identity.request_documents' });
  const answers: (string | undefined)[] = [];
  const asked: (readonly string[])[] = [];
  for await (const event of paxos.events.listEvents()) {
    const pages = {
      upload: async (_id: string, types: readonly string[]) => {
        asked.push(types);
        return types.map((type) => ({ name: `${type}.pdf`, data, documentTypes: [type as 'PROOF_OF_FUNDS'] }));
      },
      confirm: async () => world.sandbox.clock.now(),
    };
    answers.push(await answerReview(paxos, toPaxosEvent(event), pages, options));
  }
  expect(asked).toHaveLength(1);
  expect(answers.filter(Boolean)).toEqual(['confirmed', 'all documents are there']);
});

test('a dormant customer may not sell, and an approved one may', async () => {
  const world = await startPaxos();
  const { identity_id } = (await onboard(world)) as { identity_id: string };
  const read = () => world.paxos.identity.getIdentity({ path: { id: identity_id } });
  expect(allowedActions(await read()).createSellOrders).toBe(true);
  const body = { identity_id, type: 'DORMANT', reason_code: 'INACTIVITY' } as const;
  await world.paxos.identityControls.createIdentityControl({ body });
  expect(allowedActions(await read()).createSellOrders).toBe(false);
});
