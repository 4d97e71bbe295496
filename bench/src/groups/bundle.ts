// Gzipped bytes of a minified program with two calls.
import { bundledSize } from '../bundle.ts';
import { type Figures, figure, missingFigure } from '../figure.ts';
import { budgets } from '../limits.ts';
import { missingPeer, peerProgram, peers } from '../peers.ts';
import { bench } from '../places.ts';

/** Those with a budget, and the program of each: `bundle.iron.named` is that of programs/iron-named.ts. */
export const budgeted = Object.keys(budgets) as readonly (keyof typeof budgets)[];

export function programOf(name: keyof typeof budgets): string {
  return `${bench}src/programs/${name.split('.').slice(1).join('-')}.ts`;
}

export async function bundle(): Promise<Figures> {
  const figures: Figures[] = [];
  for (const name of budgeted) figures.push(figure(name, 'bytes', await bundledSize(programOf(name))));
  for (const peer of peers) {
    const name = `bundle.${peer}`;
    const missing = await missingPeer(peer);
    figures.push(
      missing === undefined
        ? figure(name, 'bytes', await bundledSize(peerProgram(peer), 'browser'))
        : missingFigure(name, 'bytes', missing),
    );
  }
  return Object.assign({}, ...figures) as Figures;
}
