// One bump at a time in a working tree, and what a bump that was cut off has left there. The lock is a file of git's own folder: it
// says which process holds it and, from the moment before the first file changes, which files that process writes.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { readIfThere } from '../contract/files.ts';
import { BumpError, textOf } from './fail.ts';

/** A file that a bump writes: what planning read there, and what is to stand there. */
export interface Target {
  readonly file: string;
  /** Undefined where there is no file. */
  readonly was: string | undefined;
  readonly text: string;
}

export interface Lock {
  /** Says in the lock what is about to be written, with hashes, so that a later edit is told from it. */
  record(targets: readonly Target[]): void;
  /** @throws {BumpError} if another run has taken the lock */
  confirm(): void;
  release(): void;
}

interface Claim {
  readonly pid: number;
  /** What tells this process from a later one of the same number. */
  readonly started: string;
  readonly files: readonly { readonly file: string; readonly isNew: boolean; readonly sha256: string }[];
}

/** @throws {BumpError} if there is no git, another bump is at work, or one that was cut off has left files */
export function takeLock(root: string): Lock {
  const file = lockFile(root);
  if (file === undefined) throw noGit(root);
  const mine: Claim = { pid: process.pid, started: identityOf(process.pid) ?? '', files: [] };
  let text = JSON.stringify(mine);
  while (!created(file, text)) {
    const claim = claimIn(file);
    if (claim === undefined) continue;
    if (identityOf(claim.pid) === claim.started) throw running(`process ${claim.pid}`);
    const left = textOfLeft(root, claim);
    if (left !== undefined) throw new BumpError('tree', left);
    rmSync(file, { force: true });
  }
  return {
    record(targets) {
      const files = targets.map(({ file: target, was, text: next }) => ({
        file: relative(root, target),
        isNew: was === undefined,
        sha256: hashOf(next),
      }));
      const next = JSON.stringify({ ...mine, files } satisfies Claim);
      this.confirm();
      writeFileSync(`${file}.new`, next, { flush: true });
      renameSync(`${file}.new`, file);
      text = next;
    },
    confirm() {
      // Two runs that both found a lock without an owner: the later one has it.
      const claim = existsSync(file) ? claimIn(file) : undefined;
      if (claim?.pid !== mine.pid || claim.started !== mine.started) throw running('another process');
    },
    release() {
      rmSync(`${file}.new`, { recursive: true, force: true });
      if (readIfThere(file) === text) rmSync(file, { force: true });
    },
  };
}

/** What a bump that was cut off has left, with the command that undoes it; undefined where it left nothing. */
export function cutOff(root: string): string | undefined {
  const file = lockFile(root);
  const claim = file !== undefined && existsSync(file) ? claimIn(file) : undefined;
  if (claim === undefined || identityOf(claim.pid) === claim.started) return undefined;
  return textOfLeft(root, claim);
}

/** @throws {BumpError} if git does not have a target as it stands, or it changed since planning read it */
export function refuseChanged(root: string, targets: readonly Target[]): void {
  const files = targets.map(({ file }) => relative(root, file));
  const present = targets.filter(({ was }) => was !== undefined).map(({ file }) => relative(root, file));
  const tracked = new Set(git(root, 'ls-files', '-z', '--', ...files)?.split('\0'));
  const dirty = new Set([...dirtyOf(root, files), ...present.filter((file) => !tracked.has(file))]);
  if (dirty.size > 0)
    throw new BumpError(
      'tree',
      `${listed(dirty)} ${dirty.size === 1 ? 'has' : 'have'} changes that are not committed, and the bump would overwrite them. Nothing was written. Commit or stash them, and run it again.`,
    );
  const changed = targets.filter(({ file, was }) => readIfThere(file) !== was).map(({ file }) => relative(root, file));
  if (changed.length > 0)
    throw new BumpError(
      'tree',
      `${listed(changed)} changed while the bump was planned. Nothing was written. Run it again.`,
    );
}

/** False where there is a lock. A link comes with its whole text, so that no kill leaves half a lock. */
function created(file: string, text: string): boolean {
  const fresh = `${file}.${process.pid}`;
  try {
    writeFileSync(fresh, text);
    linkSync(fresh, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw new BumpError('writing', `cannot lock the tree (${textOf(error)}). Nothing was written.`);
  } finally {
    rmSync(fresh, { force: true });
  }
}

/** Undefined where the file went meanwhile. */
function claimIn(file: string): Claim | undefined {
  const text = readIfThere(file);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as Claim;
  } catch {
    // Not one of ours, so that nobody knows whose it is.
    throw new BumpError('running', `${file} holds no process. If no bump is at work in this folder, delete the file.`);
  }
}

function textOfLeft(root: string, { files }: Claim): string | undefined {
  // What a person has edited since is no longer the run's, and git has the rest already.
  const changed = new Set(
    dirtyOf(
      root,
      files.map(({ file }) => file),
    ),
  );
  const dirty = files.filter(({ file }) => changed.has(file));
  const isWritten = ({ file, sha256 }: Claim['files'][number]): boolean => hashOf(readIfThere(root + file)) === sha256;
  const [left, edited] = [dirty.filter(isWritten), dirty.filter((one) => !isWritten(one))];
  if (left.length === 0) return undefined;
  const words = (areNew: boolean): string =>
    left
      .filter(({ isNew }) => isNew === areNew)
      .map(({ file }) => quoted(file))
      .join(' ');
  const commands = [
    words(false) && `git restore --source=HEAD --staged --worktree -- ${words(false)}`,
    words(true) && `git clean -f -- ${words(true)}`,
  ].filter(Boolean);
  const rest =
    edited.length > 0 ? ` It leaves alone what was edited since: ${listed(edited.map(({ file }) => file))}.` : '';
  return `an earlier bump was cut off after it had written ${left.length} ${left.length === 1 ? 'file' : 'files'}. This undoes it:\n  ${commands.join(' && ')}\nOr commit what it wrote, if that is what you want.${rest}`;
}

const quoted = (file: string): string => (/^[\w./@+-]+$/.test(file) ? file : `'${file.replaceAll("'", "'\\''")}'`);

const listed = (files: Iterable<string>): string => [...files].join(', ');

const hashOf = (text: string | undefined): string =>
  createHash('sha256')
    .update(text ?? '\0')
    .digest('hex');

const running = (who: string): BumpError =>
  new BumpError('running', `another bump (${who}) is at work in this folder. Nothing was written. Wait for it.`);

const noGit = (root: string): BumpError =>
  new BumpError(
    'tree',
    `${root} is not a git repository with a commit, and git is what undoes a bump. Nothing was written. \`--dry-run\` reports without git.`,
  );

/** Undefined without git and without a commit. */
function lockFile(root: string): string | undefined {
  const folder = git(root, 'rev-parse', '--absolute-git-dir', 'HEAD')?.split('\n')[0];
  return folder === undefined ? undefined : `${folder}/bump.lock`;
}

/** Those of the files that are not as the last commit has them, by path from the root. */
function dirtyOf(root: string, files: readonly string[]): string[] {
  if (files.length === 0) return [];
  const prefix = git(root, 'rev-parse', '--show-prefix')?.trim() ?? '';
  const status = git(root, 'status', '--porcelain=v1', '-z', '--no-renames', '--untracked-files=all', '--', ...files);
  return (status ?? '')
    .split('\0')
    .filter(Boolean)
    .map((line) => line.slice(3 + prefix.length));
}

function git(root: string, ...args: string[]): string | undefined {
  const all = ['--literal-pathspecs', '--no-optional-locks', '-C', root, ...args];
  const { status, stdout } = spawnSync('git', all, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return status === 0 ? stdout : undefined;
}

/** What tells a process from a later one of the same number: when it started. Undefined where it has ended, a zombie included. */
export function identityOf(pid: number): string | undefined {
  const stat = proc(`${pid}/stat`);
  if (stat !== undefined) {
    // The name of the program, in brackets, may hold spaces and brackets.
    const [state = '', ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return /[ZXx]/.test(state) ? undefined : `${proc('sys/kernel/random/boot_id')?.trim()} ${fields[18]}`;
  }
  if (proc('self/stat') !== undefined) return undefined;
  const { status, stdout } = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' });
  if (status === 0) return stdout.startsWith('Z') ? undefined : stdout.trim().replace(/^\S+\s+/, '');
  return status === null && isAlive(pid) ? 'alive' : undefined;
}

function proc(name: string): string | undefined {
  try {
    return readFileSync(`/proc/${name}`, 'utf8');
  } catch {
    return undefined;
  }
}

/** Where there is neither /proc nor `ps`. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
