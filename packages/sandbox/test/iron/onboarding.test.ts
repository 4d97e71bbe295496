// The documented tables of onboarding, each row reached by calls of the API and the clock alone.
import type { Iron, IronClient } from '@org/iron-sdk';
import {
  currentIdentification,
  eddState,
  onboardingOf,
  onboardingStage,
  readyToTransact,
  reviewComments,
  signAllRequired,
  waitForIdentification,
} from '@org/iron-sdk/onboarding';
import { expect, test } from 'vitest';
import { businessBody, personBody, tokenBody } from './bodies.ts';
import { activeCustomer, approve, newCustomer, type Playground, play } from './support.ts';

const review = '24h';
const inactivity = '30d';

/** Brings a new customer to a row of the stage table, and returns its id. */
const ways: Record<string, (playground: Playground) => Promise<string>> = {
  'IdentificationRequired, None': async ({ iron }) => (await newCustomer(iron)).id,
  'IdentificationRequired, Pending': async ({ iron }) => (await begun(iron, { type: 'Link' })).customer.id,
  'IdentificationRequired, Expired': async ({ iron, sandbox }) => {
    const { customer } = await begun(iron, { type: 'Link' });
    await sandbox.clock.advance(inactivity);
    return customer.id;
  },
  'IdentificationRequired, Declined': async ({ iron }) => {
    const { customer, identification } = await begun(iron, personBody());
    await approve(iron, identification.id, false);
    return customer.id;
  },
  'IdentificationRequired, Processed': async ({ iron }) => (await begun(iron, personBody())).customer.id,
  'IdentificationRequired, PendingReview': async ({ iron, sandbox }) => {
    const { customer } = await begun(iron, personBody());
    await sandbox.clock.advance(review);
    return customer.id;
  },
  'SigningsRequired, Approved': async ({ iron }) => {
    const { customer, identification } = await begun(iron, { type: 'Link' });
    await approve(iron, identification.id);
    return customer.id;
  },
  'Active, Approved': async ({ iron }) => (await activeCustomer(iron)).id,
};

async function begun(
  iron: IronClient,
  body: Iron.IdentificationCreateParamsV2,
  type: 'Person' | 'Business' = 'Person',
) {
  const customer = await newCustomer(iron, type);
  const identification = await iron.customer.createCustomerIdentificationV2({ path: { id: customer.id }, body });
  return { customer, identification };
}

test.each([
  ['IdentificationRequired, None', 'Submission'],
  ['IdentificationRequired, Pending', 'Submission'],
  ['IdentificationRequired, Expired', 'Submission'],
  ['IdentificationRequired, Declined', 'Submission'],
  ['IdentificationRequired, Processed', 'ComplianceReview'],
  ['IdentificationRequired, PendingReview', 'ComplianceReview'],
  ['SigningsRequired, Approved', 'Activation'],
  ['Active, Approved', 'Complete'],
])('reaches %s, the stage %s, by calls of the API alone', async (row, stage) => {
  const playground = play();
  const id = await ways[row]?.(playground);
  const customer = await playground.iron.customer.getCustomerById({ path: { id: id ?? '' } });
  const shown = customer.identification_status ?? 'None';
  expect(`${customer.status}, ${shown}`).toBe(row);
  expect(onboardingStage(customer.status, shown).stage.replace(/\s/g, '')).toBe(stage);
});

type Body = Iron.IdentificationCreateParamsV2 | 'first version, link' | 'first version, data';
const eddWays: readonly (readonly [string, boolean | null, Body, string | undefined, boolean | undefined, string])[] = [
  ['Pending', false, { type: 'Link' }, undefined, undefined, 'InProgress'],
  ['Pending', null, 'first version, link', undefined, undefined, 'InProgress'],
  ['Pending', true, { type: 'Link', with_edd: true }, undefined, undefined, 'InProgress'],
  ['PendingReview', false, personBody(), review, undefined, 'Review'],
  ['PendingReview', null, 'first version, data', review, undefined, 'Review'],
  ['PendingReview', true, personBody({ edd: true }), review, undefined, 'Review'],
  ['Approved', false, { type: 'Link' }, undefined, true, 'Approved'],
  ['Approved', null, 'first version, link', undefined, true, 'Approved'],
  ['Approved', true, personBody({ edd: true }), undefined, true, 'Approved'],
  ['Declined', false, { type: 'Link' }, undefined, false, 'Declined'],
  ['Declined', null, 'first version, data', undefined, false, 'Declined'],
  ['Declined', true, { type: 'Link', with_edd: true }, undefined, false, 'Declined'],
];

test.each(eddWays)(
  'reaches %s with with_edd %s by calls of the API alone',
  async (status, edd, body, wait, approved, phase) => {
    const { iron, sandbox } = play();
    const customer = await newCustomer(iron);
    const path = { id: customer.id };
    const { id } =
      typeof body === 'string'
        ? await iron.customer.createCustomerIdentification({
            path,
            header: { 'X-SUB-PARTNER-ID': customer.partner_id },
            body: body === 'first version, link' ? { type: 'Direct' } : { type: 'ReliancePerson', token: 'token' },
          })
        : await iron.customer.createCustomerIdentificationV2({ path, body });
    if (wait) await sandbox.clock.advance(wait);
    if (approved !== undefined) await approve(iron, id, approved);
    const identification = await iron.customer.getIdentificationById({ path: { id } });
    expect([identification.status, identification.with_edd ?? null, eddState(identification).phase]).toEqual([
      status,
      edd,
      phase,
    ]);
  },
);

test('shows comments while an identification is Pending or Declined, and none otherwise', async () => {
  const { iron } = play();
  const open = await begun(iron, tokenBody(false));
  const pending = await iron.customer.getIdentificationById({ path: { id: open.identification.id } });
  expect([pending.status, reviewComments(pending).comments[0]?.steps]).toEqual(['Pending', ['questionnaire']]);

  const declined = await approve(iron, pending.id, false);
  expect(declined.review_comment).toBeTruthy();
  expect(reviewComments(declined).comments[0]?.steps).toEqual(['review_comment', 'identity']);

  const other = await begun(iron, personBody());
  expect(reviewComments(await approve(iron, other.identification.id)).comments).toEqual([]);
});

test('reports each ability status by what the customer and the day are', async () => {
  const { iron, sandbox } = play();
  const abilities = async (id: string) => await iron.customer.getCustomerAbilities({ path: { id } });
  const fresh = await newCustomer(iron);
  const person = await activeCustomer(iron);
  const business = await activeCustomer(iron, 'Business');
  expect((await abilities(fresh.id)).fiat_deposit.eur.sepa).toBe('Pending');
  expect((await abilities(person.id)).fiat_payout.eur).toMatchObject({
    sepa: 'Active',
    sepa_thirdparty: 'Unavailable',
  });
  expect((await abilities(business.id)).fiat_payout.usd).toMatchObject({ ach: 'Active', ach_thirdparty: 'Active' });
  expect((await abilities(person.id)).currencies.length).toBeGreaterThan(5);

  await iron.customer.archiveCustomer({ path: { id: fresh.id } });
  expect((await abilities(fresh.id)).fiat_deposit.gbp.fps).toBe('Blocked');

  expect((await abilities(person.id)).fiat_deposit.gbp.chaps).toBe('Active');
  await sandbox.clock.advance('3d');
  const atWeekend = await abilities(person.id);
  expect(atWeekend.fiat_deposit.gbp).toMatchObject({ chaps: 'Maintenance', fps: 'Active' });
  const route = { currency: 'EUR', rail: 'sepa', direction: 'payout' } as const;
  expect(readyToTransact(person, atWeekend, route)).toEqual({ ready: true });
});

test('activates a customer after the last of several documents, and counts none twice', async () => {
  const { iron } = play();
  const { customer, identification } = await begun(iron, { type: 'Link' });
  const path = { id: customer.id };
  await approve(iron, identification.id);
  const [first, second] = await iron.customer.getCustomerRequiredSignings({ path });
  if (!first || !second) throw new Error('There must be two documents.');

  await iron.customer.createCustomerSigning({ path, body: { content_id: first.id, signed: true } });
  expect((await iron.customer.getCustomerById({ path })).status).toBe('SigningsRequired');
  const again = await iron.customer
    .createCustomerSigning({ path, body: { content_id: first.id, signed: true } })
    .result();
  const unsigned = await iron.customer
    .createCustomerSigning({ path, body: { content_id: second.id, signed: false } })
    .result();
  expect([again.status, unsigned.status]).toEqual([422, 422]);

  await iron.customer.createCustomerSigning({ path, body: { content_id: second.id, signed: true } });
  const done = await iron.customer.getCustomerById({ path });
  expect([done.status, done.signing_ids.length]).toEqual(['Active', 2]);
  expect(await iron.customer.getCustomerRequiredSignings({ path })).toEqual([]);
  expect((await iron.customer.getSignings({ path })).items.map(({ content_id }) => content_id)).toEqual([
    second.id,
    first.id,
  ]);
});

test('activates on approval a customer who signed before the identification', async () => {
  const { iron } = play();
  const { customer, identification } = await begun(iron, { type: 'Link' });
  await signAllRequired(iron, customer.id);
  expect((await iron.customer.getCustomerById({ path: { id: customer.id } })).status).toBe('IdentificationRequired');
  await approve(iron, identification.id);
  expect((await iron.customer.getCustomerById({ path: { id: customer.id } })).status).toBe('Active');
});

test('refuses an identification while another is open, and lets the newest decide', async () => {
  const { iron } = play();
  const customer = await activeCustomer(iron);
  const path = { id: customer.id };
  const second = await iron.customer.createCustomerIdentificationV2({ path, body: { type: 'Link' } });
  const third = await iron.customer.createCustomerIdentificationV2({ path, body: { type: 'Link' } }).result();
  expect([third.status, (await iron.customer.getCustomerById({ path })).status]).toEqual([
    409,
    'IdentificationRequired',
  ]);

  await approve(iron, second.id);
  expect((await iron.customer.getCustomerById({ path })).status).toBe('Active');
  const { items } = await iron.customer.getAllCustomerIdentifications({ path });
  expect(items.map(({ residence_country }) => residence_country ?? null)).toEqual(['DE', null]);
  expect(currentIdentification(items)?.id).toBe(second.id);

  await iron.customer.archiveIdentification({ path: { id: second.id } });
  const after = await iron.customer.getCustomerById({ path });
  expect([after.status, after.identification_status]).toEqual(['IdentificationRequired', 'Archived']);
});

test('refuses a decision on what is decided, in the form of the operation', async () => {
  const { iron } = play();
  const { identification } = await begun(iron, { type: 'Link' });
  await approve(iron, identification.id, false);
  const again = await iron.sandbox
    .updateSandboxIdentificationStatus({ path: { id: identification.id }, body: { approved: true } })
    .result();
  expect([again.status, again.ok ? '' : again.error]).toEqual([404, expect.stringContaining('Declined')]);
});

test.each([
  ['Business', personBody(), 'body.type Person is only for persons'],
  ['Business', tokenBody(true), 'body.type Token is only for persons'],
  ['Business', { type: 'Link', with_edd: true }, 'body.with_edd is only for persons'],
  ['Person', businessBody, 'body.type Business is only for businesses'],
  ['Person', { ...personBody(), sharing_consent: false }, 'body.sharing_consent must be true'],
] as const)('refuses an identification of a %s that is not of its kind', async (type, body, message) => {
  const { iron } = play();
  const customer = await newCustomer(iron, type);
  const result = await iron.customer.createCustomerIdentificationV2({ path: { id: customer.id }, body }).result();
  expect([result.status, result.ok ? '' : result.error]).toEqual([400, expect.stringContaining(message)]);
});

test('identifies a business by its data, with the steps of a business', async () => {
  const { iron } = play();
  const { customer, identification } = await begun(iron, businessBody, 'Business');
  expect([identification.status, Object.keys(identification.step_status ?? {}).sort()]).toEqual([
    'Processed',
    ['company_beneficiaries', 'company_data', 'company_documents', 'questionnaire'],
  ]);
  const open = await iron.customer.getCustomerRequirements({ path: { id: customer.id } });
  expect([open.requirements_due, open.pending.length]).toEqual([['kyb'], 4]);
});

test('sorts the requirements of a customer by what the newest identification says', async () => {
  const { iron, sandbox } = play();
  const customer = await newCustomer(iron);
  const codes = async () => {
    const all = await iron.customer.getCustomerRequirements({ path: { id: customer.id } });
    return {
      due: all.requirements_due,
      missing: all.missing.map(({ code }) => code),
      pending: all.pending.length,
      complete: all.complete.length,
    };
  };
  expect(await codes()).toMatchObject({ due: ['kyc'], missing: ['identification_kyc'] });
  const first = await iron.customer.createCustomerIdentificationV2({
    path: { id: customer.id },
    body: tokenBody(false),
  });
  expect(await codes()).toMatchObject({ missing: ['kyc_questionnaire'], pending: 3 });
  await sandbox.clock.advance(inactivity);
  expect((await iron.customer.getIdentificationById({ path: { id: first.id } })).url ?? null).toBeNull();
  expect(await codes()).toMatchObject({ missing: ['identification_kyc'] });
  const second = await iron.customer.createCustomerIdentificationV2({ path: { id: customer.id }, body: personBody() });
  await approve(iron, second.id);
  expect(await codes()).toEqual({ due: [], missing: [], pending: 0, complete: 4 });
});

test('returns the questionnaire of a person, and 404 where none was given', async () => {
  const { iron } = play();
  const { identification } = await begun(iron, personBody({ edd: true }));
  const answers = await iron.customer.getIdentificationComplianceQuestionnaire({ path: { id: identification.id } });
  expect(answers).toMatchObject({
    intended_use: 'PurchaseDigitalAssets',
    employment_status: 'Employed',
    occupation: 'Education',
  });
  const link = await begun(iron, { type: 'Link' });
  const none = await iron.customer
    .getIdentificationComplianceQuestionnaire({ path: { id: link.identification.id } })
    .result();
  expect(none.status).toBe(404);
});

test('archives a customer with every identification, after which nothing can be begun', async () => {
  const { iron } = play();
  const customer = await activeCustomer(iron);
  const path = { id: customer.id };
  expect((await iron.customer.archiveCustomer({ path })).status).toBe('Archived');
  expect((await iron.customer.getCustomerById({ path })).identification_status).toBe('Archived');
  const started = await iron.customer.createCustomerIdentificationV2({ path, body: { type: 'Link' } }).result();
  const signings = await iron.customer.getCustomerRequiredSignings({ path }).result();
  expect([started.status, signings.status]).toEqual([403, 409]);
});

test('lets the waiting helpers of the SDK see an approval', async () => {
  const { iron } = play();
  const { customer, identification } = await begun(iron, { type: 'Link' });
  await approve(iron, identification.id);
  const approved = await waitForIdentification(iron, customer.id, { deadline: 60_000 });
  const current = await iron.customer.getCustomerById({ path: { id: customer.id } });
  expect([approved.status, onboardingOf(current, [approved]).missing]).toEqual(['Approved', false]);
});
