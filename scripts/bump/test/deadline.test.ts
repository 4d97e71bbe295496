// A file that would hang the tools ends with a clear error, and a signal ends them at any time.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { Deadline } from '../../contract/thread.ts';
import { EXIT } from '../fail.ts';
import { fetchSpec } from '../fetch.ts';
import { readSpec } from '../read.ts';
import { withFiles } from './support/folder.ts';
import { type Repository, repository } from './support/repository.ts';

/** Two ways to match each character, and an end that no example of ours has. */
const CATASTROPHIC = '^(.|.)*\u0001$';
const head = 'openapi: 3.1.0\ninfo: { title: x, version: "1" }\npaths: {}\n';
const keys = (count: number): string =>
  `${head}x-big:\n${Array.from({ length: count }, (_, index) => `  key${index}: 1\n`).join('')}`;
const read = (text: string, milliseconds: number) =>
  readSpec({ address: 'spec.yaml', text, sha256: '' }, new Deadline(milliseconds));

const evil = (repo: Repository): string =>
  repo.provider([['$.components.schemas.ApiWidget.properties.id', { pattern: CATASTROPHIC }]]);

describe('a pattern that backtracks for ever', () => {
  it('ends the bump at the deadline, and nothing is written', async () => {
    const repo = await repository();
    const before = repo.snapshot();
    await expect(repo.bump({ from: evil(repo), deadline: new Deadline(2000) })).rejects.toMatchObject({
      kind: 'untrusted',
      message:
        'checking the contract took longer than 2 s and was stopped. Look for a pattern that backtracks, or for far more parts than an API description has. Nothing was written.',
    });
    expect(repo.snapshot()).toEqual(before);
  });

  it('ends the command at the deadline that it is given', async () => {
    const repo = await repository();
    const cli = new URL('./support/cli.ts', import.meta.url).pathname;
    const child = spawn(process.execPath, [cli, repo.root, 'ok', 'acme', '--deadline', '1', '--from', evil(repo)]);
    let text = '';
    child.stderr.on('data', (part) => (text += part));
    const [status] = await once(child, 'close');
    expect([status, text]).toEqual([EXIT.untrusted, expect.stringContaining('took longer than 1 s and was stopped')]);
  });
});

describe('a file that takes for ever to read', () => {
  it.each([
    ['a million keys in one map', () => keys(1_000_000)],
    ['three million items in one list', () => `${head}x-big:\n${'  - 1\n'.repeat(2_700_000)}`],
    ['lists in lists in lists', () => `${head}x-big: ${'['.repeat(500_000)}`],
  ])('is refused at the deadline or before: %s', async (_, text) => {
    await expect(read(text(), 1500)).rejects.toMatchObject({ kind: expect.stringMatching(/^(untrusted|document)$/) });
  });

  it('is refused for more values than an API description has, as JSON too', async () => {
    const items = Array.from({ length: 2_100_000 }, () => 1);
    const text = JSON.stringify({ openapi: '3.1.0', info: {}, paths: {}, 'x-big': items });
    await expect(read(text, 20_000)).rejects.toMatchObject({
      kind: 'untrusted',
      message: expect.stringContaining('more than 2000000 parts'),
    });
  });

  it('is read where it only has many keys in one map', async () => {
    expect(Object.keys((await read(keys(100_000), 60_000))['x-big'] as object)).toHaveLength(100_000);
  });

  it.each(['/dev/zero', '/dev/null', '/'])('is not even opened: %s', async (from) => {
    await expect(fetchSpec(from)).rejects.toMatchObject({
      kind: 'file',
      message: `${from} is not a regular file. Give a file or an address with --from.`,
    });
  });

  it('is refused for its size before it is read', async () => {
    const from = withFiles({ 'spec.yaml': ' '.repeat(17 * 1024 * 1024) });
    await expect(fetchSpec(from)).rejects.toMatchObject({
      kind: 'untrusted',
      message: expect.stringContaining('16 MB'),
    });
  });
});

it.each(['SIGINT', 'SIGTERM'] as const)(
  'ends at once on %s while a file is read, and the tree is as it was',
  async (signal) => {
    const repo = await repository();
    const before = repo.snapshot();
    const text = keys(1_000_000);
    const cli = new URL('./support/cli.ts', import.meta.url).pathname;
    const server = createServer((_, response) => response.end(text)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const child = spawn(process.execPath, [
      cli,
      repo.root,
      'ok',
      'acme',
      '--from',
      `http://127.0.0.1:${port}/spec.yaml`,
    ]);
    const [, response] = await once(server, 'request');
    // Reading takes some ten seconds from here, far longer than the signal needs.
    await once(response, 'finish');
    const sent = performance.now();
    child.kill(signal);
    const [, ended] = await once(child, 'close');
    expect(ended).toBe(signal);
    expect(performance.now() - sent).toBeLessThan(3000);
    server.close();
    expect(repo.snapshot()).toEqual(before);
  },
);
