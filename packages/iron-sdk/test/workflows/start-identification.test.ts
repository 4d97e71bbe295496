import type { Identification } from '@org/iron-types';
import type { CallOptions } from '@org/sdk-core';
import { expect, test, vi } from 'vitest';
import { startIdentification } from '../../src/onboarding/index.ts';

const made = { id: 'new', status: 'Pending' } as Identification;
const record = (status: string, day = 1, more: object = {}) =>
  ({ id: `i${day}`, status, created_at: `2026-03-0${day}T00:00:00Z`, ...more }) as Identification;

function setUp(...existing: Identification[]) {
  const list = vi.fn();
  const create = vi.fn(async (_args: object, _options?: CallOptions) => made);
  const iron = {
    customer: {
      async *getAllCustomerIdentifications(args: object, options?: CallOptions) {
        list(args, options);
        yield* existing;
      },
      createCustomerIdentificationV2: create,
    },
  };
  return { iron, list, create };
}

const link = { type: 'Link' } as const;

test.each([[], ['Approved'], ['Declined'], ['Expired'], ['Archived'], ['Pending', 'Declined']])(
  'after %j one is started',
  async (...statuses) => {
    const { iron, create } = setUp(...statuses.map((status, at) => record(status, at + 1)));
    expect(await startIdentification(iron, 'c1', link)).toBe(made);
    expect(create).toHaveBeenCalledExactlyOnceWith({ path: { id: 'c1' }, body: link }, {});
  },
);

test.each(['Pending', 'Processed', 'PendingReview', 'OnHold'])('one that is %s is not reset', async (status) => {
  const { iron, create } = setUp(record('Declined', 1), record(status, 2));
  await expect(startIdentification(iron, 'c1', link)).rejects.toMatchObject({
    name: 'StateError',
    message: `Identification i2 is still in progress (${status}); starting another would make the customer begin again. Wait for its result, or pass resetInFlight: true.`,
    identificationId: 'i2',
    status,
  });
  expect(create).not.toHaveBeenCalled();
});

test('where one in flight has a url, the error says so, but does not show it', async () => {
  const { iron } = setUp(record('Pending', 1, { url: 'https://verify.example.com/token' }));
  const error = await startIdentification(iron, 'c1', link).catch((error: Error) => error);
  expect((error as Error).message).toContain('Send them to its url, or pass resetInFlight: true');
  expect(JSON.stringify(error)).not.toContain('verify.example.com');
});

test('resets an identification in flight when asked to, without reading the list', async () => {
  const { iron, list, create } = setUp(record('Pending'));
  expect(await startIdentification(iron, 'c1', link, { resetInFlight: true })).toBe(made);
  expect(list).not.toHaveBeenCalled();
  expect(create).toHaveBeenCalledTimes(1);
});

test('the options reach both calls, the idempotency key only the creation', async () => {
  const { iron, list, create } = setUp();
  const call = { timeout: 5, idempotencyKey: 'k1' };
  await startIdentification(iron, 'c1', link, { call });
  expect(list).toHaveBeenCalledExactlyOnceWith({ path: { id: 'c1' }, query: { page_size: 100 } }, { timeout: 5 });
  expect(create).toHaveBeenCalledExactlyOnceWith({ path: { id: 'c1' }, body: link }, call);
});

test.each<[unknown, unknown, string]>([
  ['', link, "'customerId' must be a non-empty string. Nothing was sent."],
  ['c1', undefined, "'body' must name its 'type': Link, Token, Person or Business. Nothing was sent."],
  ['c1', {}, "'body' must name its 'type': Link, Token, Person or Business. Nothing was sent."],
])('customer %j with body %j is a InvalidRequestError, and nothing is sent', async (id, body, message) => {
  const { iron, list, create } = setUp();
  const starting = startIdentification(iron, id as string, body as typeof link);
  await expect(starting).rejects.toMatchObject({ name: 'InvalidRequestError', message });
  expect(list).not.toHaveBeenCalled();
  expect(create).not.toHaveBeenCalled();
});
