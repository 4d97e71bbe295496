import type { Autoramp, AutorampTransaction, Customer, FiatAddress, Identification } from '@org/iron-types';
import { AbortedError, type CallOptions } from '@org/sdk-core';
import { expect, test, vi } from 'vitest';
import { type IronWaitOptions, waitForCustomerStatus, waitForIdentification } from '../../src/onboarding/index.ts';
import { waitForAutoramp, waitForFiatAddress, waitForTransaction } from '../../src/ramps.ts';
import { quick, script } from './support.ts';

/** Each wait over a client that gives these statuses, `undefined` where there is no record yet. */
const WAITS = {
  identification(statuses: (string | undefined)[], options: IronWaitOptions) {
    const read = script(...statuses.map((status) => (status ? [{ status, created_at: '2026-03-02T09:20:00Z' }] : [])));
    const iron = {
      customer: {
        async *getAllCustomerIdentifications() {
          yield* (await read()) as Identification[];
        },
      },
    };
    return { read, waiting: waitForIdentification(iron, 'c1', options) };
  },
  customer(statuses: (string | undefined)[], options: IronWaitOptions) {
    const read = script(...statuses.map((status) => ({ status }) as Customer));
    return { read, waiting: waitForCustomerStatus({ customer: { getCustomerById: read } }, 'c1', 'Active', options) };
  },
  autoramp(statuses: (string | undefined)[], options: IronWaitOptions) {
    const read = script(...statuses.map((status) => ({ status }) as Autoramp));
    return { read, waiting: waitForAutoramp({ autoramp: { getAutorampById: read } }, 'a1', options) };
  },
  transaction(statuses: (string | undefined)[], options: IronWaitOptions) {
    const items = (status: string | undefined) =>
      status ? [{ id: 'other' }, { id: 't1', status }] : [{ id: 'other' }];
    const read = script(...statuses.map((status) => ({ items: items(status) as AutorampTransaction[] })));
    return { read, waiting: waitForTransaction({ autoramp: { getAutorampTransactionsByIds: read } }, 't1', options) };
  },
  fiatAddress(statuses: (string | undefined)[], options: IronWaitOptions) {
    const read = script(...statuses.map((status) => ({ status }) as FiatAddress));
    return { read, waiting: waitForFiatAddress({ addresses: { getFiatAddress: read } }, 'c1', 'f1', options) };
  },
};
type Wait = keyof typeof WAITS;

test.each<[Wait, (string | undefined)[]]>([
  ['identification', [undefined, 'Pending', 'Processed', 'PendingReview', 'OnHold', 'Approved']],
  ['customer', ['UserRequired', 'IdentificationRequired', 'SigningsRequired', 'OnHold', 'Active']],
  ['autoramp', ['Created', 'EditPending', 'Authorized', 'DepositAccountAdded', 'OnHold', 'Approved']],
  [
    'transaction',
    [undefined, 'FundsReviewInProgress', 'ConversionInProgress', 'PayoutInProgress', 'OnHold', 'Completed'],
  ],
  ['fiatAddress', ['RegistrationPending', 'OnHold', 'Registered']],
])('waiting for the %s goes on through %j, with a pause each', async (wait, statuses) => {
  const options = quick();
  const { read, waiting } = WAITS[wait](statuses, options);
  expect(await waiting).toMatchObject({ status: statuses.at(-1) });
  expect(read.calls).toBe(statuses.length);
  expect(options.clock.fired).toEqual(statuses.slice(1).map(() => 1000));
});

test.each<[Wait, string, RegExp]>([
  ['identification', 'Declined', /was declined; show reviewComments\(\) and start a new one/],
  ['identification', 'Expired', /has expired; start a new one/],
  ['identification', 'Archived', /was archived; start a new one/],
  ['customer', 'Suspended', /is suspended; contact Iron support/],
  ['customer', 'Archived', /is archived, which cannot be undone/],
  ['autoramp', 'Rejected', /was rejected; create another one/],
  ['autoramp', 'Cancelled', /was cancelled; create another one/],
  ['fiatAddress', 'AuthorizationRequired', /enter the code.*submitAuthenticationCode.*whenBlocked: 'wait'/],
  ['fiatAddress', 'AuthorizationFailed', /not authorized; register it again/],
  ['fiatAddress', 'RegistrationFailed', /could not be registered; check its details/],
  ['transaction', 'Failed', /failed/],
  ['transaction', 'RejectedAml', /AML/],
  ['transaction', 'RejectedFraud', /fraud/],
  ['transaction', 'RejectedMinAmount', /below the minimum/],
])('waiting for the %s ends at once in %s, with what was read', async (wait, status, message) => {
  const { read, waiting } = WAITS[wait]([status], quick());
  await expect(waiting).rejects.toMatchObject({
    name: 'TerminalStateError',
    message: expect.stringMatching(message),
    last: { status },
  });
  expect(read.calls).toBe(1);
});

test.each<[Wait, string, string | undefined]>([
  ['identification', 'Pending', 'Pending'],
  ['identification', '', undefined],
  ['customer', 'SigningsRequired', 'SigningsRequired'],
  ['autoramp', 'Authorized', 'Authorized'],
  ['transaction', 'PayoutInProgress', 'PayoutInProgress'],
  ['transaction', '', undefined],
])('waiting for the %s in vain ends at the deadline, with what was read last: %j', async (wait, status, last) => {
  const { waiting } = WAITS[wait]([status || undefined], { ...quick(), deadline: 20_000 });
  const error = await waiting.then(
    () => undefined,
    (error: { name: string; last?: { status: string } }) => error,
  );
  expect(error?.name).toBe('WaitTimeoutError');
  expect(error?.last?.status).toBe(last);
});

test('an autoramp that is approved is done, though no money has moved; a transaction is done when it has', async () => {
  expect(await WAITS.autoramp(['Approved'], quick()).waiting).toMatchObject({ status: 'Approved' });
  const transaction = WAITS.transaction(['PayoutInProgress', 'Completed'], quick());
  expect(await transaction.waiting).toMatchObject({ id: 't1', status: 'Completed' });
});

test('the newest identification is waited for, also when it replaces one while waiting', async () => {
  const record = (status: string, day: number) =>
    ({ status, created_at: `2026-03-0${day}T00:00:00Z` }) as Identification;
  const read = script(
    [record('Declined', 1), record('Pending', 2)],
    [record('Declined', 1), record('Expired', 2), record('Pending', 3)],
    [record('Approved', 3), record('Expired', 2)],
  );
  const iron = {
    customer: {
      async *getAllCustomerIdentifications() {
        yield* await read();
      },
    },
  };
  expect(await waitForIdentification(iron, 'c1', quick())).toMatchObject({ created_at: '2026-03-03T00:00:00Z' });
});

test('any status of a customer can be waited for, Suspended and Archived as well, or one of several', async () => {
  const wait = (statuses: string[], wanted: Parameters<typeof waitForCustomerStatus>[2]) => {
    const getCustomerById = script(...statuses.map((status) => ({ status }) as Customer));
    return waitForCustomerStatus({ customer: { getCustomerById } }, 'c1', wanted, quick());
  };
  expect(await wait(['Active', 'Archived'], 'Archived')).toMatchObject({ status: 'Archived' });
  expect(await wait(['Active', 'Suspended'], ['Suspended', 'Archived'])).toMatchObject({ status: 'Suspended' });
  expect(await wait(['Active', 'SigningsRequired'], 'SigningsRequired')).toMatchObject({ status: 'SigningsRequired' });
  await expect(wait(['Archived'], 'Suspended')).rejects.toMatchObject({ name: 'TerminalStateError' });
});

test('the signal ends the wait, and the options of the calls reach every call', async () => {
  const given: (CallOptions | undefined)[] = [];
  const controller = new AbortController();
  const getAutorampById = async (_args: object, options?: CallOptions) => {
    given.push(options);
    if (given.length === 2) controller.abort('enough');
    return { status: 'Created' } as Autoramp;
  };
  const call = { headers: { 'X-Test': 'yes' }, timeout: 5 };
  const waiting = waitForAutoramp({ autoramp: { getAutorampById } }, 'a1', {
    ...quick(),
    call,
    signal: controller.signal,
  });
  await expect(waiting).rejects.toBeInstanceOf(AbortedError);
  expect(given).toEqual([
    { ...call, signal: expect.any(AbortSignal) },
    { ...call, signal: expect.any(AbortSignal) },
  ]);
});

test('a bank account that needs a code is waited for where the caller says so', async () => {
  const statuses = ['AuthorizationRequired', 'RegistrationPending', 'Registered'];
  const { waiting } = WAITS.fiatAddress(statuses, { ...quick(), whenBlocked: 'wait' });
  expect(await waiting).toMatchObject({ status: 'Registered' });
});

test('an error of a read comes out as it is', async () => {
  const failure = new Error('404');
  const getAutorampById = () => Promise.reject(failure);
  await expect(waitForAutoramp({ autoramp: { getAutorampById } }, 'a1', quick())).rejects.toBe(failure);
});

test.each([undefined, null, '', ' ', 7])('the id %j is a InvalidRequestError, and nothing is sent', async (wrong) => {
  const send = vi.fn();
  const id = wrong as string;
  const iron = {
    customer: { getAllCustomerIdentifications: send, getCustomerById: send },
    autoramp: { getAutorampById: send, getAutorampTransactionsByIds: send },
    addresses: { getFiatAddress: send },
  };
  for (const wait of [
    waitForIdentification(iron, id),
    waitForCustomerStatus(iron, id, 'Active'),
    waitForAutoramp(iron, id),
    waitForTransaction(iron, id),
    waitForFiatAddress(iron, id, 'f1'),
    waitForFiatAddress(iron, 'c1', id),
  ]) {
    await expect(wait).rejects.toMatchObject({
      name: 'InvalidRequestError',
      message: expect.stringMatching(/must be a non-empty string\. Nothing was sent\.$/),
    });
  }
  expect(send).not.toHaveBeenCalled();
});

test.each([undefined, '', 'active', [], ['Active', 'Gone'], '__proto__'])(
  'a customer cannot be waited for to be %j: InvalidRequestError',
  async (wanted) => {
    const getCustomerById = vi.fn();
    const waiting = waitForCustomerStatus({ customer: { getCustomerById } }, 'c1', wanted as 'Active');
    await expect(waiting).rejects.toMatchObject({
      name: 'InvalidRequestError',
      message:
        "'wanted' must be one or more of IdentificationRequired, SigningsRequired, UserRequired, Active, Suspended, Archived. Nothing was sent.",
    });
    expect(getCustomerById).not.toHaveBeenCalled();
  },
);
