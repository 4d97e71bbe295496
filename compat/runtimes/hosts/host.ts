// What a runtime is here: something that runs the program of an installed folder.
import { execFileSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import type { Addresses } from '../src/addresses.ts';
import type { Plain } from '../src/seen.ts';

export interface Run {
  readonly record: Plain;
  /** Everything that was printed on the way. */
  readonly output: string;
}

export interface Runtime {
  readonly name: string;
  /** Why it cannot run here; undefined if it can. */
  readonly missing?: string | undefined;
  /** What its program says of itself. */
  version(): string;
  /** @param folder the installed packages and the program */
  run(folder: string, addresses: Addresses): Promise<Run>;
  /** What is printed when nobody handles the rejection of a call; of runtimes that are processes. */
  uncaught?(folder: string): Promise<string>;
}

const modules = join(import.meta.dirname, '../node_modules');

/**
 * A program of a platform's package, since no install script puts it anywhere else.
 *
 * @param pattern fits one file at most, because npm installs the package of this platform only
 */
export function installed(pattern: string): string | undefined {
  const [path] = globSync(pattern, { cwd: modules });
  return path && join(modules, path);
}

export function notInstalled(name: string): string {
  return `node_modules has no ${name} for ${process.platform}-${process.arch}: \`npm ci --ignore-scripts\` puts it there if there is one`;
}

/** The first line of what a program says to `--version`. */
export function versionOf(program: string | undefined): string {
  const stdio = ['ignore', 'pipe', 'ignore'] as const;
  return execFileSync(`${program}`, ['--version'], { encoding: 'utf8', stdio: [...stdio] })
    .split('\n', 1)
    .join()
    .trim();
}

/** Milliseconds that the program may take; it takes one or two seconds. */
export const LIMIT = 60_000;

/** Gives up waiting for a program that hangs, so that what runs it is closed and the tests come to an end. */
export async function limited<T>(work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`no record in ${LIMIT} ms`)), LIMIT);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
