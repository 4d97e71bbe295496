// A release by the project's own way: packed with digests, staged, approved, tagged. What npm refuses is refused, and what was
// tampered with goes no further.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Registry, startRegistry } from './registry.ts';

const repository = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'release-'));
const out = join(folder, 'temp/release');
let registry: Registry;

before(async () => {
  registry = await startRegistry(
    join(folder, 'registry'),
    process.env.npm_config_registry ?? 'https://registry.npmjs.org',
  );
});
after(async () => {
  await registry.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Ran {
  readonly status: number | null;
  readonly output: string;
}

/** Not the synchronous way: the registry is in this process. */
function run(
  command: string,
  args: readonly string[],
  env: Record<string, string> = {},
  cwd = repository,
): Promise<Ran> {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part: Buffer) => {
      output += part.toString();
    });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, output }));
  });
}

const pack = (to: string, at: string): Promise<Ran> =>
  run(process.execPath, ['scripts/release-pack.ts', '--out', to, '--registry', at]);

interface Stepped extends Ran {
  readonly summary: string;
  readonly tags: string;
}

/** Runs a script of the release workflow, with npm 11 and a `gh` that only takes notes. */
async function step(script: string, temp: string, digests: string): Promise<Stepped> {
  const [summary, tags, bin] = [join(folder, 'summary'), join(folder, 'tags'), join(folder, 'bin')];
  mkdirSync(bin, { recursive: true });
  writeFileSync(summary, '');
  writeFileSync(tags, '');
  writeFileSync(join(bin, 'gh'), '#!/bin/sh\n[ "$2" = create ] && echo "$3" >> "$TAGS" && exit 0\nexit 1\n');
  chmodSync(join(bin, 'gh'), 0o755);
  const ran = await run(join(repository, '.github/scripts', script), [], {
    PATH: `${bin}:${import.meta.dirname}/node_modules/.bin:${process.env.PATH}`,
    RUNNER_TEMP: temp,
    GITHUB_STEP_SUMMARY: summary,
    GITHUB_SHA: '0'.repeat(40),
    DIGESTS: digests,
    TAGS: tags,
    NPM_CONFIG_USERCONFIG: registry.npmrc,
    npm_config_registry: registry.url,
    npm_config_cache: join(folder, 'cache'),
  });
  return { ...ran, summary: readFileSync(summary, 'utf8'), tags: readFileSync(tags, 'utf8') };
}

const digestsIn = (temp: string): string => readFileSync(join(temp, 'release/SHA256SUMS'), 'utf8').trim();
const temp = join(folder, 'temp');

test('the placeholder scope is packed for a registry of this machine only', async () => {
  const refused = await pack(out, 'https://registry.npmjs.org');
  assert.equal(refused.status, 1);
  assert.match(refused.output, /bears the placeholder scope\. Run pnpm rename-scope/);
  const packed = await pack(out, registry.url);
  assert.equal(packed.status, 0, packed.output);
});

test('the bill of materials has every package and what they bring', async () => {
  const { components } = JSON.parse(readFileSync(join(out, 'sbom.cdx.json'), 'utf8')) as {
    components: { name: string }[];
  };
  const names = components.map(({ name }) => name);
  for (const name of ['@org/iron-sdk', '@org/paxos-sdk', '@org/sdk-core', 'openapi-fetch'])
    assert.ok(names.includes(name), name);
});

test('a dry run lists every file that would be published, and writes nothing', async () => {
  const { status, output } = await run(process.execPath, ['scripts/release-pack.ts', '--dry-run']);
  assert.equal(status, 0, output);
  assert.match(output, /@org\/iron-sdk@\d+\.\d+\.\d+, \d+ kB packed\n {2}LICENSE\n/);
  assert.doesNotMatch(output, /\.test\.|src\//);
});

test('tarballs that are not those of the digests are not staged', async () => {
  const tampered = join(folder, 'tampered');
  cpSync(temp, tampered, { recursive: true });
  const [, file = ''] = /\s(\S*iron-sdk\S*)/.exec(digestsIn(temp)) ?? [];
  writeFileSync(join(tampered, 'release', file), 'something else');
  const refused = await step('release-stage', tampered, digestsIn(temp));
  assert.equal(refused.status, 1);
  assert.match(refused.summary, /These are not the tarballs that were packed/);
  assert.deepEqual(registry.staged, []);
  assert.match((await step('release-stage', temp, '')).summary, /There are no digests/);
  assert.match(
    (await step('release-stage', temp, `${'0'.repeat(64)}  --registry=http://evil.example`)).summary,
    /no digests/,
  );
});

test('a package without a repository is refused, with the reason that npm gives', async () => {
  const bare = join(folder, 'bare');
  mkdirSync(join(bare, 'release/package'), { recursive: true });
  writeFileSync(join(bare, 'release/package/package.json'), '{ "name": "@org/bare", "version": "1.0.0" }');
  await run('tar', ['--create', '--gzip', '--file', 'bare.tgz', 'package'], {}, join(bare, 'release'));
  const { output } = await run('sha256sum', ['bare.tgz'], {}, join(bare, 'release'));
  const refused = await step('release-stage', bare, output.trim());
  assert.equal(refused.status, 1);
  assert.match(refused.output, /has no repository\.url/);
  assert.match(refused.summary, /npm refused bare\.tgz/);
});

test('every package is staged, each after what it depends on, and nothing can be installed or tagged yet', async () => {
  const done = await step('release-stage', temp, digestsIn(temp));
  assert.equal(done.status, 0, done.output);
  const names = registry.staged.map((id) => id.slice(0, id.lastIndexOf('@')));
  assert.ok(names.length >= 5, String(names));
  for (const [earlier, later] of [
    ['@org/iron-types', '@org/iron-sdk'],
    ['@org/sdk-core', '@org/iron-sdk'],
    ['@org/sdk-core', '@org/paxos-sdk'],
  ])
    assert.ok(names.indexOf(earlier ?? '') < names.indexOf(later ?? ''), `${earlier} before ${later}`);
  assert.equal((await fetch(`${registry.url}/@org/iron-sdk`)).status, 404);
  const early = await step('release-tag', temp, digestsIn(temp));
  assert.equal(early.status, 1);
  assert.match(early.summary, /is not published\. Approve it first/);
});

test('a run after one that was cut off stages what is missing and leaves the rest', async () => {
  const before = [...registry.staged];
  const again = await step('release-stage', temp, digestsIn(temp));
  assert.equal(again.status, 0, again.output);
  assert.match(again.summary, /there already/);
  assert.deepEqual(registry.staged, before);
});

test('what is published with other bytes than were packed is not tagged', async () => {
  for (const id of [...registry.staged]) await registry.approve(id);
  const other = join(folder, 'other/release');
  cpSync(out, other, { recursive: true });
  const [, file = ''] = /\s(\S*sdk-core\S*)/.exec(digestsIn(temp)) ?? [];
  await run('tar', ['--extract', '--gzip', '--file', file], {}, other);
  writeFileSync(join(other, 'package/dist/index.js'), 'export const stolen = true;');
  await run('tar', ['--create', '--gzip', '--file', file, 'package'], {}, other);
  const { output } = await run('sha256sum', [file], {}, other);
  const refused = await step('release-tag', join(folder, 'other'), output.trim());
  assert.equal(refused.status, 1, refused.output);
  assert.match(refused.summary, /on the registry is not what was packed/);
  assert.equal(refused.tags, '');
});

test('once approved, every package is tagged with its version', async () => {
  const done = await step('release-tag', temp, digestsIn(temp));
  assert.equal(done.status, 0, done.output);
  const packed = digestsIn(temp).split('\n').length;
  assert.equal(done.tags.trim().split('\n').length, packed);
  assert.match(done.tags, /^@org\/iron-sdk@\d+\.\d+\.\d+$/m);
});
