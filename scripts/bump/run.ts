// Runs a bump: lock, plan, put in place, type-check; or only plan.
import { spawn } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { readIfThere } from '../contract/files.ts';
import { BumpError, textOf } from './fail.ts';
import type { Report } from './judge.ts';
import { cutOff, type Lock, refuseChanged, type Target, takeLock } from './lock.ts';
import { type PlanOptions, planBump } from './plan.ts';

export interface RunOptions extends PlanOptions {
  /** Only report: write nothing, no lock either, and ask no compiler. */
  readonly dryRun?: boolean;
  /** Write even where hand-written code does not type-check with the new types, so that it can be fixed. */
  readonly keep?: boolean;
  /** Type-checks the whole repository. `signal` ends it. */
  readonly typecheck: (root: string, signal: AbortSignal) => Promise<{ ok: boolean; output: string }>;
  readonly writeFile?: WriteFile;
  readonly signal?: AbortSignal;
  /** Told before the first file changes: from here on a signal has to wait until everything is taken back. */
  readonly onWriting?: () => void;
  /** Told in a dry run what an earlier run, which was cut off, has left. */
  readonly onCutOff?: (left: string) => void;
}

/** @throws {BumpError} if nothing can be written; it has the report where there is one */
export async function runBump(options: RunOptions): Promise<Report> {
  const { root, dryRun = false, keep = false, typecheck, writeFile } = options;
  const signal = options.signal ?? new AbortController().signal;
  if (dryRun) {
    const left = cutOff(root);
    if (left !== undefined) options.onCutOff?.(left);
    const { report, stop } = await planBump(options);
    if (stop) throw stop;
    return report;
  }
  const lock = takeLock(root);
  try {
    const { report, stop, targets } = await planBump({ ...options, compiles: true });
    if (stop) throw stop;
    signal.throwIfAborted();
    if (targets.length === 0) return report;
    refuseChanged(root, targets);
    options.onWriting?.();
    let typeErrors = '';
    await apply({ root, lock, targets, writeFile }, async () => {
      const { ok, output } = await typecheck(root, signal);
      signal.throwIfAborted();
      typeErrors = ok ? '' : output.trim();
      if (!ok && !keep) throw notTyped(typeErrors);
    });
    return { ...report, typeErrors };
  } finally {
    lock.release();
  }
}

const notTyped = (errors: string): BumpError =>
  new BumpError(
    'types',
    `hand-written code does not type-check with the new types; the tree is as it was.\n${errors}\nRun it with --keep to have the files written all the same, and fix the code that the errors name.`,
  );

/** How a file is written; a test puts a full disk in its place. */
export type WriteFile = (file: string, text: string) => void;

interface Apply {
  /** With a trailing slash. */
  readonly root: string;
  readonly lock: Lock;
  readonly targets: readonly Target[];
  readonly writeFile?: WriteFile | undefined;
}

interface Move extends Target {
  readonly fresh: string;
  readonly old: string;
}

/**
 * Puts the files in place, all or none: everything new and a copy of everything old is written beside the tree first, on the same
 * disk; from there on only renames lead to the new tree, and back. Runs `check` on the new tree.
 *
 * @throws {BumpError} if a target is not as planning read it, or cannot be written; and what `check` throws. The tree is as it was
 *   then, but for files that somebody edited meanwhile: those are left alone.
 */
async function apply({ root, lock, targets, writeFile = written }: Apply, check: () => Promise<void>): Promise<void> {
  const folder = `${root}.bump/`;
  const moves = targets.map((target, index): Move => {
    return { ...target, fresh: `${folder}${index}.new`, old: `${folder}${index}.old` };
  });
  const placed: Move[] = [];
  try {
    beside(folder, moves, writeFile);
    lock.record(targets);
    refuseChanged(root, targets);
    lock.confirm();
    for (const move of moves) {
      mkdirSync(dirname(move.file), { recursive: true });
      placed.push(move);
      renameSync(move.fresh, move.file);
    }
    await check();
  } catch (error) {
    const edited = undo(placed).map((file) => relative(root, file));
    const left = edited.length === 0 ? '' : ` ${edited.join(', ')} changed meanwhile and is left alone.`;
    if (!(error instanceof BumpError)) throw notWritten(error, left);
    throw left === '' ? error : new BumpError(error.kind, `${error.message}${left}`, { cause: error });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function beside(folder: string, moves: readonly Move[], writeFile: WriteFile): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const { fresh, old, text, was } of moves) {
    writeFile(fresh, text);
    if (was !== undefined) writeFile(old, was);
  }
}

/** Gives the files that no longer are what the bump wrote. */
function undo(placed: readonly Move[]): string[] {
  return [...placed].reverse().flatMap(({ file, was, text, old }) => {
    const now = readIfThere(file);
    if (now === was) return [];
    if (now !== text) return [file];
    if (was === undefined) rmSync(file);
    else renameSync(old, file);
    return [];
  });
}

/** On the disk before it is renamed, so that a power cut leaves no empty file in the tree. */
const written: WriteFile = (file, text) => writeFileSync(file, text, { flush: true });

const notWritten = (error: unknown, left: string): BumpError =>
  new BumpError(
    'writing',
    `cannot write (${textOf(error)}); the tree is as it was.${left} Free some space or fix the permissions, and run it again.`,
    { cause: error },
  );

/** Through turbo, so that what did not change comes from its cache. Ends when it is told to. */
export function typecheckAll(root: string, signal: AbortSignal): Promise<{ ok: boolean; output: string }> {
  return new Promise((done) => {
    const tasks = ['run', 'typecheck', '--continue', '--output-logs=errors-only'];
    const child = spawn(resolve(root, 'node_modules/.bin/turbo'), tasks, {
      cwd: root,
      shell: process.platform === 'win32',
      // A group of its own, so that the compilers that turbo starts end with it.
      detached: process.platform !== 'win32',
      env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1', FORCE_COLOR: '0' },
    });
    let output = '';
    const keep = (part: Buffer): void => {
      output += part.toString();
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const stop = (): void => endGroup(child.pid);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    child.on('error', (error) => done({ ok: false, output: error.message }));
    child.on('close', (code) => {
      signal.removeEventListener('abort', stop);
      done({ ok: code === 0, output: compilerErrors(output) });
    });
  });
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGTERM');
  } catch {
    // It ended by itself a moment ago.
  }
}

/** The compiler's lines out of turbo's, each with its package; all of the output where there are none. */
export function compilerErrors(output: string): string {
  const errors = [...output.matchAll(/^(\S+?):typecheck: (.+\(\d+,\d+\): error TS\d+: .*)$/gm)];
  return errors.length === 0 ? output : errors.map(([, name, text]) => `${name} ${text}`).join('\n');
}
