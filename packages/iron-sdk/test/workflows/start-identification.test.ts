import type { Identification } from '@org/iron-types';
import { ApiError, type CallOptions, ConnectionError } from '@org/sdk-core';
import { expect, test, vi } from 'vitest';
import { type StartIdentificationOptions, startIdentification } from '../../src/onboarding/index.ts';
import { quick } from './support.ts';

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
  return { iron, list, create, existing };
}

const link = { type: 'Link' } as const;

test.each([[], ['Approved'], ['Declined'], ['Expired'], ['Archived'], ['Pending', 'Declined']])(
  'after %j one is started',
  async (...statuses) => {
    const { iron, create } = setUp(...statuses.map((status, at) => record(status, at + 1)));
    expect(await startIdentification(iron, 'c1', link)).toBe(made);
    expect(create).toHaveBeenCalledExactlyOnceWith(
      { path: { id: 'c1' }, body: link },
      { signal: expect.any(AbortSignal) },
    );
  },
);

test.each(['Pending', 'Processed', 'PendingReview', 'OnHold'])(
  'one that is %s is returned, whenever a page asks',
  async (status) => {
    const { iron, create } = setUp(record('Declined', 1), record(status, 2));
    for (let load = 0; load < 3; load += 1) {
      expect(await startIdentification(iron, 'c1', link)).toMatchObject({ id: 'i2', status });
    }
    expect(create).not.toHaveBeenCalled();
  },
);

test.each(['Pending', 'Processed', 'PendingReview', 'OnHold'])(
  "one that is %s is an error with 'throw'",
  async (status) => {
    const { iron, create } = setUp(record('Declined', 1), record(status, 2));
    await expect(startIdentification(iron, 'c1', link, { inFlight: 'throw' })).rejects.toMatchObject({
      name: 'StateError',
      message: `Identification i2 is still in progress (${status}); starting another would make the customer begin again. Wait for its result, or pass inFlight: 'restart'.`,
      identificationId: 'i2',
      status,
    });
    expect(create).not.toHaveBeenCalled();
  },
);

test('one in progress that is not what was asked for is an error, so that nothing asked for is lost', async () => {
  const edd = { type: 'Link', with_edd: true } as const;
  const token = { type: 'Token', token: 't', intended_use: 'Trading' } as const;
  const { iron, create, existing } = setUp(record('Pending', 1, { with_edd: false }));
  for (const body of [edd, token]) {
    await expect(startIdentification(iron, 'c1', body)).rejects.toMatchObject({ identificationId: 'i1' });
  }
  existing[0] = record('Pending', 1, { with_edd: true });
  expect(await startIdentification(iron, 'c1', edd)).toBe(existing[0]);
  expect(create).not.toHaveBeenCalled();
});

test('where one in flight has a url, the error says so, but does not show it', async () => {
  const { iron } = setUp(record('Pending', 1, { url: 'https://verify.example.com/token' }));
  const starting = startIdentification(iron, 'c1', link, { inFlight: 'throw' });
  const error = await starting.catch((error: Error) => error);
  expect((error as Error).message).toContain("Send them to its url, or pass inFlight: 'restart'");
  expect(JSON.stringify(error)).not.toContain('verify.example.com');
});

test('restarts an identification in flight when asked to, without reading the list', async () => {
  const { iron, list, create } = setUp(record('Pending'));
  expect(await startIdentification(iron, 'c1', link, { inFlight: 'restart' })).toBe(made);
  expect(list).not.toHaveBeenCalled();
  expect(create).toHaveBeenCalledTimes(1);
});

const conflict = () => new ApiError('409', { status: 409 }, { body: 'pending', response: new Response() });

test('where another request was first, its identification is returned', async () => {
  const { iron, create, existing } = setUp();
  create.mockImplementationOnce(async () => {
    existing.push(record('Pending', 3));
    throw conflict();
  });
  expect(await startIdentification(iron, 'c1', link)).toMatchObject({ id: 'i3' });
});

test('a conflict without an identification in progress is thrown, and so is any other error', async () => {
  const { iron, create } = setUp(record('Approved'));
  for (const error of [conflict(), new ApiError('403', { status: 403 }, { body: '', response: new Response() })]) {
    create.mockRejectedValueOnce(error);
    await expect(startIdentification(iron, 'c1', link)).rejects.toBe(error);
  }
});

test('the options reach both calls, the idempotency key only the creation', async () => {
  const { iron, list, create } = setUp();
  await startIdentification(iron, 'c1', link, { call: { timeout: 5 }, idempotencyKey: 'k1' });
  const given = { timeout: 5, signal: expect.any(AbortSignal) };
  expect(list).toHaveBeenCalledExactlyOnceWith({ path: { id: 'c1' }, query: { page_size: 100 } }, given);
  expect(create).toHaveBeenCalledExactlyOnceWith(
    { path: { id: 'c1' }, body: link },
    { ...given, idempotencyKey: 'k1' },
  );
});

const lost = () => new ConnectionError('reset', { retryable: true });

test('an outage is ridden out, and one whose response was lost is found instead of being started twice', async () => {
  const { iron, list, create, existing } = setUp();
  list.mockImplementationOnce(() => {
    throw lost();
  });
  create.mockRejectedValueOnce(lost());
  create.mockImplementationOnce(async () => {
    existing.push(record('Pending', 4));
    throw lost();
  });
  expect(await startIdentification(iron, 'c1', link, quick())).toMatchObject({ id: 'i4' });
  expect(create).toHaveBeenCalledTimes(2);
});

test('a restart is repeated under one key, and a failure that Iron has stored under it ends it', async () => {
  const { iron, create } = setUp(record('Pending'));
  create.mockRejectedValueOnce(lost());
  const options = { ...quick(), inFlight: 'restart' } as const;
  expect(await startIdentification(iron, 'c1', link, options)).toBe(made);
  const keys = create.mock.calls.map(([, call]) => call?.idempotencyKey);
  expect(keys).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), keys[0]]);
  const details = { status: 500, requestId: 't1', retryable: true };
  create.mockRejectedValue(new ApiError('500', details, { body: '', response: new Response() }));
  await expect(startIdentification(iron, 'c1', link, options)).rejects.toMatchObject({
    name: 'StateError',
    message: expect.stringContaining('has stored a failure under this idempotency key'),
  });
  expect(create).toHaveBeenCalledTimes(4);
});

test('the signal and the deadline end it', async () => {
  const { iron, list } = setUp();
  const aborted = startIdentification(iron, 'c1', link, { ...quick(), signal: AbortSignal.abort() });
  await expect(aborted).rejects.toMatchObject({ name: 'AbortedError' });
  list.mockImplementation(() => {
    throw lost();
  });
  const late = startIdentification(iron, 'c1', link, { ...quick(), deadline: 30_000 });
  await expect(late).rejects.toMatchObject({ name: 'WaitTimeoutError', cause: expect.any(ConnectionError) });
});

test.each<[unknown, unknown, unknown, string]>([
  ['', link, {}, "'customerId' must be a non-empty string. Nothing was sent."],
  ['c1', undefined, {}, "'body' must name its 'type': Link, Token, Person or Business. Nothing was sent."],
  ['c1', {}, {}, "'body' must name its 'type': Link, Token, Person or Business. Nothing was sent."],
  ['c1', link, { inFlight: 'reset' }, "'inFlight' must be 'return', 'throw' or 'restart'. Nothing was sent."],
])(
  'customer %j with body %j and %j is an InvalidRequestError, and nothing is sent',
  async (id, body, options, message) => {
    const { iron, list, create } = setUp();
    const starting = startIdentification(
      iron,
      id as string,
      body as typeof link,
      options as StartIdentificationOptions,
    );
    await expect(starting).rejects.toMatchObject({ name: 'InvalidRequestError', message });
    expect(list).not.toHaveBeenCalled();
    expect(create).not.toHaveBeenCalled();
  },
);
