import { expect, it } from 'vitest';
import { ratioOf } from '../src/overhead/rounds.ts';

/** Two sides on one clock of their own; `cost` says what a call takes, its number given. */
function sides(cost: { ours: (call: number) => number; theirs: (call: number) => number }) {
  let time = 0;
  let ours = 0;
  let theirs = 0;
  return {
    ours: async () => {
      time += cost.ours(ours++);
    },
    theirs: async () => {
      time += cost.theirs(theirs++);
    },
    now: () => time,
  };
}

const SIZE = { rounds: 9, turns: 8, calls: 10 };

it('gives what ours takes as a multiple of theirs', async () => {
  const { ours, theirs, now } = sides({ ours: () => 3, theirs: () => 2 });
  expect(await ratioOf(ours, theirs, SIZE, now)).toEqual({ value: 1.5, spread: [1.5, 1.5] });
});

it('is not moved by interruptions of fewer than three turns in four', async () => {
  const interrupted = (call: number): number => (Math.floor(call / SIZE.calls) % 4 === 0 ? 2 : 500);
  const { ours, theirs, now } = sides({ ours: interrupted, theirs: () => 2 });
  expect((await ratioOf(ours, theirs, SIZE, now)).value).toBe(1);
});

it('does not count the first round, in which the engine is still cold', async () => {
  const cold = (call: number): number => (call < SIZE.turns * SIZE.calls ? 50 : 1);
  const { ours, theirs, now } = sides({ ours: cold, theirs: () => 1 });
  expect(await ratioOf(ours, theirs, SIZE, now)).toEqual({ value: 1, spread: [1, 1] });
});

it('takes the lower quartile of the rounds, and tells the least and the most', async () => {
  // One round after the other costs more: 0 (the cold one), 1, 2, … 9.
  const dearer = (call: number): number => Math.floor(call / (SIZE.turns * SIZE.calls));
  const { ours, theirs, now } = sides({ ours: dearer, theirs: () => 1 });
  expect(await ratioOf(ours, theirs, SIZE, now)).toEqual({ value: 3, spread: [1, 9] });
});
