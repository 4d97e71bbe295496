import { manualClock } from '@org/test-kit/clock';
import { expect, test, vi } from 'vitest';
import { createMemoryDedupeStore, receiveIronWebhook } from '../../src/webhooks/index.ts';
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
  const other = sign({ ...event, timestamp: '2026-03-02T09:36:01Z' });
  other.headers['webhook-id'] = 'forged';
  expect((await receiveIronWebhook(other, options, () => {})).outcome).toBe('handled');
});

test('a status that comes a second time is another event', async () => {
  const { options } = setUp();
  const handler = vi.fn();
  for (const timestamp of ['2026-03-02T09:36:00Z', '2026-03-02T09:40:00Z']) {
    await receiveIronWebhook(sign({ ...event, timestamp }), options, handler);
  }
  expect(handler).toHaveBeenCalledTimes(2);
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
