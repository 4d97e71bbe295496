import { spawnSync } from 'node:child_process';
import { delimiter } from 'node:path';
import { root } from './places.ts';

/** What came of a command. */
export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Milliseconds on the wall. */
  readonly ms: number;
}

/** With the pnpm and the Node of this repository first: turbo starts both by name, in other folders. */
const PATH = [`${root}node_modules/.bin`, process.env.PATH].join(delimiter);

/** Runs a command to its end. Throws only if it cannot be started. */
export function run(command: string, args: readonly string[], cwd: string): Outcome {
  const started = performance.now();
  const result = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, PATH, TURBO_TELEMETRY_DISABLED: '1', FORCE_COLOR: '0' },
  });
  if (result.error) throw result.error;
  return { status: result.status ?? 1, stdout: result.stdout, stderr: result.stderr, ms: performance.now() - started };
}

/** The same, for commands that have to succeed. */
export function mustRun(command: string, args: readonly string[], cwd: string): Outcome {
  const outcome = run(command, args, cwd);
  if (outcome.status === 0) return outcome;
  throw new Error(`${command} ${args.join(' ')} failed:\n${outcome.stdout}${outcome.stderr}`);
}
