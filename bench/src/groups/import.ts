// How much later a program starts that imports a package: above one that imports nothing.
import { mkdirSync, writeFileSync } from 'node:fs';
import { type Figures, figure, missingFigure } from '../figure.ts';
import { missingPeer } from '../peers.ts';
import { peersDir, scratch } from '../places.ts';
import { mustRun } from '../run.ts';
import { lowerQuartile, rounded, spreadOf } from '../stats.ts';

const ROUNDS = 25;

export async function imports(): Promise<Figures> {
  const programs = new Map([
    ['iron', program('iron', '@org/iron-sdk')],
    ['paxos', program('paxos', '@org/paxos-sdk')],
  ]);
  const missing: Figures[] = [];
  for (const peer of ['stripe', 'openai'] as const) {
    const reason = await missingPeer(peer);
    if (reason !== undefined) missing.push(missingFigure(`import.${peer}`, 'ms', reason));
    else programs.set(peer, program(peer, peer, `${peersDir}node_modules/.bench/`));
  }
  return Object.assign({}, ...times(programs), ...missing) as Figures;
}

function times(programs: ReadonlyMap<string, string>): Figures[] {
  const empty = program('empty');
  const spent = new Map<string, number[]>([...programs.keys()].map((name) => [name, []]));
  const nothing: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    nothing.push(start(empty));
    for (const [name, file] of programs) spent.get(name)?.push(start(file));
  }
  return [...spent].map(([name, all]) => {
    const base = lowerQuartile(nothing);
    const [least, most] = spreadOf(all.map((ms) => ms - base));
    return figure(`import.${name}`, 'ms', rounded(lowerQuartile(all) - base, 1), [rounded(least, 1), rounded(most, 1)]);
  });
}

/** Milliseconds from start to end of a process. */
function start(file: string): number {
  return mustRun(process.execPath, [file], scratch).ms;
}

/** A program that imports a module, in a folder from which the module can be found. */
function program(name: string, module?: string, folder: string = scratch): string {
  mkdirSync(folder, { recursive: true });
  const file = `${folder}import-${name}.mjs`;
  writeFileSync(file, module ? `import '${module}';\n` : 'export {};\n');
  return file;
}
