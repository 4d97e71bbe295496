// Whatever ends a bump, the tree is as it was, with a reason and an exit status of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { EXIT } from '../fail.ts';
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
  });

  it('rolls back from the journal in the run after a SIGKILL', async () => {
    const repo = await repository();
    const before = repo.snapshot();
    const from = repo.provider([newField]);
    const child = start(repo, 'hang', '--from', from);
    await untilTypecheck(child);
    const end = ended(child);
    child.kill('SIGKILL');
    expect((await end).signal).toBe('SIGKILL');
    expect(repo.snapshot()).not.toEqual(before);
    const { status, err } = await ended(start(repo, 'ok', '--from', repo.provider([], 'same.yaml'), '--dry-run'));
    expect([status, err]).toEqual([0, 'bump: an earlier run was cut off; what it had written was taken back.\n']);
    expect(repo.snapshot()).toEqual(before);
  });

  it('recovers from a kill at any step of writing', async () => {
    const repo = await repository();
    const before = repo.snapshot();
    const from = repo.provider([
      newField,
      ['$.components.schemas.WidgetPage.properties', { total: { type: 'integer' } }],
    ]);
    class Killed extends Error {}
    let stepsOfAll = 0;
    for (let step = 1; ; step++) {
      let steps = 0;
      const { Journal } = await import('../journal.ts');
      const { planBump } = await import('../plan.ts');
      const { differing } = await import('../../contract/files.ts');
      const { acme } = await import('./support/provider.ts');
      const plan = await planBump({ root: repo.root, provider: acme, from, today: new Date('2026-05-05T12:00:00Z') });
      const changed = new Map(differing(plan.files).map((file) => [file, plan.files.get(file)]));
      const journal = new Journal(repo.root);
      try {
        journal.write(changed, (file, text) => {
          // As a kill would leave it: half of the file.
          if (++steps === step) {
            writeFileSync(file, text.slice(0, text.length / 2));
            throw new Killed();
          }
          writeFileSync(file, text);
        });
        stepsOfAll = steps;
        new Journal(repo.root).recover();
        break;
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
        new Journal(repo.root).recover();
        expect(repo.snapshot(), `step ${step}`).toEqual(before);
      }
    }
    expect(stepsOfAll).toBeGreaterThan(8);
    expect(repo.snapshot()).toEqual(before);
  });

  it('leaves everything as it was when the disk is full', async () => {
    const repo = await repository();
    const before = repo.snapshot();
    let room = 6;
    const writeFile = (file: string, text: string): void => {
      if (room-- === 0) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
      writeFileSync(file, text);
    };
    const failure = await repo.bump({ from: repo.provider([newField]), writeFile }).catch((error) => error);
    expect(failure).toMatchObject({
      kind: 'writing',
      status: EXIT.writing,
      message:
        'cannot write (ENOSPC: no space left on device, write); the tree is as it was. Free some space or fix the permissions, and run it again.',
    });
    expect(repo.snapshot()).toEqual(before);
  });

  // Linux's /dev/full answers every write as a full disk does.
  it.runIf(existsSync('/dev/full'))(
    'leaves everything as it was when the kernel says that the disk is full',
    async () => {
      const repo = await repository();
      const before = repo.snapshot();
      const from = repo.provider([newField]);
      // The first file that is written, one in the middle and the last.
      for (const file of ['specs/acme/spec.yaml', 'packages/acme-types/schemas.d.ts', 'specs/acme/source.json']) {
        symlinkSync('/dev/full', `${repo.root}${file}.bump`);
        const { status, err } = await ended(start(repo, 'ok', '--from', from));
        expect(status).toBe(EXIT.writing);
        expect(err).toMatch(/^bump: cannot write \(ENOSPC: no space left on device, write\); the tree is as it was\./);
        expect(repo.snapshot()).toEqual(before);
      }
    },
  );

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
  });

  it('refuses to run beside another bump', async () => {
    const repo = await repository();
    const child = start(repo, 'hang', '--from', repo.provider([newField]));
    await untilTypecheck(child);
    await expect(repo.bump()).rejects.toMatchObject({ kind: 'running', status: EXIT.running });
    const end = ended(child);
    child.kill('SIGTERM');
    await end;
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
      /is no OpenAPI document: it holds a text/,
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
