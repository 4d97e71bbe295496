import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMemoryDedupeStore } from '../../src/webhooks/index.ts';

const setUp = (maxEntries?: number) => {
  let time = 1000;
  const store = createMemoryDedupeStore({ clock: { monotonic: () => time }, ...(maxEntries && { maxEntries }) });
  const lease = (id: string, ms = 100) => store.lease(id, ms) as { state: string; token?: string };
  const pass = (ms: number): void => {
    time += ms;
  };
  return { store, lease, token: (id: string) => `${lease(id).token}`, pass };
};

test('a lease is given to one worker at a time', () => {
  const { lease } = setUp();
  expect(lease('a').state).toBe('leased');
  expect(lease('a').state).toBe('busy');
  expect(lease('b').state).toBe('leased');
});

test('a lease that ended is given again', () => {
  const { lease, pass } = setUp();
  lease('a', 100);
  pass(99);
  expect(lease('a').state).toBe('busy');
  pass(1);
  expect(lease('a').state).toBe('leased');
});

test('what is done stays done for as long as was asked, then it is forgotten', () => {
  const { store, lease, token, pass } = setUp();
  store.done('a', token('a'), 500);
  expect(lease('a').state).toBe('done');
  pass(499);
  expect(lease('a').state).toBe('done');
  pass(1);
  expect(lease('a').state).toBe('leased');
});

test('a lease that is given back can be taken at once', () => {
  const { store, lease, token } = setUp();
  store.release('a', token('a'));
  expect(lease('a').state).toBe('leased');
});

test('a worker whose lease ended can neither give back another’s lease nor undo what is done', () => {
  const { store, lease, token, pass } = setUp();
  const late = token('a');
  pass(100);
  const current = token('a');
  store.release('a', late);
  expect(lease('a').state).toBe('busy');
  store.done('a', current, 1000);
  store.release('a', late);
  expect(lease('a').state).toBe('done');
});

test('a lease that is renewed ends that much later, for its holder only, and not after it ended', () => {
  const { store, lease, token, pass } = setUp();
  const holder = token('a');
  pass(99);
  expect(store.renew('a', 'another', 100)).toBe(false);
  expect(store.renew('a', holder, 100)).toBe(true);
  pass(99);
  expect(lease('a').state).toBe('busy');
  pass(1);
  expect(store.renew('a', holder, 100)).toBe(false);
  expect(lease('a').state).toBe('leased');
});

test('what is done or was given back is not renewed', () => {
  const { store, lease, token } = setUp();
  const [done, released] = [token('a'), token('b')];
  store.done('a', done, 500);
  store.release('b', released);
  expect(store.renew('a', done, 100)).toBe(false);
  expect(store.renew('b', released, 100)).toBe(false);
  expect(lease('a').state).toBe('done');
  expect(lease('b').state).toBe('leased');
});

test('work that was finished after its lease ended counts', () => {
  const { store, lease, token, pass } = setUp();
  const late = token('a');
  pass(100);
  token('a');
  store.done('a', late, 1000);
  expect(lease('a').state).toBe('done');
});

test('the oldest of what is done is forgotten when there is too much, leases never', () => {
  const { store, lease, token } = setUp(2);
  token('held');
  for (const id of ['a', 'b', 'c']) store.done(id, token(id), 10_000);
  expect(lease('c').state).toBe('done');
  expect(lease('b').state).toBe('done');
  expect(lease('held').state).toBe('busy');
  expect(lease('a').state).toBe('leased');
});

test.each([0, -1, 1.5, Number.NaN])('maxEntries of %s is a ConfigurationError', (maxEntries) => {
  expect(() => createMemoryDedupeStore({ maxEntries })).toThrow(
    `Option 'maxEntries' must be a positive integer (got ${maxEntries}).`,
  );
});

test('whatever workers do, an id is never leased twice at a time, and never after it was done', () => {
  const step = fc.record({
    id: fc.constantFrom('a', 'b'),
    act: fc.constantFrom('lease', 'renew', 'done', 'release', 'wait'),
    ms: fc.integer({ min: 1, max: 150 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { store, lease, pass } = setUp();
      let now = 0;
      const held = new Map<string, { token: string; until: number }>();
      const done = new Set<string>();
      for (const { id, act, ms } of steps) {
        const holder = held.get(id);
        if (act === 'wait') {
          pass(ms);
          now += ms;
        } else if (act === 'lease') {
          const { state, token } = lease(id, ms);
          const free = !holder || holder.until <= now;
          expect(state).toBe(done.has(id) ? 'done' : free ? 'leased' : 'busy');
          if (token) held.set(id, { token, until: now + ms });
        } else if (holder) {
          if (act === 'renew') {
            const ours = holder.until > now;
            expect(store.renew(id, holder.token, ms)).toBe(ours);
            if (ours) held.set(id, { ...holder, until: now + ms });
            continue;
          }
          if (act === 'done') {
            store.done(id, holder.token, 1e9);
            done.add(id);
          } else store.release(id, holder.token);
          held.delete(id);
        }
      }
    }),
  );
});

test('of a group the event that was handled last is remembered, and one that is being handled stays leased', () => {
  const { store, lease, token } = setUp();
  const handle = (id: string, group: string) => store.done(id, token(id), 1000, group);
  handle('t1:review', 't1');
  handle('t2:review', 't2');
  handle('t1:review', 't1');
  expect(lease('t1:review').state).toBe('done');
  handle('t1:payout', 't1');
  // Again, while a third status is done.
  expect(lease('t1:review').state).toBe('leased');
  handle('t1:completed', 't1');
  expect(lease('t1:review').state).toBe('busy');
  expect(lease('t1:payout').state).toBe('leased');
  expect(lease('t1:completed').state).toBe('done');
  expect(lease('t2:review').state).toBe('done');
});

test('a group is forgotten with its event, so that nothing is kept for ever', () => {
  const { store, lease, token, pass } = setUp(2);
  store.done('a:1', token('a:1'), 100, 'a');
  pass(100);
  store.done('b:1', token('b:1'), 1000, 'b');
  store.done('a:1', token('a:1'), 1000, 'a');
  store.done('c:1', token('c:1'), 1000, 'c');
  // `b` was removed for `c`: a delivery of it is new, and forgets nothing else.
  store.done('b:2', token('b:2'), 1000, 'b');
  expect([lease('c:1').state, lease('b:2').state]).toEqual(['done', 'done']);
});
