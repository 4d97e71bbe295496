// Work on untrusted input runs in a thread that is ended at a deadline, and the next piece of work gets a new one.
import { expect, it } from 'vitest';
import { Deadline, inThread, type Work } from '../thread.ts';

const work = (name: string): Work => ({
  module: new URL('./support/thread-work.ts', import.meta.url),
  name,
  doing: 'reading spec.yaml',
});

it('returns what the function returns, or resolves to', async () => {
  expect(await inThread(work('double'), [21], new Deadline())).toBe(42);
  expect(await inThread(work('later'), ['text'], new Deadline())).toBe('text');
});

it('runs several pieces of work one after the other', async () => {
  const numbers = [1, 2, 3];
  const results = numbers.map((number) => inThread(work('double'), [number], new Deadline()));
  expect(await Promise.all(results)).toEqual([2, 4, 6]);
});

it('throws what the function throws', async () => {
  await expect(inThread(work('fail'), [], new Deadline())).rejects.toMatchObject({
    name: 'RangeError',
    message: 'no good',
  });
  await expect(inThread(work('nothing'), [], new Deadline())).rejects.toThrow('exports no nothing');
});

it('ends a regular expression that backtracks, reports it, and continues with a new thread', async () => {
  await expect(inThread(work('backtrack'), [], new Deadline(300))).rejects.toMatchObject({
    name: 'DeadlineError',
    message:
      'reading spec.yaml took longer than 0.3 s and was stopped. Look for a pattern that backtracks, or for far more parts than an API description has.',
  });
  expect(await inThread(work('double'), [4], new Deadline())).toBe(8);
});

it('counts all work of one deadline together', async () => {
  const deadline = new Deadline(2000);
  expect(await inThread(work('spin'), [1200], deadline)).toBe('done');
  // Not exactly 800: the thread starts before its message that it has started is handled.
  expect(deadline.left).toBeLessThan(1000);
  await expect(inThread(work('spin'), [1200], deadline)).rejects.toMatchObject({ name: 'DeadlineError' });
});

it('reports a thread that ends by itself', async () => {
  await expect(inThread(work('leave'), [], new Deadline())).rejects.toMatchObject({
    name: 'DeadlineError',
    message: 'reading spec.yaml was stopped: its thread ended.',
  });
  expect(await inThread(work('double'), [1], new Deadline())).toBe(2);
});
