// Whatever ends a bump, the tree is as it was, or the next run says what undoes it; each with an exit status of its own.
import { type ChildProcess, execSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EXIT } from '../fail.ts';
import { identityOf } from '../lock.ts';
import { type Repository, repository } from './support/repository.ts';

const cli = new URL('./support/cli.ts', import.meta.url).pathname;
const newField = ['$.components.schemas.CreateWidgetRequest.properties', { colour: { type: 'string' } }] as const;

function start(repo: Repository, mode: string, ...args: string[]): ChildProcess {
  return spawn(process.execPath, [cli, repo.root, mode, 'acme', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
}

async function ended(
  child: ChildProcess,
): Promise<{ status: number | null; signal: string | null; out: string; err: string }> {
  let [out, err] = ['', ''];
  child.stdout?.on('data', (part) => (out += part));
  child.stderr?.on('data', (part) => (err += part));
  const [status, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { status, signal, out, err };
}

async function untilTypecheck(child: ChildProcess): Promise<void> {
  for await (const part of child.stdout ?? []) if (String(part).includes('typechecking')) return;
  throw new Error('ended before the type-check');
}

const killer = new URL('./support/kill-at.mjs', import.meta.url).href;

/** The number of a process that has ended and that its parent, which never asks, keeps. */
async function zombie(): Promise<number> {
  const parent = spawn('/bin/sh', ['-c', 'sleep 0 & echo $!; exec sleep 600'], { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => void parent.kill());
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(String(line).trim());
  await expect.poll(() => identityOf(pid)).toBeUndefined();
  return pid;
}

/** What stands in the tree after a kill is undone by the one command that the next run prints. */
async function undone(repo: Repository, before: ReadonlyMap<string, string>): Promise<void> {
  const now = repo.snapshot();
  const changed = [...now].some(([file, text]) => !file.startsWith('.bump/') && before.get(file) !== text);
  const from = repo.provider([], 'same.yaml');
  const told: string[] = [];
  await repo.bump({ from, dryRun: true, onCutOff: (left) => told.push(left) });
  if (changed) {
    const failure = await repo.bump({ from }).catch((error) => error);
    expect(failure).toMatchObject({ kind: 'tree', message: told[0] });
    expect(failure.message).toContain('an earlier bump was cut off');
    expect(repo.snapshot()).toEqual(now);
    execSync(failure.message.split('\n')[1], { cwd: repo.root });
  } else expect([told, repo.snapshot()]).toEqual([[], now]);
  // The next run takes over the lock and its folder.
  await repo.bump({ from });
  repo.git('checkout', '--quiet', '--', '.');
  expect(repo.snapshot()).toEqual(before);
}

describe('all or nothing', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('puts everything back on %s', async (signal) => {
    const repo = await repository();
    const before = repo.snapshot();
    const child = start(repo, 'hang', '--from', repo.provider([newField]));
    await untilTypecheck(child);
    expect(repo.read('specs/acme/spec.yaml')).toContain('colour');
    const end = ended(child);
    child.kill(signal);
    expect((await end).status).toBe(signal === 'SIGINT' ? EXIT.interrupted : EXIT.terminated);
    expect(repo.snapshot()).toEqual(before);
    expect(existsSync(`${repo.root}.git/bump.lock`)).toBe(false);
  });

  it('reports a run that was killed with the one git command that undoes it', async () => {
    const repo = await repository();
    const before = repo.snapshot();
    const { signal } = await ended(start(repo, 'kill', '--from', repo.provider([newField])));
    expect(signal).toBe('SIGKILL');
    const { err } = await ended(start(repo, 'ok', '--from', repo.provider([], 'same.yaml')));
    const written = ['packages/acme-types/openapi.json', 'packages/acme-types/schemas.d.ts', 'specs/acme/source.json'];
    for (const file of [...written, 'specs/acme/spec.yaml']) expect(err).toContain(file);
    expect(err).toMatch(
      /^bump: an earlier bump was cut off after it had written 5 files\. This undoes it:\n {2}git restore --source=HEAD --staged --worktree -- \S.* && git clean -f -- \.changeset\/bump-acme-\w+\.md\nOr commit what it wrote, if that is what you want\.\n$/,
    );
    await undone(repo, before);
  });

  it('is undone after a kill at any file that is written and at any file that is put in place', async () => {
    const repo = await repository();
    const before = repo.snapshot();
    const from = repo.provider([newField]);
    let kills = 0;
    for (let step = 1; ; step += process.env.TEST_LONG ? 1 : 3) {
      const kill = spawn(
        process.execPath,
        ['--import', `${killer}?${step}`, cli, repo.root, 'ok', 'acme', '--from', from],
        { stdio: 'ignore' },
      );
      const [status, signal] = await once(kill, 'close');
      if (status === 0) break;
      expect(signal).toBe('SIGKILL');
      kills++;
      await undone(repo, before);
    }
    // Of the lock, five new files, four old ones, the lock's record, and the renames, every third.
    expect(kills).toBeGreaterThan(5);
  }, 600_000);

  it('leaves alone what a person edited after a kill, as a dry run and as another bump', async () => {
    const repo = await repository();
    await ended(start(repo, 'kill', '--from', repo.provider([newField])));
    appendFileSync(`${repo.root}specs/acme/spec.yaml`, '# mine\n');
    const now = repo.snapshot();
    const same = repo.provider([], 'same.yaml');
    const dry = await ended(start(repo, 'ok', '--from', same, '--dry-run'));
    expect(dry.err).toContain('It leaves alone what was edited since: specs/acme/spec.yaml.');
    const { status, err } = await ended(start(repo, 'ok', '--from', same));
    expect([status, repo.snapshot()]).toEqual([EXIT.tree, now]);
    execSync(err.split('\n')[1] ?? '', { cwd: repo.root });
    expect(repo.read('specs/acme/spec.yaml')).toBe(now.get('specs/acme/spec.yaml'));
    // What is left is the person's, which the bump does not overwrite.
    expect((await ended(start(repo, 'ok', '--from', repo.provider([newField])))).err).toMatch(
      /^bump: specs\/acme\/spec\.yaml has changes that are not committed/,
    );
  });

  it('takes the tree as it is once a person has committed what a killed run wrote', async () => {
    const repo = await repository();
    const from = repo.provider([newField]);
    await ended(start(repo, 'kill', '--from', from));
    repo.commit();
    expect(await ended(start(repo, 'ok', '--from', from))).toMatchObject({ status: 0, err: '' });
  });

  it.each([
    ['a process that is no more', (): number => 2 ** 22 + 1],
    ['a process of the same number that started later', (): number => process.pid],
    ['a zombie', zombie],
  ])('takes over the lock of %s', async (_, pid) => {
    const repo = await repository();
    const claim = { pid: await pid(), started: 'long ago', files: [] };
    writeFileSync(`${repo.root}.git/bump.lock`, JSON.stringify(claim));
    expect((await repo.bump({ from: repo.provider([newField]) })).files).toHaveLength(5);
  });

  it('says what to do about a lock that holds no process', async () => {
    const repo = await repository();
    writeFileSync(`${repo.root}.git/bump.lock`, '');
    await expect(repo.bump()).rejects.toMatchObject({
      kind: 'running',
      message: expect.stringContaining('If no bump is at work in this folder, delete the file.'),
    });
  });

  it.each(['ok', 'fail'] as const)(
    'lets one of several that start at once go on, and the tree is of one (type-check: %s)',
    async (mode) => {
      const repo = await repository();
      const before = repo.snapshot();
      const other = ['$.components.schemas.ApiWidget.properties', { size: { type: 'integer' } }] as const;
      const files = [repo.provider([newField], 'one.yaml'), repo.provider([other], 'two.yaml')];
      const runs = await Promise.all([0, 1].map((file) => ended(start(repo, mode, '--from', files[file] ?? ''))));
      const tally = runs.map(({ status }) => status);
      const isOne = (status: number | null): boolean => status === (mode === 'ok' ? EXIT.ok : EXIT.types);
      expect(tally.filter(isOne).length).toBeGreaterThan(0);
      for (const status of tally.filter((one) => !isOne(one))) expect([EXIT.running, EXIT.tree]).toContain(status);
      if (mode === 'fail') expect(repo.snapshot()).toEqual(before);
      else {
        const types = repo.read('packages/acme-types/schemas.d.ts');
        expect([types.includes('colour'), types.includes('size?')].filter(Boolean)).toHaveLength(1);
        expect(repo.read('specs/acme/spec.yaml').includes('colour')).toBe(types.includes('colour'));
      }
    },
  );

  it('refuses to run beside another bump, and a dry run does not mind', async () => {
    const repo = await repository();
    const child = start(repo, 'hang', '--from', repo.provider([newField]));
    await untilTypecheck(child);
    await expect(repo.bump()).rejects.toMatchObject({ kind: 'running', status: EXIT.running });
    await expect(repo.bump({ dryRun: true })).resolves.toMatchObject({ provider: 'acme' });
    const end = ended(child);
    child.kill('SIGTERM');
    await end;
  });

  it('leaves everything as it was when the disk is full, at each file that is written', async () => {
    const repo = await repository();
    const before = repo.snapshot();
    const from = repo.provider([newField]);
    let refused = 0;
    for (let room = 0; ; room++) {
      let left = room;
      const writeFile = (file: string, text: string): void => {
        const isFull = left-- === 0;
        writeFileSync(file, isFull ? text.slice(0, text.length / 2) : text);
        if (isFull) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
      };
      const failure = await repo.bump({ from, writeFile }).catch((error) => error);
      if (!(failure instanceof Error)) break;
      refused++;
      expect(failure).toMatchObject({
        kind: 'writing',
        message:
          'cannot write (ENOSPC: no space left on device, write); the tree is as it was. Free some space or fix the permissions, and run it again.',
      });
      expect(repo.snapshot()).toEqual(before);
    }
    expect(refused).toBe(9);
  });

  it('leaves no lock where the lock itself cannot be written', async () => {
    const repo = await repository();
    const before = repo.snapshot();
    mkdirSync(`${repo.root}.git/bump.lock.new`);
    await expect(repo.bump({ from: repo.provider([newField]) })).rejects.toMatchObject({ kind: 'writing' });
    expect([existsSync(`${repo.root}.git/bump.lock`), repo.snapshot()]).toEqual([false, before]);
    expect((await repo.bump({ from: repo.provider([newField]) })).files).toHaveLength(5);
  });

  it('leaves alone what somebody edits while it type-checks, when that fails', async () => {
    const repo = await repository();
    const before = repo.snapshot();
    const file = 'specs/acme/spec.yaml';
    const typecheck = () => {
      writeFileSync(repo.root + file, 'mine');
      return Promise.resolve({ ok: false, output: 'no' });
    };
    await expect(repo.bump({ from: repo.provider([newField]), typecheck })).rejects.toMatchObject({
      kind: 'types',
      message: expect.stringContaining(`${file} changed meanwhile and is left alone.`),
    });
    expect(repo.snapshot()).toEqual(new Map(before).set(file, 'mine'));
  });

  it.each([
    ['edited', 'specs/acme/spec.yaml', (file: string) => appendFileSync(file, '# mine\n')],
    ['deleted', 'packages/acme-types/openapi.json', (file: string) => rmSync(file)],
  ])('refuses a target that was %s and not committed', async (_, file, change) => {
    const repo = await repository();
    change(repo.root + file);
    const now = repo.snapshot();
    await expect(repo.bump({ from: repo.provider([newField]) })).rejects.toMatchObject({
      kind: 'tree',
      status: EXIT.tree,
      message: `${file} has changes that are not committed, and the bump would overwrite them. Nothing was written. Commit or stash them, and run it again.`,
    });
    expect(repo.snapshot()).toEqual(now);
    // Everything else may be dirty, and a dry run minds nothing.
    await expect(repo.bump({ from: repo.provider([newField]), dryRun: true })).resolves.toMatchObject({
      bump: 'minor',
    });
  });

  it('refuses a target that is committed anew while the bump is planned', async () => {
    const repo = await repository();
    const fetcher = (() => {
      appendFileSync(`${repo.root}specs/acme/names.yaml`, '# later\n');
      repo.commit();
      return Promise.resolve(new Response('openapi: 3.1.0\ninfo: { title: x, version: "2" }\npaths: {}\n'));
    }) as unknown as typeof fetch;
    await expect(repo.bump({ from: 'https://acme.example/x', fetcher })).rejects.toMatchObject({
      kind: 'tree',
      message: expect.stringContaining('specs/acme/names.yaml changed while the bump was planned.'),
    });
  });

  it('does not apply without git, and reports without it', async () => {
    const repo = await repository();
    rmSync(`${repo.root}.git`, { recursive: true });
    const before = repo.snapshot();
    const from = repo.provider([newField]);
    await expect(repo.bump({ from })).rejects.toMatchObject({
      kind: 'tree',
      message: expect.stringMatching(/is not a git repository with a commit.*`--dry-run` reports without git\.$/),
    });
    expect((await repo.bump({ from, dryRun: true })).files).toHaveLength(5);
    expect(repo.snapshot()).toEqual(before);
  });

  it('writes nothing at all in a dry run, in git’s folder neither', async () => {
    const repo = await repository();
    const all = (): string =>
      execSync('find . -type f -newer .git/../specs/acme/names.yaml | sort', { cwd: repo.root }).toString();
    const [before, seen] = [repo.snapshot(), all()];
    await repo.bump({ from: repo.provider([newField]), dryRun: true });
    expect(repo.snapshot()).toEqual(before);
    expect(all()).toBe(seen);
  });

  it('takes everything back when the new types do not type-check', async () => {
    const repo = await repository();
    const before = repo.snapshot();
    const { status, err } = await ended(start(repo, 'fail', '--from', repo.provider([newField])));
    expect(status).toBe(EXIT.types);
    expect(err).toContain(
      'hand-written code does not type-check with the new types; the tree is as it was.\nsrc/a.ts(1,1): error TS2322: no longer fits\nRun it with --keep to have the files written all the same, and fix the code that the errors name.',
    );
    expect(repo.snapshot()).toEqual(before);
  });

  it('keeps what it wrote where it is told to, and tells what to fix', async () => {
    const repo = await repository();
    const out = `${repo.root}report.md`;
    const args = ['--keep', '--out', out, '--from', repo.provider([newField])];
    const { status, err, out: report } = await ended(start(repo, 'fail', ...args));
    expect(status).toBe(EXIT.types);
    expect(err).toBe(
      'bump: hand-written code does not type-check with the new types; --keep wrote them all the same.\nsrc/a.ts(1,1): error TS2322: no longer fits\n',
    );
    expect(report).toContain('colour: optional request field added');
    expect(repo.read('report.md')).toContain(
      '## Type errors (1)\n\nFix first: hand-written code does not type-check with the new types.\n\n- `src/a.ts(1,1): error TS2322: no longer fits`\n',
    );
    expect(repo.read('specs/acme/spec.yaml')).toContain('colour');
    expect(existsSync(`${repo.root}.bump`)).toBe(false);
    expect(existsSync(`${repo.root}.git/bump.lock`)).toBe(false);
  });

  it.each([
    [
      'half a file',
      '{"openapi": "3.1.0", "paths": {"/a"',
      EXIT.document,
      /is neither JSON nor YAML: .*Is it half a file\?/,
    ],
    ['half a YAML file', 'openapi: 3.1.0\ninfo: { title: x\n', EXIT.document, /is neither JSON nor YAML/],
    [
      'a login page',
      '<!doctype html><html><body>Sign in</body></html>',
      EXIT.document,
      /is not an OpenAPI document: it holds a text/,
    ],
    ['Swagger 2.0', 'swagger: "2.0"\npaths: {}\n', EXIT.document, /Convert it to OpenAPI 3.0 or 3.1 first/],
    ['an AsyncAPI document', 'asyncapi: 3.0.0\n', EXIT.document, /its `openapi` is missing/],
    ['a document without paths', 'openapi: 3.1.0\ninfo: {}\n', EXIT.document, /has no `paths`/],
    ['an empty file', '', EXIT.file, /is empty/],
    [
      'a reference that leads nowhere',
      'openapi: 3.1.0\npaths: { /a: { get: { responses: { "200": { $ref: "#/components/responses/No" } } } } }\n',
      EXIT.document,
      /leads nowhere/,
    ],
  ])('refuses %s', async (_, text, status, message) => {
    const repo = await repository();
    const before = repo.snapshot();
    const file = repo.provider([], 'bad.yaml');
    writeFileSync(file, text);
    await expect(repo.bump({ from: file })).rejects.toMatchObject({ status, message: expect.stringMatching(message) });
    expect(repo.snapshot()).toEqual(before);
  });

  it('names a file that is not there', async () => {
    const repo = await repository();
    await expect(repo.bump({ from: '/no/such/file.yaml' })).rejects.toMatchObject({
      status: EXIT.file,
      message: expect.stringContaining('cannot read /no/such/file.yaml'),
    });
  });

  it.each([
    ['answers 404', (response: import('node:http').ServerResponse) => response.writeHead(404).end(), /answered 404/],
    [
      'breaks off',
      (response: import('node:http').ServerResponse) =>
        response.writeHead(200, { 'content-length': '100' }).write('half', () => response.destroy()),
      /cannot get .*|broke off/,
    ],
  ])('says so when the server %s', async (_, answer, message) => {
    const repo = await repository();
    const server = createServer((_request, response) => void answer(response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const before = repo.snapshot();
    await expect(repo.bump({ from: `http://127.0.0.1:${port}/spec.yaml` })).rejects.toMatchObject({
      status: EXIT.network,
      message: expect.stringMatching(message),
    });
    server.close();
    expect(repo.snapshot()).toEqual(before);
  });

  it('says so when nothing listens, and takes no unencrypted address elsewhere', async () => {
    const repo = await repository();
    await expect(repo.bump({ from: 'http://127.0.0.1:1/spec.yaml' })).rejects.toMatchObject({ status: EXIT.network });
    await expect(repo.bump({ from: 'http://acme.example/spec.yaml' })).rejects.toMatchObject({
      status: EXIT.usage,
      message: expect.stringContaining('is not encrypted'),
    });
    await expect(repo.bump({ from: 'https://user:secret@acme.example/spec.yaml' })).rejects.toMatchObject({
      status: EXIT.usage,
      message: expect.not.stringContaining('secret@'),
    });
  });
});
