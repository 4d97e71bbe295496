import { manualClock } from '@org/test-kit/clock';
import { expect, test, vi } from 'vitest';
import { createMemoryDedupeStore, type IronWebhookEvent, receiveIronWebhook } from '../../src/webhooks/index.ts';
import { event, NOW, SECRET, sign, toRequest } from './support.ts';

function setUp() {
  const clock = manualClock({ start: NOW });
  const options = { secrets: [SECRET], clock, dedupeStore: createMemoryDedupeStore({ clock }) };
  return { options, pass: clock.advance, resigned: () => sign(event, SECRET, clock.now()) };
}

test('an event is handled once; its duplicate is answered with 200 and reported as one', async () => {
  const { options } = setUp();
  const handler = vi.fn();
  const first = await receiveIronWebhook(toRequest(sign()), options, handler);
  expect(first).toMatchObject({ outcome: 'handled', duplicate: false, event });
  const second = await receiveIronWebhook(toRequest(sign()), options, handler);
  expect(second).toMatchObject({ outcome: 'duplicate', duplicate: true, event });
  expect(second.response.status).toBe(200);
  expect(handler).toHaveBeenCalledExactlyOnceWith(event);
});

test('a repetition that Iron signs anew, later and under another id, is a duplicate as well', async () => {
  const { options, pass, resigned } = setUp();
  await receiveIronWebhook(resigned(), options, () => {});
  await pass(3_600_000);
  const again = resigned();
  again.headers['webhook-id'] = 'another attempt';
  expect((await receiveIronWebhook(again, options, () => {})).outcome).toBe('duplicate');
});

test('a captured delivery cannot be passed off as another one by a new id, nor block others by theirs', async () => {
  const { options } = setUp();
  const captured = sign();
  await receiveIronWebhook(captured, options, () => {});
  captured.headers['webhook-id'] = 'forged';
  expect((await receiveIronWebhook(captured, options, () => {})).outcome).toBe('duplicate');
  const other = sign(transaction('another', 'Completed'));
  other.headers['webhook-id'] = 'forged';
  expect((await receiveIronWebhook(other, options, () => {})).outcome).toBe('handled');
});

const customerId = event.data.customer_id;
const message = (type: string, tag: string, content: object) => ({
  type,
  timestamp: event.timestamp,
  data: { customer_id: customerId, message: { [tag]: content } },
});
const transaction = (id: string, transaction_status: string) =>
  message('transaction_status', 'TransactionStatus', {
    id,
    status: 'Pending',
    transaction_status,
    transaction_hash: null,
  });

// Every kind of event: which part of it names it, and which part of that may change.
test.each<[string, string, object, object]>([
  ['transaction', 'Event', { id: 'r1', kind: 'Transaction' }, { id: 'r2', kind: 'Transaction' }],
  ['new_autoramp', 'Event', { id: 'r1', kind: 'NewAutoramp' }, { id: 'r2', kind: 'NewAutoramp' }],
  ['new_bank_account', 'Event', { id: 'r1', kind: 'NewBankAccount' }, { id: 'r2', kind: 'NewBankAccount' }],
  ['deposit_address_created', 'Event', { id: 'r1', kind: 'K' }, { id: 'r2', kind: 'K' }],
  ['customer_created', 'Event', { id: 'r1', kind: 'K' }, { id: 'r2', kind: 'K' }],
  [
    'transaction_status',
    'TransactionStatus',
    { id: 'r1', status: 'Pending', transaction_status: 'PayoutInProgress' },
    { id: 'r1', status: 'Pending', transaction_status: 'Completed' },
  ],
  [
    'register_fiat_address_status',
    'RegisterFiatAddressStatus',
    { id: 'r1', status: 'RegistrationPending' },
    { id: 'r1', status: 'Registered' },
  ],
  [
    'register_autoramp_status',
    'RegisterAutorampStatus',
    { id: 'r1', status: 'Authorized' },
    { id: 'r1', status: 'Approved' },
  ],
  ['customer_status', 'CustomerStatus', { id: 'r1', status: 'Active' }, { id: 'r1', status: 'Suspended' }],
  ['identification_status', 'IdentificationStatus', { id: 'r1', status: 'Pending' }, { id: 'r1', status: 'Approved' }],
  ['ping', 'Ping', { id: 'r1' }, { id: 'r2' }],
])('%s is one event however often and under whatever timestamp it is sent', async (type, tag, one, other) => {
  const { options } = setUp();
  const outcomes = [];
  for (const body of [
    message(type, tag, one),
    { ...message(type, tag, one), timestamp: '2026-03-02T09:40:00Z' },
    message(type, tag, other),
    { ...message(type, tag, other), timestamp: '2026-03-02T09:41:00Z' },
  ]) {
    outcomes.push((await receiveIronWebhook(sign(body), options, () => {})).outcome);
  }
  expect(outcomes).toEqual(['handled', 'duplicate', 'handled', 'duplicate']);
});

test('a return to an earlier status is an event, once another status of that record was handled', async () => {
  const { options } = setUp();
  const status = async (id: string, name: string) =>
    (
      await receiveIronWebhook(
        sign(message('customer_status', 'CustomerStatus', { id, status: name })),
        options,
        () => {},
      )
    ).outcome;
  expect(await status('c1', 'Active')).toBe('handled');
  expect(await status('c2', 'Active')).toBe('handled');
  expect(await status('c1', 'IdentificationRequired')).toBe('handled');
  expect(await status('c1', 'Active')).toBe('handled');
  expect(await status('c1', 'Active')).toBe('duplicate');
  expect(await status('c2', 'Active')).toBe('duplicate');
});

test('a status whose handler failed leaves the one before it as the last', async () => {
  const { options } = setUp();
  const handle = (name: string, handler: () => unknown) =>
    receiveIronWebhook(sign(transaction('t1', name)), options, handler);
  await handle('PayoutInProgress', () => {});
  await expect(handle('Completed', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
  expect((await handle('PayoutInProgress', () => {})).outcome).toBe('duplicate');
  expect((await handle('Completed', () => {})).outcome).toBe('handled');
});

test('an event that this version does not know is known by its whole body', async () => {
  const { options } = setUp();
  const unheard = (timestamp: string) => sign({ type: 'unheard', timestamp, data: {} });
  const outcomes = [];
  for (const timestamp of ['2026-03-02T09:36:00Z', '2026-03-02T09:36:00Z', '2026-03-02T09:40:00Z']) {
    outcomes.push((await receiveIronWebhook(unheard(timestamp), options, () => {})).outcome);
  }
  expect(outcomes).toEqual(['handled', 'duplicate', 'handled']);
});

test('dedupeKey names events in another way: by timestamp, or by group', async () => {
  const { options } = setUp();
  const byTime = { ...options, dedupeKey: (one: IronWebhookEvent) => ('timestamp' in one ? one.timestamp : 'none') };
  const at = (timestamp: string) => receiveIronWebhook(sign({ ...event, timestamp }), byTime, () => {});
  expect((await at('2026-03-02T09:36:00Z')).outcome).toBe('handled');
  expect((await at('2026-03-02T09:40:00Z')).outcome).toBe('handled');
  expect((await at('2026-03-02T09:36:00Z')).outcome).toBe('duplicate');
  const dedupeKey = vi.fn(() => ({ id: `${dedupeKey.mock.calls.length}`, group: 'all' }));
  const lease = vi.spyOn(options.dedupeStore, 'done');
  await receiveIronWebhook(sign(), { ...options, dedupeKey }, () => {});
  expect(dedupeKey).toHaveBeenCalledExactlyOnceWith(event);
  expect(lease).toHaveBeenCalledWith('iron:1', expect.any(String), expect.any(Number), 'iron:all');
});

test('where dedupeKey returns undefined, the whole body is the name', async () => {
  const { options } = setUp();
  const unnamed = { ...options, dedupeKey: () => undefined };
  const outcomes = [];
  for (const timestamp of ['2026-03-02T09:36:00Z', '2026-03-02T09:36:00Z', '2026-03-02T09:40:00Z']) {
    outcomes.push((await receiveIronWebhook(sign({ ...event, timestamp }), unnamed, () => {})).outcome);
  }
  expect(outcomes).toEqual(['handled', 'duplicate', 'handled']);
});

test.each([null, '', {}, { id: '', group: 'g' }, { id: 'a', group: 1 }])(
  'a dedupeKey that returns %j is a ConfigurationError, and nothing is handled',
  async (key) => {
    const { options } = setUp();
    const handler = vi.fn();
    const dedupeKey = () => key as never;
    await expect(receiveIronWebhook(sign(), { ...options, dedupeKey }, handler)).rejects.toMatchObject({
      name: 'ConfigurationError',
      message: 'dedupeKey() must return a non-empty string, or { id, group }.',
    });
    expect(handler).not.toHaveBeenCalled();
  },
);

test('what dedupeKey throws reaches the caller unchanged', async () => {
  const { options } = setUp();
  const failure = new Error('mine');
  const dedupeKey = () => {
    throw failure;
  };
  await expect(receiveIronWebhook(sign(), { ...options, dedupeKey }, () => {})).rejects.toBe(failure);
});

test('a replay beyond the tolerance is refused, though the store has forgotten it', async () => {
  const { options, pass } = setUp();
  const captured = sign();
  await receiveIronWebhook(captured, { ...options, retention: 1000 }, () => {});
  await pass(300_001);
  await expect(receiveIronWebhook(captured, options, () => {})).rejects.toMatchObject({ reason: 'timestamp' });
});

test('a handler that fails loses nothing: its error comes out, and the next delivery is handled', async () => {
  const { options } = setUp();
  const failure = new Error('database down');
  await expect(receiveIronWebhook(sign(), options, () => Promise.reject(failure))).rejects.toBe(failure);
  const handler = vi.fn();
  expect((await receiveIronWebhook(sign(), options, handler)).outcome).toBe('handled');
  expect(handler).toHaveBeenCalledTimes(1);
});

test('a process that dies in its handler loses nothing: until the lease ends Iron is told to try again, then it is handled', async () => {
  const { options, pass, resigned } = setUp();
  const begun = vi.fn(() => new Promise<void>(() => {}));
  // A dead process has no timers.
  const clock = { ...options.clock, setTimeout: () => undefined };
  void receiveIronWebhook(resigned(), { ...options, clock, lease: 30_000 }, begun);
  await vi.waitFor(() => expect(begun).toHaveBeenCalled());
  const handler = vi.fn();
  await pass(29_999);
  const busy = await receiveIronWebhook(resigned(), options, handler);
  expect(busy).toMatchObject({ outcome: 'busy', duplicate: true });
  expect(busy.response.status).toBe(503);
  expect(handler).not.toHaveBeenCalled();
  await pass(1);
  expect((await receiveIronWebhook(resigned(), options, handler)).outcome).toBe('handled');
  expect(handler).toHaveBeenCalledTimes(1);
});

test('a handler that takes longer than its lease is not run a second time for a delivery that comes meanwhile', async () => {
  const { options, pass, resigned } = setUp();
  let finish = (): void => {};
  const work = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const begun = vi.fn(() => work);
  const first = receiveIronWebhook(resigned(), { ...options, lease: 30_000 }, begun);
  await vi.waitFor(() => expect(begun).toHaveBeenCalled());
  for (let renewed = 0; renewed < 30; renewed += 1) await pass(10_000);
  expect((await receiveIronWebhook(resigned(), options, begun)).outcome).toBe('busy');
  finish();
  expect((await first).outcome).toBe('handled');
  expect(begun).toHaveBeenCalledTimes(1);
  expect(options.clock.pending()).toEqual([]);
});

test('of deliveries that come at the same time one is handled', async () => {
  const { options } = setUp();
  const handler = vi.fn(async () => {});
  const receipts = await Promise.all(
    Array.from({ length: 30 }, () => receiveIronWebhook(toRequest(sign()), options, handler)),
  );
  expect(receipts.filter(({ outcome }) => outcome === 'handled')).toHaveLength(1);
  expect(handler).toHaveBeenCalledTimes(1);
});

test('without a handler the event is leased until the caller says that it is done', async () => {
  const { options } = setUp();
  const first = await receiveIronWebhook(sign(), options);
  expect(first).toMatchObject({ outcome: 'received', duplicate: false });
  expect((await receiveIronWebhook(sign(), options)).outcome).toBe('busy');
  await first.release();
  const second = await receiveIronWebhook(sign(), options);
  expect(second.outcome).toBe('received');
  await second.done();
  expect((await receiveIronWebhook(sign(), options)).outcome).toBe('duplicate');
});

test('a delivery that is refused leaves no trace in the store', async () => {
  const { options } = setUp();
  const lease = vi.spyOn(options.dedupeStore, 'lease');
  await expect(receiveIronWebhook(sign(event, 'wrong'), options, () => {})).rejects.toThrow();
  await expect(receiveIronWebhook(sign('{}'), options, () => {})).rejects.toThrow();
  expect(lease).not.toHaveBeenCalled();
});

test('without a store every delivery is handled', async () => {
  const handler = vi.fn();
  const options = { secrets: [SECRET], clock: manualClock({ start: NOW }) };
  for (let delivery = 0; delivery < 2; delivery += 1) {
    expect((await receiveIronWebhook(sign(), options, handler)).outcome).toBe('handled');
  }
  expect(handler).toHaveBeenCalledTimes(2);
});
