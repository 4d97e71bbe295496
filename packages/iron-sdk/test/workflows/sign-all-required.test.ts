import type { Signing, SigningCreateParams, TermsAndConditionsLink } from '@org/iron-types';
import { type CallOptions, ConnectionError } from '@org/sdk-core';
import { expect, test, vi } from 'vitest';
import { signAllRequired } from '../../src/onboarding/index.ts';
import { quick } from './support.ts';

const document = (id: string): TermsAndConditionsLink => ({
  id,
  display_name: `Terms ${id}`,
  url: `https://legal.example.com/${id}.pdf`,
});

/** A customer who has these documents to sign; signing takes them off the list, and fails for those in `broken`. */
function setUp(ids: string[], broken: string[] = []) {
  let open = [...ids];
  const create = vi.fn(async (args: { body: SigningCreateParams }, _options?: CallOptions) => {
    if (broken.includes(args.body.content_id ?? '')) throw new Error('503');
    open = open.filter((id) => id !== args.body.content_id);
    return { id: `signing of ${args.body.content_id}` } as Signing;
  });
  const list = vi.fn(async (_args: object, _options?: CallOptions) => open.map(document));
  return { iron: { customer: { getCustomerRequiredSignings: list, createCustomerSigning: create } }, list, create };
}

test('every required document is signed, in order, with content_type Url', async () => {
  const { iron, create } = setUp(['d1', 'd2']);
  expect(await signAllRequired(iron, 'c1')).toEqual([{ id: 'signing of d1' }, { id: 'signing of d2' }]);
  expect(create.mock.calls.map(([args]) => args)).toEqual([
    { path: { id: 'c1' }, body: { content_id: 'd1', content_type: 'Url', signed: true } },
    { path: { id: 'c1' }, body: { content_id: 'd2', content_type: 'Url', signed: true } },
  ]);
});

test('where nothing is required nothing is signed', async () => {
  const { iron, create } = setUp([]);
  expect(await signAllRequired(iron, 'c1')).toEqual([]);
  expect(create).not.toHaveBeenCalled();
});

test('documents are signed one after the other', async () => {
  const { iron, create } = setUp(['d1', 'd2', 'd3']);
  let running = 0;
  let most = 0;
  const sign = create.getMockImplementation();
  create.mockImplementation(async (args) => {
    running += 1;
    most = Math.max(most, running);
    await Promise.resolve();
    running -= 1;
    return (await sign?.(args)) as Signing;
  });
  await signAllRequired(iron, 'c1');
  expect(most).toBe(1);
});

test('what failed half-way can be done again: only what is still required is signed', async () => {
  const broken = ['d2'];
  const { iron, create } = setUp(['d1', 'd2'], broken);
  await expect(signAllRequired(iron, 'c1')).rejects.toThrow('503');
  broken.pop();
  expect(await signAllRequired(iron, 'c1')).toEqual([{ id: 'signing of d2' }]);
  expect(create).toHaveBeenCalledTimes(3);
});

test('a document that the customer has not seen is not signed, and neither is any other then', async () => {
  const { iron, create } = setUp(['d1', 'd2']);
  await expect(signAllRequired(iron, 'c1', { seen: ['d1'] })).rejects.toMatchObject({
    name: 'StateError',
    message:
      "Document d2 ('Terms d2') is required but not in 'seen'. Show it to the customer first. Nothing was signed.",
  });
  expect(create).not.toHaveBeenCalled();
  expect(await signAllRequired(iron, 'c1', { seen: ['d2', 'd1', 'd0'] })).toHaveLength(2);
});

test('the options of the calls reach every call', async () => {
  const { iron, list, create } = setUp(['d1']);
  await signAllRequired(iron, 'c1', { call: { timeout: 5 } });
  const given = { timeout: 5, signal: expect.any(AbortSignal) };
  expect(list).toHaveBeenCalledWith({ path: { id: 'c1' } }, given);
  expect(create.mock.calls[0]?.[1]).toEqual(given);
});

test('an outage is ridden out, and a document whose response was lost is not signed twice', async () => {
  const { iron, list, create } = setUp(['d1', 'd2']);
  const lost = () => new ConnectionError('reset', { retryable: true });
  list.mockRejectedValueOnce(lost());
  const sign = create.getMockImplementation();
  create.mockImplementationOnce(async (args) => {
    await sign?.(args);
    throw lost();
  });
  create.mockRejectedValueOnce(lost());
  expect(await signAllRequired(iron, 'c1', quick())).toEqual([{ id: 'signing of d2' }]);
  expect(create.mock.calls.map(([{ body }]) => body.content_id)).toEqual(['d1', 'd2', 'd2']);
});

test('the signal ends it', async () => {
  const { iron } = setUp(['d1']);
  const signing = signAllRequired(iron, 'c1', { ...quick(), signal: AbortSignal.abort() });
  await expect(signing).rejects.toMatchObject({ name: 'AbortedError' });
});

test.each([undefined, '', 7])('the id %j is a InvalidRequestError, and nothing is sent', async (id) => {
  const { iron, list } = setUp(['d1']);
  await expect(signAllRequired(iron, id as string)).rejects.toMatchObject({
    name: 'InvalidRequestError',
    message: "'customerId' must be a non-empty string. Nothing was sent.",
  });
  expect(list).not.toHaveBeenCalled();
});
