// Thousands of calls, half of them creates, against providers that fail a third of the requests.
import { type CallEffects, createEffects, fakeIron, fakePaxos, RECORDS, replyAs } from '@org/test-kit/providers';
import { json } from '@org/test-kit/replies';
import { openServer, type ScriptedServer } from '@org/test-kit/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { creationOf } from './creations.ts';
import { soakPlan, type Tally } from './plan.ts';
import type { Outcome } from './report.ts';
import { type Run, runCalls } from './run.ts';
import { soakSize } from './sizes.ts';

const seed = Number(process.env.SOAK_SEED ?? 1);
/** 30 s, the timeout of an attempt, last 150 ms. */
const SPEED = 200;

const effects = createEffects();
const tallies: Tally[] = [];
const servers: ScriptedServer[] = [];
let otherHost: ScriptedServer;
let run: Run;
let seconds = 0;

beforeAll(async () => {
  otherHost = await openServer(json(200, {}));
  const elsewhere = otherHost.url.replace('127.0.0.1', 'localhost');
  const paxos = fakePaxos(effects);
  const ironPlan = soakPlan(seed, elsewhere);
  const paxosPlan = soakPlan(seed, elsewhere, paxos.revoke);
  const ironServer = await openServer(replyAs(fakeIron(effects), effects, ironPlan.faultOf));
  const paxosServer = await openServer(replyAs(paxos, effects, paxosPlan.faultOf));
  servers.push(ironServer, paxosServer, otherHost);
  tallies.push(ironPlan.tally, paxosPlan.tally);
  const started = performance.now();
  const { calls, workers, patience } = soakSize;
  const settings = { iron: ironServer.url, paxos: paxosServer.url, seed, calls, workers, speed: SPEED };
  run = await runCalls(settings, patience);
  seconds = (performance.now() - started) / 1000;
}, soakSize.patience + 10_000);

afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
});

/** Creates that were sent, each with what the server knows of it. */
function creates(): [Outcome, CallEffects][] {
  return run.outcomes
    .filter(({ kind }) => kind.endsWith('create'))
    .map((outcome) => [outcome, effects.of(outcome.call)] as [Outcome, CallEffects]);
}

const told = `seed ${seed}: SOAK_SEED=${seed} runs it again`;

describe(`soak of ${soakSize.calls} calls, ${told}`, () => {
  test('every call ended, about a third of the requests met a fault, and every fault was played', () => {
    const requests = tallies.reduce((sum, tally) => sum + tally.requests, 0);
    const faulty = tallies.reduce((sum, tally) => sum + tally.faulty, 0);
    const ends: Record<string, number> = {};
    for (const { failure, ok } of run.outcomes) {
      const end = failure?.name ?? (ok ? 'resolved' : 'answered with an error');
      ends[end] = (ends[end] ?? 0) + 1;
    }
    const heap = run.summary?.heap ?? [];
    console.log(
      `soak: seed ${seed}, ${run.outcomes.length} calls (${creates().length} creates) in ${seconds.toFixed(1)} s, ${requests} requests, ` +
        `${((100 * faulty) / requests).toFixed(1)} % faulty, ${JSON.stringify(ends)}; heap ${heap.map((bytes) => (bytes / 2 ** 20).toFixed(2)).join(' -> ')} MiB`,
    );
    expect(run.stderr, told).toBe('');
    expect(run.outcomes, told).toHaveLength(soakSize.calls);
    expect(Math.abs(creates().length / soakSize.calls - 0.5), told).toBeLessThan(0.05);
    expect(faulty / requests, told).toBeGreaterThan(0.3);
    expect(faulty / requests, told).toBeLessThan(0.4);
    const played = new Set(tallies.flatMap((tally) => Object.keys(tally.faults)));
    expect(played.size, told).toBe(26);
    expect(servers.flatMap(({ errors }) => errors)).toEqual([]);
  });

  test('no create is lost: each that resolved did so with the record that the provider has', () => {
    const lost = creates().filter(([outcome, known]) => creationOf(outcome, known) === 'lost');
    expect(lost, told).toEqual([]);
  });

  test('every create that resolved happened exactly once', () => {
    const done = creates().filter(([outcome, known]) => creationOf(outcome, known) !== 'failed');
    expect(
      done.filter(([, { created }]) => created.length !== 1),
      told,
    ).toEqual([]);
    // Retries recover from most faults.
    expect(done.length / creates().length, told).toBeGreaterThan(0.6);
  });

  test('a create that Paxos knows already after a lost response is read back, so a 409 is rare', () => {
    const named = creates().filter(([{ kind, failure }]) => kind === 'create' && failure?.status === 409);
    // What is left are requests delivered twice at the first attempt, and readings that failed.
    expect(named.length / creates().length, told).toBeLessThan(0.03);
  });

  test('no create happened twice, whatever became of it', () => {
    expect(
      creates().filter(([, { created }]) => created.length > 1),
      told,
    ).toEqual([]);
  });

  test('each create went out with one key and the same bytes every time', () => {
    const wrong = creates().filter(
      ([, { fingerprints, keys, requests }]) => requests > 0 && (fingerprints.size !== 1 || keys.size !== 1),
    );
    expect(
      wrong.map(([outcome, { keys }]) => [outcome, ...keys]),
      told,
    ).toEqual([]);
    expect(creates().filter(([, { requests }]) => requests > 1).length, told).toBeGreaterThan(creates().length / 5);
  });

  test('everything that rejected is a typed error that exactly one guard knows', () => {
    const failed = run.outcomes.filter(({ failure }) => failure);
    const wrong = failed.filter(({ failure }) => failure?.guards.length !== 1 || failure.guards[0] !== failure.name);
    expect(wrong, told).toEqual([]);
    // Nothing was wrong with the options, and no call that was not aborted ends as if it were.
    expect(
      failed.filter(({ failure }) => failure?.name === 'InvalidRequestError'),
      told,
    ).toEqual([]);
    expect(
      failed.filter(({ failure, aborting }) => failure?.name === 'AbortedError' && !aborting),
      told,
    ).toEqual([]);
  });

  test('the key on the error of a create is the one that was on the wire', () => {
    const wrong = creates().filter(
      ([{ failure }, { keys }]) => failure && keys.size > 0 && !keys.has(failure.key ?? ''),
    );
    expect(
      wrong.map(([outcome, { keys }]) => [outcome, ...keys]),
      told,
    ).toEqual([]);
  });

  test('an error that reports that nothing was sent, or asks for a fresh key, is right', () => {
    const saysSo = creates().filter(([{ failure }]) =>
      /Nothing was sent|fresh (idempotency )?key/.test(failure?.message ?? ''),
    );
    expect(
      saysSo.filter(([, { created }]) => created.length > 0),
      told,
    ).toEqual([]);
  });

  test('a delete that resolved deleted one record, and none rejected with a 404', () => {
    const deletes = run.outcomes.filter(({ kind }) => kind === 'delete');
    expect(
      deletes.filter(({ ok, call }) => ok && effects.of(call).deleted !== 1),
      told,
    ).toEqual([]);
    expect(
      deletes.filter(({ failure }) => failure?.status === 404),
      told,
    ).toEqual([]);
  });

  test('a list that ended returned each record once and in order, and a read returned its record', () => {
    const all = RECORDS.map(({ id }) => id);
    const lists = run.outcomes.filter(({ kind, ok }) => kind === 'list' && ok);
    expect(lists.length, told).toBeGreaterThan(0);
    for (const { ids, call } of lists) expect(ids, `${call}, ${told}`).toEqual(all);
    const reads = run.outcomes.filter(({ kind, ok }) => kind === 'read' && ok);
    for (const { ids, call } of reads) expect(ids, `${call}, ${told}`).toEqual([all[0]]);
  });

  test('no redirect was followed', () => {
    expect(tallies.every(({ faults }) => (faults.redirect ?? 0) > 0)).toBe(true);
    expect(otherHost.seen, told).toEqual([]);
  });

  test('nothing was left unhandled', () => {
    expect(run.summary?.unhandled, told).toEqual([]);
  });

  test('no timer, listener or socket was left, and the process ended by itself', async () => {
    expect(run.summary, told).toMatchObject({ timers: 0, listeners: 0, resources: [] });
    expect(run.exit, told).toEqual({ code: 0, signal: null });
    expect(run.lingered, told).toBeLessThan(2_000);
  });

  test('the heap at the end is at most 1.1 times that at a quarter', () => {
    const [quarter = 0, end = 0] = run.summary?.heap ?? [];
    expect(quarter).toBeGreaterThan(0);
    expect(end / quarter, told).toBeLessThanOrEqual(1.1);
  });
});
