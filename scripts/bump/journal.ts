// All or nothing. Before the first file changes, what stood there is written down; until the bump says it is done, whatever
// ends it (a failure, a signal, a kill that nothing can catch) leads back to the tree as it was.
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { BumpError, textOf } from './fail.ts';

interface Entry {
  /** From the root of the repository. */
  readonly file: string;
  /** Name of the copy; null where there was no file. */
  readonly copy: string | null;
  /** Folders that were not there either, outermost first. */
  readonly folders: readonly string[];
}

interface Record_ {
  readonly pid: number;
  readonly entries: readonly Entry[];
}

/** How a file is written; a test puts a full disk in its place. */
export type WriteFile = (file: string, text: string) => void;

export class Journal {
  readonly #root: string;
  readonly #folder: string;

  constructor(root: string) {
    this.#root = root;
    this.#folder = resolve(root, '.bump');
  }

  /** Rolls back what an earlier run left; true when there was something. Throws while that run still goes on. */
  recover(): boolean {
    const record = this.#read();
    if (record === undefined) {
      const leftOver = existsSync(this.#folder);
      rmSync(this.#folder, { recursive: true, force: true });
      return leftOver;
    }
    if (record.pid !== process.pid && isAlive(record.pid)) {
      throw new BumpError(
        'running',
        `another bump (process ${record.pid}) is at work in this folder. Wait for it; if there is none, delete ${relative(this.#root, this.#folder)}/ after restoring the files from git.`,
      );
    }
    this.rollBack();
    return true;
  }

  /** Puts the files in place. From here on only `commit` makes it last. */
  write(files: ReadonlyMap<string, string | undefined>, writeFile: WriteFile = writeSynced): void {
    this.#begin([...files.keys()], writeFile);
    for (const [file, text] of files) {
      if (text === undefined) rmSync(file, { force: true });
      else {
        mkdirSync(dirname(file), { recursive: true });
        writeFile(`${file}.bump`, text);
      }
    }
    for (const [file, text] of files) if (text !== undefined) renameSync(`${file}.bump`, file);
  }

  commit(): void {
    // The rename is the moment: after it there is no journal, whatever becomes of the copies.
    const done = `${this.#folder}/done`;
    if (existsSync(`${this.#folder}/journal.json`)) renameSync(`${this.#folder}/journal.json`, done);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  rollBack(): void {
    const record = this.#read();
    for (const { file, copy, folders } of record?.entries ?? []) {
      const place = this.#inside(file);
      rmSync(`${place}.bump`, { force: true });
      if (copy === null) rmSync(place, { force: true });
      else {
        mkdirSync(dirname(place), { recursive: true });
        writeFileSync(`${place}.bump`, readFileSync(resolve(this.#folder, copy)));
        renameSync(`${place}.bump`, place);
      }
      for (const folder of [...folders].reverse()) removeIfEmpty(this.#inside(folder));
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #begin(files: readonly string[], writeFile: WriteFile): void {
    mkdirSync(this.#folder, { recursive: true });
    writeFile(`${this.#folder}/.gitignore`, '*\n');
    const entries = files.map((file, index): Entry => {
      const copy = existsSync(file) ? `${index}.copy` : null;
      if (copy !== null) writeFile(resolve(this.#folder, copy), readFileSync(file, 'utf8'));
      return { file: relative(this.#root, file), copy, folders: missingFolders(this.#root, file) };
    });
    const record: Record_ = { pid: process.pid, entries };
    writeFile(`${this.#folder}/journal.new`, JSON.stringify(record));
    renameSync(`${this.#folder}/journal.new`, `${this.#folder}/journal.json`);
  }

  #read(): Record_ | undefined {
    const file = `${this.#folder}/journal.json`;
    if (!existsSync(file)) return undefined;
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as Record_;
    } catch (error) {
      throw new BumpError(
        'writing',
        `the journal of an earlier bump cannot be read (${textOf(error)}). Restore the files from git and delete .bump/.`,
      );
    }
  }

  /** A journal is only a file: it must not lead out of the repository. */
  #inside(file: string): string {
    const place = resolve(this.#root, file);
    if (relative(this.#root, place).startsWith('..'))
      throw new BumpError('writing', `the journal names ${file}, which is outside of the repository. Delete .bump/.`);
    return place;
  }
}

/** On the disk before the next step, so that a power cut finds either no journal or a whole one. */
function writeSynced(file: string, text: string): void {
  const handle = openSync(file, 'w');
  try {
    const bytes = Buffer.from(text);
    for (let done = 0; done < bytes.length; ) done += writeSync(handle, bytes, done);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function missingFolders(root: string, file: string): string[] {
  const missing: string[] = [];
  for (
    let folder = dirname(file);
    folder.length > resolve(root).length && !existsSync(folder);
    folder = dirname(folder)
  )
    missing.unshift(relative(root, folder));
  return missing;
}

function removeIfEmpty(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
