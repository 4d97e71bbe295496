// Following lists that grow: no gap, and no record twice, over restarts, outages and records that become visible late.
import { driven, type ManualClock, manualClock } from '@org/test-kit/clock';
import { json, reset } from '@org/test-kit/replies';
import type { Reply } from '@org/test-kit/server';
import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { catchUpEvents, createMemoryDedupeStore, handleEventOnce, type PaxosEvent } from '../src/events.ts';
import type { Batch, FollowOptions } from '../src/follow.ts';
import { createPaxosClient, type Paxos, type PaxosClient } from '../src/index.ts';
import { followTransfers } from '../src/money.ts';
import { optionsOf } from './support/client.ts';
import { paxosServers } from './support/servers.ts';

const { api, tokens } = paxosServers();
const START = Date.parse('2026-03-02T09:00:00Z');
const at = (second: number): string => new Date(START + second * 1000).toISOString();

type Change = { id: string; updated_at: string };
let changes: Change[] = [];
let pageSize = 2;

/** Paxos's list of transfers: their last change each, in order, by pages. */
const list: Reply = (response, seen, socket) => {
  const asked = new URLSearchParams(seen.query);
  const from = Date.parse(asked.get('updated_at.gte') ?? '');
  const last = new Map(changes.map((change) => [change.id, change]));
  const sorted = [...last.values()]
    .filter(({ updated_at }) => Date.parse(updated_at) >= from)
    .sort((one, other) => Date.parse(one.updated_at) - Date.parse(other.updated_at));
  const begin = Number(asked.get('page_cursor') ?? 0);
  const end = begin + pageSize;
  const next = end < sorted.length ? { next_page_cursor: `${end}` } : {};
  return json(200, { items: sorted.slice(begin, end), ...next })(response, seen, socket);
};
beforeEach(() => {
  changes = [];
  pageSize = 2;
  api.on('GET /v2/transfer/transfers', list);
});

const client = (clock: ManualClock): PaxosClient =>
  createPaxosClient({
    ...optionsOf(api, tokens, clock),
    rateLimit: false,
    maxRetries: 0,
    scopes: ['transfer:read_transfer', 'events:read_event'],
  });

/** One run: the keys of what it returned, and its last checkpoint. */
async function run(options: FollowOptions & { query?: { profile_ids: string[] } } = {}, stopAfter = Infinity) {
  const clock = manualClock();
  const found: string[] = [];
  let { checkpoint } = options;
  const reading = async (): Promise<void> => {
    const batches = followTransfers(client(clock), { since: at(0), once: true, clock, random: () => 0.5, ...options });
    let count = 0;
    for await (const batch of batches) {
      found.push(...batch.items.map(({ id, updated_at }) => `${id} ${updated_at}`));
      checkpoint = batch.checkpoint;
      count += 1;
      if (count === stopAfter) return;
    }
  };
  await driven(clock, reading());
  return { found, checkpoint };
}
const keys = (of: readonly Change[] = changes): string[] => of.map(({ id, updated_at }) => `${id} ${updated_at}`);

test('all changes are returned in order, page by page, and asked for as Paxos documents it', async () => {
  changes = [1, 2, 3, 4, 5].map((second) => ({ id: `t${second}`, updated_at: at(second) }));
  expect((await run({ query: { profile_ids: ['p1'] } })).found).toEqual(keys());
  const [first, second] = api.seen.map(({ query }) => Object.fromEntries(new URLSearchParams(query)));
  expect(first).toEqual({
    'updated_at.gte': at(0),
    order_by: 'UPDATED_AT',
    order: 'ASC',
    limit: '100',
    profile_ids: 'p1',
  });
  expect(second).toEqual({ ...first, page_cursor: '2' });
});

test('the next run goes on from the checkpoint: what is new, and what became visible late, and nothing twice', async () => {
  changes = [10, 70, 130].map((second) => ({ id: `t${second}`, updated_at: at(second) }));
  const { checkpoint } = await run();
  const before = keys();
  // Committed late, with a time within the overlap; a change of one that was returned; and a new one.
  const later = [
    { id: 'late', updated_at: at(75) },
    { id: 't70', updated_at: at(131) },
    { id: 'new', updated_at: at(140) },
  ];
  changes.push(...later);
  const second = await run({ checkpoint });
  expect(second.found).toEqual(keys(later));
  expect(second.found.filter((key) => before.includes(key))).toEqual([]);
  expect(api.seen.at(-1)?.query).toContain(`updated_at.gte=${encodeURIComponent(at(70))}`);
  expect((await run({ checkpoint: second.checkpoint })).found).toEqual([]);
});

test('nothing older than since is ever asked for, and a checkpoint goes before since', async () => {
  changes = [
    { id: 'old', updated_at: at(-5) },
    { id: 't1', updated_at: at(1) },
  ];
  const { found, checkpoint } = await run();
  expect(found).toEqual([`t1 ${at(1)}`]);
  expect((await run({ checkpoint, since: at(-1000) })).found).toEqual([]);
  expect(api.seen.at(-1)?.query).toContain(`updated_at.gte=${encodeURIComponent(at(0))}`);
});

test('killed between two batches, it goes on after the last one that was stored', async () => {
  changes = [1, 2, 3, 4, 5].map((second) => ({ id: `t${second}`, updated_at: at(second) }));
  const { found, checkpoint } = await run({}, 1);
  expect(found).toEqual(keys().slice(0, 2));
  expect((await run({ checkpoint })).found).toEqual(keys().slice(2));
});

test('many records of the same moment are returned once each', async () => {
  changes = Array.from({ length: 7 }, (_, index) => ({ id: `t${index}`, updated_at: '2026-03-02T09:00:01.123456Z' }));
  const { found, checkpoint } = await run();
  expect(found).toEqual(keys());
  expect((await run({ checkpoint, overlap: 0 })).found).toEqual([]);
});

test('a checkpoint forgets what is older than the overlap', async () => {
  changes = Array.from({ length: 50 }, (_, index) => ({ id: `t${index}`, updated_at: at(index * 30) }));
  const { checkpoint = '' } = await run();
  expect((JSON.parse(checkpoint) as { seen: unknown[] }).seen).toHaveLength(3);
});

test('an outage is ridden out, within a pass too', async () => {
  changes = [1, 2, 3].map((second) => ({ id: `t${second}`, updated_at: at(second) }));
  api.on('GET /v2/transfer/transfers', json(503, {}), reset, list, json(502, {}), reset, list);
  expect((await run()).found).toEqual(keys());
});

test('an outage that lasts ends at the deadline', async () => {
  api.on('GET /v2/transfer/transfers', json(503, {}));
  await expect(run()).rejects.toMatchObject({ name: 'WaitTimeoutError', cause: { status: 503 } });
});

test('a cursor that comes twice ends the reading', async () => {
  api.on('GET /v2/transfer/transfers', json(200, { items: [], next_page_cursor: 'c1' }));
  await expect(run()).rejects.toMatchObject({ name: 'PaginationError', cursor: 'c1' });
});

test('without once it looks again until its deadline, or its signal', async () => {
  const follow = async (options: FollowOptions): Promise<string[]> => {
    const clock = manualClock();
    const found: string[] = [];
    const reading = async (): Promise<void> => {
      for await (const { items } of followTransfers(client(clock), {
        since: at(0),
        clock,
        random: () => 0.5,
        ...options,
      })) {
        found.push(...items.map(({ id }) => id));
        if (changes.length < 4) changes.push({ id: `t${changes.length}`, updated_at: at(changes.length) });
      }
    };
    await driven(clock, reading());
    return found;
  };
  changes = [{ id: 't0', updated_at: at(0) }];
  expect(await follow({ deadline: 60_000 })).toEqual(['t0', 't1', 't2', 't3']);
  await expect(follow({ signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortedError' });
});

test.each<[object, string]>([
  [{ since: undefined }, "Pass option 'since' for the first run"],
  [{ since: 'yesterday' }, "Pass option 'since' for the first run"],
  [{ checkpoint: 'nonsense' }, "Option 'checkpoint' must be one that came with transfers"],
  [{ checkpoint: '{"name":"events","floor":1,"at":1,"seen":[]}' }, "Option 'checkpoint' must be one that came with"],
  [
    { checkpoint: '{"name":"transfers","floor":1,"at":1,"seen":[1]}' },
    "Option 'checkpoint' must be one that came with",
  ],
  [{ checkpoint: 'null' }, "Option 'checkpoint' must be one that came with"],
  [{ overlap: -1 }, "Option 'overlap' must be a number of milliseconds, 0 or more."],
])('%j is refused before anything is sent', async (options, message) => {
  await expect(run(options)).rejects.toMatchObject({
    name: 'ConfigurationError',
    message: expect.stringContaining(message),
  });
  expect(api.seen).toEqual([]);
});

test('whatever changes when, and wherever it is killed, every last change is returned, and none twice', async () => {
  const step = fc.record({
    // Seconds after the one before, or up to 59 seconds before the newest, as if it became visible late.
    add: fc.array(fc.record({ id: fc.integer({ min: 0, max: 5 }), ahead: fc.integer({ min: -55, max: 90 }) }), {
      maxLength: 4,
    }),
    stopAfter: fc.integer({ min: 1, max: 4 }),
    size: fc.integer({ min: 1, max: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), async (steps) => {
      changes = [];
      let newest = 60;
      let checkpoint: string | undefined;
      const found: string[] = [];
      const go = async (stopAfter?: number): Promise<void> => {
        const result = await run({ checkpoint }, stopAfter);
        found.push(...result.found);
        checkpoint = result.checkpoint;
      };
      for (const { add, stopAfter, size } of steps) {
        pageSize = size;
        for (const { id, ahead } of add) {
          const second = Math.max(60, newest + ahead);
          newest = Math.max(newest, second);
          changes.push({ id: `t${id}-${changes.length}`, updated_at: at(second) });
        }
        await go(stopAfter);
        // What is left is read before anything else happens, so that nothing is later than the overlap.
        await go();
      }
      expect(found.slice().sort()).toEqual(keys().sort());
    }),
    { numRuns: 25 },
  );
}, 60_000);

const event = (id: string, second: number): Paxos.Event => ({
  id,
  type: 'identity.kyc_refresh.started',
  object: { id: 'o', identity_id: 'i' },
  created_at: at(second),
});

async function caughtUp(checkpoint?: string): Promise<Batch<PaxosEvent>[]> {
  const clock = manualClock();
  const reading = async (): Promise<Batch<PaxosEvent>[]> => {
    const batches: Batch<PaxosEvent>[] = [];
    for await (const batch of catchUpEvents(client(clock), {
      since: new Date(START),
      checkpoint,
      clock,
      random: () => 0.5,
    })) {
      batches.push(batch);
    }
    return batches;
  };
  return driven(clock, reading());
}

test('events are caught up with, typed, once, and unknown ones too', async () => {
  const unknown = { id: 'e3', type: 'identity.reborn', object: {}, created_at: at(3) };
  api.on(
    'GET /v2/events',
    json(200, { events: [event('e1', 1), event('e2', 2)], next_page_cursor: 'c1' }),
    json(503, {}),
    json(200, { events: [unknown] }),
    json(200, { events: [event('e1', 1), event('e2', 2), unknown, event('e4', 4)] }),
  );
  const [first, second] = await caughtUp();
  expect(first?.items.map(({ id, type }) => `${id} ${type}`)).toEqual([
    'e1 identity.kyc_refresh.started',
    'e2 identity.kyc_refresh.started',
  ]);
  expect(second?.items).toMatchObject([{ id: 'e3', type: 'unknown', receivedType: 'identity.reborn' }]);
  expect(Object.fromEntries(new URLSearchParams(api.seen[0]?.query))).toEqual({
    'created_at.gte': at(0),
    order: 'ASC',
    limit: '100',
  });
  const [third] = await caughtUp(second?.checkpoint);
  expect(third?.items.map(({ id }) => id)).toEqual(['e4']);
});

test('an event that a webhook handled is not handled again when it is caught up with', async () => {
  const dedupeStore = createMemoryDedupeStore();
  const handled: string[] = [];
  const handle = ({ id }: PaxosEvent): unknown => handled.push(id);
  const lease = await dedupeStore.lease('paxos:e1', 60_000);
  expect(await handleEventOnce(event('e1', 1) as PaxosEvent, { dedupeStore }, handle)).toBe('busy');
  if (lease.state === 'leased') await dedupeStore.done('paxos:e1', lease.token, 60_000);
  expect(await handleEventOnce(event('e1', 1) as PaxosEvent, { dedupeStore }, handle)).toBe('duplicate');
  expect(await handleEventOnce(event('e2', 1) as PaxosEvent, { dedupeStore }, handle)).toBe('handled');
  expect(handled).toEqual(['e2']);
});
