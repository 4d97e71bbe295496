// What a call costs besides the network, against bare openapi-fetch and against the peers.
import { type Figures, figure, missingFigure } from '../figure.ts';
import type { Ratio } from '../overhead/rounds.ts';
import { missingPeer, peers } from '../peers.ts';
import { bench } from '../places.ts';
import { mustRun } from '../run.ts';

/** Garbage is collected often, a little at a time and by the thread that made it, so that each turn carries its own. */
const NODE_OPTIONS = ['--single-threaded-gc', '--max-semi-space-size=2'];

export async function overhead(): Promise<Figures> {
  const figures: Figures[] = [
    // Openapi-fetch against itself: how far from 1 it is, is how far to trust the others.
    compare('overhead.noise', 'get', 'noise'),
    compare('overhead.get', 'get', 'bare'),
    compare('overhead.post', 'post', 'bare'),
    compare('overhead.get.observed', 'get', 'observed'),
    compare('overhead.post.observed', 'post', 'observed'),
  ];
  for (const peer of peers) {
    const missing = await missingPeer(peer);
    for (const method of ['get', 'post'] as const) {
      const name = `overhead.${method}.${peer}`;
      figures.push(missing === undefined ? compare(name, method, peer) : missingFigure(name, 'ratio', missing));
    }
  }
  return Object.assign({}, ...figures) as Figures;
}

function compare(name: string, method: 'get' | 'post', pair: string): Figures {
  const { stdout } = mustRun(
    process.execPath,
    [...NODE_OPTIONS, `${bench}src/overhead/compare.ts`, method, pair],
    bench,
  );
  const { value, spread } = JSON.parse(stdout) as Ratio;
  return figure(name, 'ratio', value, spread);
}
