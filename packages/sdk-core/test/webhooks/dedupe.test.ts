import { manualClock, settle } from '@org/test-kit/clock';
import { expect, test, vi } from 'vitest';
import { ConfigurationError, type VerificationFailure } from '../../src/errors.ts';
import { claim, handleOnce } from '../../src/webhooks/dedupe.ts';
import { createMemoryDedupeStore, verificationError, verificationFailureOf } from '../../src/webhooks/index.ts';
import { toErrorResponse, toResponse } from '../../src/webhooks/respond.ts';

test('work is done once, and its repetition is a duplicate', async () => {
  const dedupeStore = createMemoryDedupeStore();
  const work = vi.fn(async () => {});
  expect(await handleOnce('a', { dedupeStore }, work)).toBe('handled');
  expect(await handleOnce('a', { dedupeStore }, work)).toBe('duplicate');
  expect(work).toHaveBeenCalledTimes(1);
});

test('without a store work is done each time', async () => {
  const work = vi.fn();
  await handleOnce('a', {}, work);
  expect(await handleOnce('a', {}, work)).toBe('handled');
  expect(work).toHaveBeenCalledTimes(2);
});

test('of many at the same time one works, and the others are busy', async () => {
  const dedupeStore = createMemoryDedupeStore();
  let finish = (): void => {};
  const wait = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const work = vi.fn(() => wait);
  const all = Array.from({ length: 20 }, () => handleOnce('a', { dedupeStore }, work));
  finish();
  const outcomes = await Promise.all(all);
  expect(outcomes.filter((outcome) => outcome === 'handled')).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome === 'busy')).toHaveLength(19);
  expect(work).toHaveBeenCalledTimes(1);
});

test('work that fails is given back, and its error comes out as it is', async () => {
  const dedupeStore = createMemoryDedupeStore();
  const failure = new Error('database down');
  await expect(handleOnce('a', { dedupeStore }, () => Promise.reject(failure))).rejects.toBe(failure);
  expect(await handleOnce('a', { dedupeStore }, () => {})).toBe('handled');
});

test('work that throws at once is given back as well', async () => {
  const dedupeStore = createMemoryDedupeStore();
  const work = (): void => {
    throw new Error('at once');
  };
  await expect(handleOnce('a', { dedupeStore }, work)).rejects.toThrow('at once');
  expect(await handleOnce('a', { dedupeStore }, () => {})).toBe('handled');
});

test('a process that dies at work loses nothing: when the lease ends, the next delivery is handled', async () => {
  const clock = manualClock();
  const dedupeStore = createMemoryDedupeStore({ clock });
  // A dead process has no timers.
  const dead = { ...clock, setTimeout: () => undefined };
  void handleOnce('a', { dedupeStore, lease: 5000, clock: dead }, () => new Promise(() => {}));
  await clock.advance(4999);
  expect(await handleOnce('a', { dedupeStore, lease: 5000, clock }, () => {})).toBe('busy');
  await clock.advance(1);
  expect(await handleOnce('a', { dedupeStore, lease: 5000, clock }, () => {})).toBe('handled');
});

/** Work that a test ends. */
function held(): { work: () => Promise<void>; finish(): void; fail(error: Error): void } {
  let settled: { finish(): void; fail(error: Error): void } = { finish() {}, fail() {} };
  const ended = new Promise<void>((resolve, reject) => {
    settled = { finish: resolve, fail: reject };
  });
  return { work: () => ended, finish: () => settled.finish(), fail: (error) => settled.fail(error) };
}

test('a handler that takes ten times as long as its lease runs once, although duplicates arrive', async () => {
  const clock = manualClock();
  const options = { dedupeStore: createMemoryDedupeStore({ clock }), lease: 6000, clock };
  const { work, finish } = held();
  const first = handleOnce('a', options, work);
  await settle();
  const again = vi.fn();
  for (let passed = 0; passed < 60_000; passed += 1000) {
    await clock.advance(1000);
    expect(await handleOnce('a', options, again)).toBe('busy');
  }
  finish();
  expect(await first).toBe('handled');
  expect(await handleOnce('a', options, again)).toBe('duplicate');
  expect(again).not.toHaveBeenCalled();
});

test('a lease is renewed after each third of it, and no timer is left when the handler ended or failed', async () => {
  for (const end of ['finish', 'fail'] as const) {
    const clock = manualClock();
    const memory = createMemoryDedupeStore({ clock });
    const renew = vi.fn(memory.renew);
    const one = held();
    const outcome = handleOnce('a', { dedupeStore: { ...memory, renew }, lease: 9000, clock }, one.work).catch(
      (error: Error) => error.message,
    );
    await settle();
    expect(clock.pending()).toEqual([3000]);
    await clock.advance(3000);
    await clock.advance(3000);
    expect(renew).toHaveBeenCalledTimes(2);
    expect(renew).toHaveBeenLastCalledWith('a', '1', 9000);
    one[end](new Error('work'));
    expect(await outcome).toBe(end === 'finish' ? 'handled' : 'work');
    expect(clock.pending()).toEqual([]);
  }
});

test('a renewal that is under way when the handler ends sets no further timer', async () => {
  const clock = manualClock();
  let answer = (_ours: boolean): void => {};
  const renew = () => new Promise<boolean>((resolve) => (answer = resolve));
  const { work, finish } = held();
  const outcome = handleOnce('a', { dedupeStore: { ...createMemoryDedupeStore(), renew }, clock }, work);
  await settle();
  await clock.advance(20_000);
  finish();
  expect(await outcome).toBe('handled');
  answer(true);
  await settle();
  expect(clock.pending()).toEqual([]);
});

test('a renewal that fails is not reported, and the next one is made', async () => {
  const clock = manualClock();
  const memory = createMemoryDedupeStore({ clock });
  const renew = vi.fn(memory.renew).mockImplementationOnce(() => Promise.reject(new Error('store down')) as never);
  const options = { dedupeStore: { ...memory, renew }, lease: 3000, clock };
  const { work, finish } = held();
  const outcome = handleOnce('a', options, work);
  await settle();
  for (let renewed = 0; renewed < 5; renewed += 1) await clock.advance(1000);
  expect(await handleOnce('a', options, () => {})).toBe('busy');
  finish();
  expect(await outcome).toBe('handled');
});

test('a lease that was lost is not renewed any more, and the work counts all the same', async () => {
  const clock = manualClock();
  const memory = createMemoryDedupeStore({ clock });
  const renew = vi.fn(() => false);
  const options = { dedupeStore: { ...memory, renew }, lease: 3000, clock };
  const { work, finish } = held();
  const outcome = handleOnce('a', options, work);
  await settle();
  await clock.advance(9000);
  expect(renew).toHaveBeenCalledTimes(1);
  finish();
  expect(await outcome).toBe('handled');
  expect(await handleOnce('a', options, () => {})).toBe('duplicate');
});

test('a handler that hangs keeps its event for maxLease, not for ever', async () => {
  const clock = manualClock();
  const options = { dedupeStore: createMemoryDedupeStore({ clock }), lease: 3000, maxLease: 10_500, clock };
  void handleOnce('a', options, () => new Promise(() => {}));
  await settle();
  for (let passed = 0; passed < 10_000; passed += 1000) await clock.advance(1000);
  expect(await handleOnce('a', options, () => {})).toBe('busy');
  await clock.advance(500);
  expect(await handleOnce('a', options, () => {})).toBe('handled');
  await clock.advance(60_000);
  expect(clock.pending()).toEqual([]);
});

test('a store that fails to give back does not hide why the work failed', async () => {
  const memory = createMemoryDedupeStore();
  const dedupeStore = { ...memory, release: () => Promise.reject(new Error('store down')) };
  await expect(handleOnce('a', { dedupeStore }, () => Promise.reject(new Error('work')))).rejects.toThrow('work');
});

test('a store that fails before the work fails the delivery, so that it is sent again', async () => {
  const memory = createMemoryDedupeStore();
  const down = async (): Promise<never> => Promise.reject(new Error('down'));
  const work = vi.fn();
  await expect(handleOnce('a', { dedupeStore: { ...memory, lease: down } }, work)).rejects.toThrow('down');
  expect(work).not.toHaveBeenCalled();
});

test('a store that fails after the work is asked once more, and the delivery counts as handled', async () => {
  const done = vi.fn(async (): Promise<never> => Promise.reject(new Error('down')));
  const dedupeStore = { ...createMemoryDedupeStore(), done };
  expect(await handleOnce('a', { dedupeStore }, () => {})).toBe('handled');
  expect(done).toHaveBeenCalledTimes(2);
});

test('a store that never answers a lease fails the delivery', async () => {
  const clock = manualClock();
  const dedupeStore = { ...createMemoryDedupeStore({ clock }), lease: () => new Promise<never>(() => {}) };
  const ended = expect(handleOnce('a', { dedupeStore, clock }, () => {})).rejects.toMatchObject({
    name: 'TimeoutError',
  });
  await clock.advance(5000);
  await ended;
});

test('a renewal that is never answered does not keep the next one from being asked for', async () => {
  const clock = manualClock();
  const renew = vi.fn(() => new Promise<never>(() => {}));
  const dedupeStore = { ...createMemoryDedupeStore({ clock }), renew };
  let finish = (): void => {};
  const work = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const outcome = handleOnce('a', { dedupeStore, lease: 3000, clock }, () => work);
  for (let second = 0; second < 6; second++) {
    await settle();
    await clock.advance(500);
  }
  expect(renew).toHaveBeenCalledTimes(2);
  finish();
  expect(await outcome).toBe('handled');
});

test('the store is told the times that were asked for', async () => {
  const store = {
    lease: vi.fn(() => ({ state: 'leased' as const, token: 't' })),
    renew: vi.fn(() => true),
    done: vi.fn(),
    release: vi.fn(),
  };
  await handleOnce('a', { dedupeStore: store, lease: 7, retention: 8 }, () => {});
  expect(store.lease).toHaveBeenCalledWith('a', 7);
  expect(store.done).toHaveBeenCalledWith('a', 't', 8);
  await handleOnce('b', { dedupeStore: store }, () => {});
  expect(store.lease).toHaveBeenLastCalledWith('b', 60_000);
  expect(store.done).toHaveBeenLastCalledWith('b', 't', 259_200_000);
});

test('without a handler the caller says itself when it is done, or gives it back', async () => {
  const dedupeStore = createMemoryDedupeStore();
  const first = await claim('a', { dedupeStore });
  expect(first.outcome).toBe('received');
  expect((await claim('a', { dedupeStore })).outcome).toBe('busy');
  await first.release();
  const second = await claim('a', { dedupeStore });
  expect(second.outcome).toBe('received');
  await second.done();
  const third = await claim('a', { dedupeStore });
  expect(third.outcome).toBe('duplicate');
  await third.release();
  expect((await claim('a', { dedupeStore })).outcome).toBe('duplicate');
});

test.each([
  ['lease', { lease: 0 }, "Option 'lease' must be a positive number of milliseconds (got 0)."],
  ['lease', { lease: Number.NaN }, "Option 'lease' must be a positive number of milliseconds (got NaN)."],
  ['maxLease', { maxLease: 0 }, "Option 'maxLease' must be a positive number of milliseconds (got 0)."],
  [
    'clock',
    { clock: { now: () => 0 } },
    "Option 'clock' must have the methods now, monotonic, setTimeout and clearTimeout.",
  ],
  ['retention', { retention: -1 }, "Option 'retention' must be a positive number of milliseconds (got -1)."],
  ['dedupeStore', { dedupeStore: {} }, "Option 'dedupeStore' needs the methods lease, renew, done and release."],
  ['dedupeStore', { dedupeStore: null }, "Option 'dedupeStore' needs the methods lease, renew, done and release."],
])('a malformed %s is a ConfigurationError', async (_name, options, message) => {
  await expect(handleOnce('a', options as object, () => {})).rejects.toMatchObject({
    name: 'ConfigurationError',
    message,
  });
});

test('a store that gives no state is a ConfigurationError, and nothing is handled', async () => {
  const dedupeStore = { ...createMemoryDedupeStore(), lease: () => true as unknown as { state: 'busy' } };
  const work = vi.fn();
  await expect(handleOnce('a', { dedupeStore }, work)).rejects.toThrow("The dedupe store's lease must return state");
  expect(work).not.toHaveBeenCalled();
});

test.each([
  ['received', 200],
  ['handled', 200],
  ['duplicate', 200],
  ['busy', 503],
] as const)('%s is answered with %s', async (outcome, status) => {
  const response = toResponse(outcome);
  expect(response.status).toBe(status);
  expect(response.headers.get('retry-after')).toBe(outcome === 'busy' ? '60' : null);
});

test.each<[VerificationFailure, number]>([
  ['headers', 401],
  ['signature', 401],
  ['timestamp', 401],
  ['parsed-body', 400],
  ['too-large', 413],
  ['too-slow', 408],
  ['body', 400],
])('a delivery refused for its %s is answered with %s, and with no more than that word', async (reason, status) => {
  const error = verificationError(reason, 'details for the log only');
  expect(error.name).toBe('WebhookVerificationError');
  expect(verificationFailureOf(error)).toBe(reason);
  const response = toErrorResponse(error);
  expect(response.status).toBe(status);
  expect(await response.text()).toBe(reason);
});

test('every other error is answered with 500, so that the sender tries again', async () => {
  for (const error of [new Error('secret detail'), new ConfigurationError('x'), undefined, 'text']) {
    expect(verificationFailureOf(error)).toBeUndefined();
    expect(toErrorResponse(error).status).toBe(500);
    expect(await toErrorResponse(error).text()).toBe('error');
  }
});
