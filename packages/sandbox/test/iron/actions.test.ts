// Steps that no operation takes: what the customer, a reviewer or Iron does on their own.
import { eddState, onboardingOf, onboardingStage, reviewComments } from '@org/iron-sdk/onboarding';
import { expect, test } from 'vitest';
import { personBody } from './bodies.ts';
import { activeCustomer, approve, newCustomer, type Playground, play } from './support.ts';

const act = ({ sandbox }: Playground, action: string, id: string, comment?: string) =>
  sandbox.act({ provider: 'iron', account: 'test', action, id, comment });

async function read({ iron }: Playground, customerId: string) {
  const path = { id: customerId };
  const customer = await iron.customer.getCustomerById({ path });
  const [identification] = (await iron.customer.getAllCustomerIdentifications({ path })).items;
  if (!identification) throw new Error('There must be an identification.');
  return { customer, identification };
}

test('hands in a link, reviews it, and returns it with a comment until it is approved', async () => {
  const playground = play();
  const { iron, sandbox } = playground;
  const { id: customerId } = await newCustomer(iron);
  const { id } = await iron.customer.createCustomerIdentificationV2({
    path: { id: customerId },
    body: { type: 'Link' },
  });
  const statuses: string[] = [];
  const note = async () => statuses.push((await read(playground, customerId)).identification.status);
  for (const action of ['identification.submit', 'identification.review']) {
    await act(playground, action, id);
    await note();
  }
  await act(playground, 'identification.return', id, 'The picture is dark.');
  await note();
  const { customer, identification } = await read(playground, customerId);
  expect(reviewComments(identification).text).toBe('The picture is dark.');
  const onboarding = onboardingOf(customer, [identification]);
  expect(onboarding).toMatchObject({ missing: true, url: expect.stringContaining(id) });
  await sandbox.clock.advance('29d');
  await act(playground, 'identification.submit', id);
  await note();
  await sandbox.clock.advance('24h');
  await note();
  await approve(iron, id);
  await note();
  expect(statuses).toEqual(['Processed', 'PendingReview', 'Pending', 'Processed', 'PendingReview', 'Approved']);
});

test('asks a customer who is active for enhanced due diligence', async () => {
  const playground = play();
  const { iron } = playground;
  const { id: customerId } = await activeCustomer(iron);
  const { identification: before } = await read(playground, customerId);
  await act(playground, 'identification.request_edd', before.id);
  const { customer, identification } = await read(playground, customerId);
  expect([customer.status, identification.status, eddState(identification).edd]).toEqual([
    'IdentificationRequired',
    'Approved',
    'Applied',
  ]);
  expect(identification.url).toContain(identification.id);
  await approve(iron, identification.id);
  expect((await read(playground, customerId)).customer.status).toBe('Active');
});

test('asks active customers to sign again when the terms are renewed', async () => {
  const playground = play();
  const { iron } = playground;
  const { id } = await activeCustomer(iron);
  await act(playground, 'terms.renew', '');
  const { customer, identification } = await read(playground, id);
  expect(onboardingStage(customer.status, identification.status).stage).toBe('Activation');
  expect(await iron.customer.getCustomerRequiredSignings({ path: { id } })).toHaveLength(2);
});

test('declines with the words of a reviewer, and suspends', async () => {
  const playground = play();
  const { iron } = playground;
  const { id: customerId } = await newCustomer(iron);
  const { id } = await iron.customer.createCustomerIdentificationV2({ path: { id: customerId }, body: personBody() });
  await act(playground, 'identification.decline', id, 'The document has expired.');
  expect(reviewComments((await read(playground, customerId)).identification).text).toBe('The document has expired.');
  await act(playground, 'customer.suspend', customerId);
  const again = await iron.customer
    .createCustomerIdentificationV2({ path: { id: customerId }, body: { type: 'Link' } })
    .result();
  expect([(await read(playground, customerId)).customer.status, again.status]).toEqual(['Suspended', 403]);
});

test('refuses a step of a record that is missing or in no status for it', async () => {
  const playground = play();
  const { id: customerId } = await activeCustomer(playground.iron);
  const { identification } = await read(playground, customerId);
  await expect(async () => act(playground, 'identification.submit', identification.id)).rejects.toThrow(
    'The identification is Approved',
  );
  await expect(async () => act(playground, 'customer.user_created', customerId)).rejects.toThrow(
    'The customer is Active',
  );
  await expect(async () => act(playground, 'customer.suspend', 'nobody')).rejects.toThrow(
    'No customer has the id nobody.',
  );
});

test('a link expires 30 days after enhanced due diligence was asked for', async () => {
  const playground = play();
  const { iron, sandbox } = playground;
  const { id: customerId } = await newCustomer(iron);
  const path = { id: customerId };
  const { id } = await iron.customer.createCustomerIdentificationV2({ path, body: { type: 'Link' } });
  await sandbox.clock.advance('10d');
  await act(playground, 'identification.request_edd', id);
  await sandbox.clock.advance('29d');
  expect((await read(playground, customerId)).identification.status).toBe('Pending');
  await sandbox.clock.advance('1d');
  expect((await read(playground, customerId)).identification.status).toBe('Expired');
});
