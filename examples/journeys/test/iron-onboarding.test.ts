import { expect, test } from 'vitest';
import { raiseLimitFor } from '../iron-edd.ts';
import { onboard, type Pages } from '../iron-onboarding.ts';
import { noticeFor } from '../iron-step-up.ts';
import { businessBody } from './iron-bodies.ts';
import { ramp } from './iron-money.ts';
import { activeCustomer, apiKey, applicant, goodPages, killEverywhere, startIron } from './iron-support.ts';

const idOf = (url: string): string => new URL(url).pathname.split('/').at(-1) ?? '';
const act = (action: string, id: string, comment?: string) =>
  ({ provider: 'iron', account: apiKey, action, id, comment }) as const;

test('1: a person is refused with a comment, tries again, is reviewed, approved and signs', async () => {
  const world = startIron();
  const { sandbox, iron } = world;
  const seen: string[] = [];
  let newest = '';
  const pages: Pages = {
    async goTo(url, comments) {
      newest = idOf(url);
      seen.push(`go ${comments}`.trim());
      const isFirst = seen.length === 1;
      if (isFirst) await sandbox.act(act('identification.decline', newest, 'The selfie is too dark.'));
      else await sandbox.act(act('identification.submit', newest));
    },
    async wait(show) {
      seen.push(show.includes('under way') ? 'review' : 'wait');
      if (seen.at(-1) === 'wait') await sandbox.clock.advance('24h');
      else await iron.sandbox.updateSandboxIdentificationStatus({ path: { id: newest }, body: { approved: true } });
    },
    async agreeTo(documents) {
      seen.push(`sign ${documents.length}`);
    },
  };
  const id = await onboard(iron, applicant, pages);
  expect(await iron.customer.getCustomerById({ path: { id } })).toMatchObject({ status: 'Active' });
  expect(seen).toEqual(['go', 'go', 'wait', 'review', expect.stringMatching(/^sign [1-9]/)]);
});

test('2: a company is verified by the data that the partner sends', async () => {
  const world = startIron();
  const company = { ...applicant, externalId: 'company-1', type: 'Business', identification: businessBody } as const;
  let reviewed = 0;
  const pages: Pages = {
    ...goodPages(world),
    async wait() {
      reviewed += 1;
      const customer = await world.iron.customer.getCustomerByExternalId({ path: { external_id: 'company-1' } });
      const id = customer.identification_ids.at(-1) ?? '';
      await world.iron.sandbox.updateSandboxIdentificationStatus({ path: { id }, body: { approved: true } });
    },
  };
  const id = await onboard(world.iron, company, pages);
  expect(await world.iron.customer.getCustomerById({ path: { id } })).toMatchObject({
    status: 'Active',
    customer_type: 'Business',
  });
  expect(reviewed).toBe(1);
});

test('1: killed at any request and started again, there is one customer and one identification', async () => {
  const requests = await killEverywhere(
    (world, ...middleware) => onboard(world.process(...middleware).iron, applicant, goodPages(world)),
    async ({ iron }) => {
      const { items } = await iron.customer.getAllCustomers();
      expect(items).toHaveLength(1);
      expect(items[0]).toMatchObject({ status: 'Active', identification_ids: [expect.any(String)] });
    },
  );
  expect(requests).toBeGreaterThan(8);
});

test('3: a limit pauses a transaction; the customer is told until when, hands in, and it goes on', async () => {
  const world = startIron();
  const { iron, transaction } = await ramp(world, '15001');
  const notice = await noticeFor(iron, transaction);
  expect(notice).toMatchObject({
    text: expect.stringMatching(/limit.*24 hours/),
    url: expect.stringMatching(/^https:/),
    until: '2026-03-05T10:00:00.000Z',
  });
  await goodPages(world).goTo(notice?.url ?? '');
  expect(await noticeFor(iron, transaction)).toBeUndefined();
  await iron.sandbox.updateSandboxTransactionState({ path: { id: transaction.id }, body: { state: 'Completed' } });
});

test('3: after 24 hours without more, the money goes back', async () => {
  const world = startIron();
  const { iron, transaction, reread } = await ramp(world, '15001');
  await world.sandbox.clock.advance('24h');
  expect(await noticeFor(iron, await reread())).toBeUndefined();
  expect((await reread()).id).toBe(transaction.id);
  expect((await reread()).status).toBe('Failed');
});

test('4: before a deposit beyond the limit EDD is started, once however often the page is loaded', async () => {
  const world = startIron();
  const id = await activeCustomer(world);
  expect(await raiseLimitFor(world.iron, id, '15000.00')).toBeUndefined();
  const url = await raiseLimitFor(world.iron, id, '15000.01');
  expect(url).toMatch(/^https:/);
  await raiseLimitFor(world.iron, id, '15000.01');
  const { items } = await world.iron.customer.getAllCustomerIdentifications({ path: { id } });
  expect(items.map(({ with_edd }) => with_edd).sort()).toEqual([false, true]);
  await goodPages(world).goTo(url ?? '');
  expect(await raiseLimitFor(world.iron, id, '15000.01')).toBeUndefined();
});
