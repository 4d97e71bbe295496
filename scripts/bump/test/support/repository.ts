// A small repository in a temporary folder, with one provider of five operations, generated and up to date.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { onTestFinished } from 'vitest';
import { parse, stringify } from 'yaml';
import { buildContract } from '../../../contract/contract.ts';
import { outputsOf } from '../../../contract/emit/outputs.ts';
import { writeAll } from '../../../contract/files.ts';
import type { Json, JsonObject } from '../../../contract/json.ts';
import { root as realRoot } from '../../../contract/providers.ts';
import type { Report } from '../../judge.ts';
import { type RunOptions, runBump } from '../../run.ts';
import { edited } from './corpus.ts';
import { acme } from './provider.ts';

const fixture = new URL('../fixture/', import.meta.url).pathname;

export interface Repository {
  /** With a trailing slash. */
  readonly root: string;
  /** Every file with its text, by path from the root. */
  snapshot(): Map<string, string>;
  read(file: string): string;
  /** Writes the provider's file, changed as said, and gives its path. */
  provider(edits?: readonly (readonly [string, Json?])[], file?: string): string;
  bump(options?: Partial<RunOptions>): Promise<Report>;
  /** Commits all there is. */
  commit(): void;
  git(...args: string[]): string;
}

export const providerDocument = (): JsonObject => parse(readFileSync(`${fixture}provider.yaml`, 'utf8')) as JsonObject;

export async function repository(version = '1.2.3'): Promise<Repository> {
  const root = `${mkdtempSync(join(tmpdir(), 'bump-'))}/`;
  const outside = mkdtempSync(join(tmpdir(), 'provider-'));
  onTestFinished(() => {
    rmSync(root, { recursive: true, force: true });
    rmSync(outside, { recursive: true, force: true });
  });
  await fill(root, version);
  const git: Repository['git'] = (...args) => gitIn(root, ...args);
  git('init', '--quiet');
  const commit = (): void => commitAll(root);
  commit();
  const provider: Repository['provider'] = (edits = [], file = 'provider.yaml') => {
    writeFileSync(`${outside}/${file}`, stringify(edited(providerDocument(), edits, 'change')));
    return `${outside}/${file}`;
  };
  return {
    root,
    git,
    commit,
    snapshot: () => snapshot(root),
    read: (file) => readFileSync(root + file, 'utf8'),
    provider,
    bump: (options = {}) =>
      runBump({
        root,
        provider: acme,
        from: options.from ?? provider(),
        today: new Date('2026-05-05T12:00:00Z'),
        typecheck: () => Promise.resolve({ ok: true, output: '' }),
        ...options,
      }),
  };
}

export async function fill(root: string, version = '1.2.3'): Promise<void> {
  const specs = `${root}specs/acme/`;
  mkdirSync(specs, { recursive: true });
  for (const name of ['spec.yaml', 'texts.yaml', 'names.yaml', 'overlays'])
    cpSync(fixture + name, specs + name, { recursive: true });
  const source = {
    address: 'https://acme.example/openapi.yaml',
    version: '1.0.0',
    date: '2026-01-01',
    sha256: '0'.repeat(64),
    operations: 5,
  };
  writeFileSync(`${specs}source.json`, `${JSON.stringify(source, null, 2)}\n`);
  for (const kind of ['types', 'sdk']) {
    mkdirSync(`${root}packages/acme-${kind}`, { recursive: true });
    writeFileSync(`${root}packages/acme-${kind}/package.json`, JSON.stringify({ name: `@org/acme-${kind}`, version }));
  }
  mkdirSync(`${root}.changeset`);
  const files = await outputsOf(buildContract(acme, specs));
  writeAll(new Map([...files].map(([file, text]) => [root + relative(realRoot, file), text])));
}

const IDENTITY = ['-c', 'user.name=test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];

export const gitIn = (root: string, ...args: string[]): string =>
  execFileSync('git', ['-C', root, ...IDENTITY, ...args], { encoding: 'utf8' });

export function commitAll(root: string): void {
  gitIn(root, 'add', '--all');
  gitIn(root, 'commit', '--quiet', '--allow-empty', '--message', 'all');
}

/** Every file but git's own, with its text. */
export function snapshot(root: string): Map<string, string> {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (file) => !file.startsWith('.git/') && statSync(root + file).isFile(),
  );
  return new Map(files.sort().map((file) => [file, readFileSync(root + file, 'utf8')]));
}
