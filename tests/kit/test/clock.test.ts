// The manual clock: what moves it, and what it runs.
import { expect, test } from 'vitest';
import { driven, manualClock, settle } from '../src/clock.ts';

test('a timer runs when its time has come and not before', async () => {
  const clock = manualClock();
  const ran: string[] = [];
  clock.setTimeout(() => ran.push('late'), 200);
  clock.setTimeout(() => ran.push('early'), 100);
  clock.advance(99);
  expect(ran).toEqual([]);
  clock.advance(1);
  expect(ran).toEqual(['early']);
  clock.advance(1_000);
  expect(ran).toEqual(['early', 'late']);
  expect(clock.fired).toEqual([100, 200]);
});

test('a timer that another timer sets runs in the same advance if it is due', () => {
  const clock = manualClock();
  const at: number[] = [];
  const started = clock.monotonic();
  clock.setTimeout(() => clock.setTimeout(() => at.push(clock.monotonic() - started), 50), 100);
  clock.advance(200);
  expect(at).toEqual([150]);
  expect(clock.monotonic() - started).toBe(200);
});

test('a cleared timer never runs and is not pending', () => {
  const clock = manualClock();
  let ran = 0;
  const id = clock.setTimeout(() => ran++, 100);
  clock.setTimeout(() => ran++, 300);
  expect(clock.pending()).toEqual([100, 300]);
  clock.clearTimeout(id);
  clock.advance(150);
  expect(clock.pending()).toEqual([150]);
  expect(ran).toBe(0);
});

test('advance resolves after the work that it started', async () => {
  const clock = manualClock();
  let done = false;
  clock.setTimeout(() => {
    settle(3).then(() => {
      done = true;
    });
  }, 10);
  await clock.advance(10);
  expect(done).toBe(true);
});

test.each([3_600_000, -3_600_000])('a step of the wall clock by %i ms passes no time and runs no timer', (step) => {
  const clock = manualClock({ start: 1_000_000_000 });
  const before = clock.monotonic();
  let ran = false;
  clock.setTimeout(() => {
    ran = true;
  }, 1_000);
  clock.stepWallClock(step);
  expect(clock.now()).toBe(1_000_000_000 + step);
  expect(clock.monotonic()).toBe(before);
  expect(ran).toBe(false);
  expect(clock.pending()).toEqual([1_000]);
  clock.advance(1_000);
  expect(ran).toBe(true);
  expect(clock.now()).toBe(1_000_001_000 + step);
});

test('timers below skipBelow run at once and move the time on, longer ones wait', async () => {
  const clock = manualClock();
  const before = clock.monotonic();
  clock.skipBelow(10_000);
  clock.setTimeout(() => {}, 30_000);
  await new Promise<void>((resolve) => clock.setTimeout(resolve, 9_999));
  expect(clock.monotonic() - before).toBe(9_999);
  expect(clock.pending()).toEqual([20_001]);
});

test('a skipped timer can be cleared before it runs', async () => {
  const clock = manualClock();
  clock.skipBelow(10);
  const id = clock.setTimeout(() => {
    throw new Error('it ran');
  }, 5);
  clock.clearTimeout(id);
  await settle();
  expect(clock.fired).toEqual([]);
});

test('armed resolves when a timer of that length is set, or is set already', async () => {
  const clock = manualClock();
  const armed = clock.armed(500);
  clock.setTimeout(() => {}, 400);
  clock.setTimeout(() => {}, 500);
  await armed;
  await clock.armed(400);
  expect(clock.pending()).toEqual([400, 500]);
});

test('driven moves the clock on until the work is done', async () => {
  const clock = manualClock();
  const pause = (ms: number) => new Promise<void>((resolve) => clock.setTimeout(resolve, ms));
  const before = clock.monotonic();
  const work = async (): Promise<string> => {
    await pause(120);
    await pause(70);
    return 'done';
  };
  expect(await driven(clock, work())).toBe('done');
  expect(clock.monotonic() - before).toBeLessThan(400);
});

test('a clock with a speed runs by itself and can be stepped', async () => {
  // 60 ms of real time: a timer of Node's may fire most of a millisecond early.
  const clock = manualClock({ speed: 1000 });
  const [wall, monotonic] = [clock.now(), clock.monotonic()];
  await new Promise<void>((resolve) => clock.setTimeout(resolve, 60_000));
  expect(clock.monotonic() - monotonic).toBeGreaterThanOrEqual(50_000);
  expect(clock.now() - wall).toBeGreaterThanOrEqual(50_000);
  expect(clock.pending()).toEqual([]);
  const before = clock.monotonic();
  clock.stepWallClock(-3_600_000_000);
  expect(clock.now()).toBeLessThan(wall);
  expect(clock.monotonic()).toBeGreaterThanOrEqual(before);
});
