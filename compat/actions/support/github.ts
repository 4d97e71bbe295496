// GitHub as far as the workflow sees it: a bare origin, pull requests, and `gh` in the path.
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Pull, State } from './gh.ts';
import { git } from './git.ts';

export const repository: string = fileURLToPath(new URL('../../../', import.meta.url));

export class GitHub {
  readonly folder: string;
  readonly origin: string;
  /** A working copy, as a person has one. */
  readonly person: string;
  readonly env: Record<string, string>;
  readonly #state: string;

  /** @param files what main holds, by path; a string is the text of the file, `true` is the repository's own */
  constructor(files: Readonly<Record<string, string | true>>) {
    this.folder = mkdtempSync(join(tmpdir(), 'actions-'));
    this.origin = join(this.folder, 'origin.git');
    this.person = join(this.folder, 'person');
    this.#state = join(this.folder, 'pulls.json');
    this.state = { pulls: [], calls: [] };
    git(this.folder, 'init', '--quiet', '--bare', '--initial-branch=main', this.origin);
    git(this.folder, 'clone', '--quiet', `file://${this.origin}`, this.person);
    for (const [file, text] of Object.entries(files)) this.#put(file, text);
    this.commit('main', 'All of it');
    const bin = join(this.folder, 'bin');
    mkdirSync(bin);
    const program = fileURLToPath(new URL('./gh.ts', import.meta.url));
    writeFileSync(join(bin, 'gh'), `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`);
    chmodSync(join(bin, 'gh'), 0o755);
    const { NODE_TEST_CONTEXT: _, ...machine } = process.env;
    const PATH = [bin, dirname(process.execPath), process.env.PATH].join(':');
    this.env = {
      ...(machine as Record<string, string>),
      PATH,
      GH_STATE: this.#state,
      GH_ORIGIN: this.origin,
      // This repository was installed before, so npm's cache has all of it.
      npm_config_prefer_offline: 'true',
    };
  }

  #put(file: string, text: string | true): void {
    const to = join(this.person, file);
    mkdirSync(dirname(to), { recursive: true });
    if (text === true) cpSync(join(repository, file), to);
    else writeFileSync(to, text);
  }

  get state(): State {
    return JSON.parse(readFileSync(this.#state, 'utf8')) as State;
  }

  set state(state: State) {
    writeFileSync(this.#state, JSON.stringify(state));
  }

  /** The pull request with this number. */
  pull(number: number): Pull {
    const pull = this.state.pulls[number - 1];
    if (pull === undefined) throw new Error(`no pull request ${number}`);
    return pull;
  }

  change(number: number, what: Partial<Pull>): void {
    const state = this.state;
    state.pulls = state.pulls.map((pull) => (pull.number === number ? { ...pull, ...what } : pull));
    this.state = state;
  }

  /** A person commits to a branch and pushes it. */
  commit(branch: string, message: string, files: Readonly<Record<string, string>> = {}): string {
    if (this.tip(branch) !== undefined) {
      git(this.person, 'fetch', '--quiet', 'origin');
      git(this.person, 'checkout', '--quiet', '-B', branch, `origin/${branch}`);
    }
    for (const [file, text] of Object.entries(files)) this.#put(file, text);
    git(this.person, 'add', '--all');
    git(this.person, 'commit', '--quiet', '--allow-empty', '--message', message);
    git(this.person, 'push', '--quiet', 'origin', `HEAD:refs/heads/${branch}`);
    return git(this.person, 'rev-parse', 'HEAD');
  }

  tip(branch: string): string | undefined {
    return git(this.origin, 'for-each-ref', '--format=%(objectname)', `refs/heads/${branch}`) || undefined;
  }

  branches(): string[] {
    return git(this.origin, 'for-each-ref', '--format=%(refname:short)', 'refs/heads').split('\n');
  }

  /** Of a file on a branch. */
  text(branch: string, file: string): string {
    return git(this.origin, 'show', `${branch}:${file}`);
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Every file of the repository as it lies in this folder, committed or not, but for what git ignores. */
export function everyFile(): Record<string, true> {
  const listed = git(repository, 'ls-files', '--cached', '--others', '--exclude-standard', '-z').split('\0');
  return Object.fromEntries(
    listed.filter((file) => file !== '' && existsSync(repository + file)).map((file) => [file, true]),
  );
}
