// What 200 calls cost the type checker: by name, against bare openapi-fetch.
import { mkdirSync, writeFileSync } from 'node:fs';
import { bareProgram, namedProgram } from '../call-program.ts';
import { type Figures, figure } from '../figure.ts';
import { bench, scratch } from '../places.ts';
import { mustRun } from '../run.ts';
import { lowerQuartile, rounded, spreadOf } from '../stats.ts';

const CALLS = 200;
const ROUNDS = 5;

/** As a user's project has it, and stricter than the default. */
const COMPILER_OPTIONS = {
  target: 'es2022',
  lib: ['es2022', 'dom', 'dom.iterable'],
  module: 'esnext',
  moduleResolution: 'bundler',
  strict: true,
  skipLibCheck: true,
  noEmit: true,
  types: [],
};

interface Cost {
  readonly instantiations: number;
  /** Seconds. */
  readonly check: number;
}

export async function types(): Promise<Figures> {
  const empty = project('empty', 'export {};');
  const named = project('named', namedProgram(CALLS));
  const bare = project('bare', bareProgram(CALLS));
  const base = cost(empty).instantiations;
  const rounds = Array.from({ length: ROUNDS }, () => ({ ours: cost(named), theirs: cost(bare) }));
  const ratios = rounds.map(({ ours, theirs }) => rounded(ours.check / theirs.check, 3));
  const [first] = rounds;
  if (!first) throw new Error('There was no round.');
  return {
    ...figure('types.instantiations', 'instantiations', first.ours.instantiations - base),
    ...figure('types.instantiations.bare', 'instantiations', first.theirs.instantiations - base),
    ...figure('types.check', 'ratio', lowerQuartile(ratios), spreadOf(ratios)),
  };
}

/** Writes a project of one file; gives its folder. */
function project(name: string, text: string): string {
  const folder = `${scratch}types-${name}/`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}program.ts`, `${text}\n`);
  writeFileSync(
    `${folder}tsconfig.json`,
    JSON.stringify({ compilerOptions: COMPILER_OPTIONS, files: ['program.ts'] }, null, 2),
  );
  return folder;
}

/** Type-checks a project. Throws if it has errors, since a call that is wrong costs something else. */
function cost(folder: string): Cost {
  const args = [`${bench}node_modules/typescript/bin/tsc`, '-p', folder, '--extendedDiagnostics'];
  const { stdout } = mustRun(process.execPath, args, bench);
  const number = (label: string): number => {
    const [, value] = new RegExp(`^${label}: +([\\d.]+)`, 'm').exec(stdout) ?? [];
    if (value === undefined) throw new Error(`tsc printed no '${label}'.`);
    return Number(value);
  };
  return { instantiations: number('Instantiations'), check: number('Check time') };
}
