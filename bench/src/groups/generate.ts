// Seconds that `pnpm generate` takes for all providers. It writes what the contracts give, as ever: in a clean checkout
// that changes nothing.
import { rmSync } from 'node:fs';
import { type Figures, figure } from '../figure.ts';
import { root } from '../places.ts';
import { mustRun } from '../run.ts';
import { lowerQuartile, rounded, spreadOf } from '../stats.ts';

const ROUNDS = 3;
/** Where scripts/contract/generate.ts keeps what it remembers. */
const MEMORY = `${root}node_modules/.cache/generate`;

export async function generate(): Promise<Figures> {
  return {
    // Without its memory of the last time it does everything again.
    ...timesOf('generate.cold', false, () => rmSync(MEMORY, { recursive: true, force: true })),
    ...timesOf('generate.unchanged', true, () => {}),
  };
}

function timesOf(name: string, unchanged: boolean, before: () => void): Figures {
  const all = Array.from({ length: ROUNDS }, () => {
    before();
    const { ms, stdout } = mustRun(`${root}node_modules/.bin/pnpm`, ['generate'], root);
    if (stdout.includes('nothing has changed') !== unchanged) throw new Error(`${name} is not what ran:\n${stdout}`);
    return ms / 1000;
  });
  const [least, most] = spreadOf(all);
  return figure(name, 's', rounded(lowerQuartile(all), 2), [rounded(least, 2), rounded(most, 2)]);
}
