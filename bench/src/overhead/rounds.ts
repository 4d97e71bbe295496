import { lowerQuartile, rounded, spreadOf } from '../stats.ts';
import type { Call } from './calls.ts';

/** How much is measured. */
export interface Size {
  readonly rounds: number;
  /** Turns of each side in a round, one after the other. */
  readonly turns: number;
  /** Calls in a turn: enough to carry their share of collected garbage, too few to be interrupted often. */
  readonly calls: number;
}

/** Calls between two passes of the event loop. */
const IN_A_ROW = 50;

export interface Ratio {
  readonly value: number;
  readonly spread: readonly [number, number];
}

/**
 * How long `ours` takes as a multiple of `theirs`. Each round compares the lower quartile of one side's turns with that
 * of the other's; the value is the lower quartile of the rounds.
 *
 * @param now milliseconds
 */
export async function ratioOf(
  ours: Call,
  theirs: Call,
  { rounds, turns, calls }: Size,
  now: () => number = () => performance.now(),
): Promise<Ratio> {
  const timed = async (call: Call): Promise<number> => {
    const started = now();
    for (let i = 0; i < calls; i++) {
      await call();
      // A real `fetch` goes through the event loop, without which nothing that waits to be cleaned up ever is.
      if (i % IN_A_ROW === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    return now() - started;
  };
  const round = async (): Promise<number> => {
    const spent: [number[], number[]] = [[], []];
    for (let turn = 0; turn < turns; turn++) {
      // The second one may pay for the other's garbage.
      const order = turn % 2 ? [0, 1] : [1, 0];
      for (const side of order) spent[side as 0 | 1].push(await timed(side ? theirs : ours));
    }
    return lowerQuartile(spent[0]) / lowerQuartile(spent[1]);
  };
  // The first one warms the engine up.
  await round();
  const ratios: number[] = [];
  while (ratios.length < rounds) ratios.push(await round());
  const [least, most] = spreadOf(ratios);
  return { value: rounded(lowerQuartile(ratios), 3), spread: [rounded(least, 3), rounded(most, 3)] };
}
