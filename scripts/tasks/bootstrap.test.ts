// Bootstrap as a program, on a tiny workspace: it sets up once, again when an install could give something else, and says
// what is wrong. pnpm is the real one; only its download through npx is spared.
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../contract/providers.ts';
import { node, type Outcome, temporaryFolder } from '../contract/test/support/process.ts';

interface Bootstrap {
  fingerprint(directory: string): string;
  isSetUp(directory: string): boolean;
}
const { fingerprint, isSetUp } = (await import(new URL('../bootstrap.mjs', import.meta.url).href)) as Bootstrap;

const TIMEOUT = { timeout: 60_000 };
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { packageManager: string };

interface Workspace {
  readonly folder: string;
  write(file: string, text: string): void;
  bootstrap(env?: NodeJS.ProcessEnv): Promise<Outcome>;
}

function workspace(): Workspace {
  const folder = temporaryFolder();
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  write('package.json', JSON.stringify({ name: 'tiny', version: '1.0.0', private: true, packageManager }));
  write('pnpm-workspace.yaml', 'packages:\n  - packages/*\n');
  const link = '    dependencies:\n      b:\n        specifier: workspace:*\n        version: link:../b\n';
  write(
    'pnpm-lock.yaml',
    `lockfileVersion: '9.0'\n\nimporters:\n\n  .: {}\n\n  packages/a:\n${link}\n  packages/b: {}\n`,
  );
  write('packages/a/package.json', JSON.stringify({ name: 'a', version: '1.0.0', dependencies: { b: 'workspace:*' } }));
  write('packages/b/package.json', JSON.stringify({ name: 'b', version: '1.0.0' }));
  write('packages/a/src/index.ts', 'export {};\n');
  mkdirSync(join(folder, 'scripts'));
  cpSync(join(root, 'scripts', 'bootstrap.mjs'), join(folder, 'scripts', 'bootstrap.mjs'));
  return {
    folder,
    write,
    bootstrap: (env = {}) => node([join(folder, 'scripts', 'bootstrap.mjs')], { cwd: folder, env }),
  };
}

/** A PATH whose npx hands over to the pnpm of this repository, which is the one that `packageManager` pins. */
function withNpx(): NodeJS.ProcessEnv {
  const bin = temporaryFolder();
  const pnpm = join(root, 'node_modules', 'pnpm', 'bin', 'pnpm.cjs');
  writeFileSync(
    join(bin, 'npx'),
    `#!/bin/sh\n[ "$1 $2" = "--yes ${packageManager}" ] || exit 9\nshift 2\nexec "${process.execPath}" "${pnpm}" "$@"\n`,
  );
  chmodSync(join(bin, 'npx'), 0o755);
  return { PATH: `${bin}:${process.env.PATH}` };
}

describe('set-up', () => {
  test('installs, says so, and is skipped without a word when nothing has changed', TIMEOUT, async () => {
    const { folder, bootstrap } = workspace();
    const first = await bootstrap(withNpx());
    expect(first).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Setting up: .*\nSet up in \d+ s\.\n$/s) });
    expect(existsSync(join(folder, 'packages', 'a', 'node_modules', 'b', 'package.json'))).toBe(true);
    expect(isSetUp(folder)).toBe(true);
    // Without npx in reach, which shows that it is not asked for.
    expect(await bootstrap({ PATH: '' })).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test('works in a checkout that is reached through a link', TIMEOUT, async () => {
    const { folder } = workspace();
    const link = join(temporaryFolder(), 'link');
    symlinkSync(folder, link);
    const { code, stdout } = await node([join(link, 'scripts', 'bootstrap.mjs')], { cwd: link, env: withNpx() });
    expect([code, stdout.includes('Set up in ')]).toEqual([0, true]);
  });

  test('that failed is not remembered: the next run tries again', TIMEOUT, async () => {
    const { folder, write, bootstrap } = workspace();
    write('packages/a/package.json', JSON.stringify({ name: 'a', version: '1.0.0', dependencies: { yaml: '2.0.0' } }));
    const { code, stdout, stderr } = await bootstrap(withNpx());
    expect(code).not.toBe(0);
    expect(stdout + stderr).toContain('ERR_PNPM_OUTDATED_LOCKFILE');
    expect(stderr).toMatch(/\npnpm-lock\.yaml is missing or does not match the package\.json files\./);
    expect(isSetUp(folder)).toBe(false);
  });

  test('without a network says so', TIMEOUT, async () => {
    const { bootstrap } = workspace();
    const { code, stderr } = await bootstrap({
      npm_config_registry: 'http://127.0.0.1:1/',
      npm_config_cache: temporaryFolder(),
      npm_config_fetch_retries: '0',
      npm_config_noproxy: '127.0.0.1',
    });
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/\nThe package registry cannot be reached\. Check the network, .*\n$/);
  });

  test('without npm says so', TIMEOUT, async () => {
    const { code, stderr } = await workspace().bootstrap({ PATH: '' });
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^\nnpx is not there\. It comes with npm: /)]);
  });
});

describe('the fingerprint', () => {
  const { folder, write } = workspace();
  const changes = (change: () => void): boolean => {
    const before = fingerprint(folder);
    change();
    return fingerprint(folder) !== before;
  };

  test.each<[string, string]>([
    ['a manifest', 'packages/a/package.json'],
    ['the manifest of the workspace', 'package.json'],
    ['the lockfile', 'pnpm-lock.yaml'],
    ['the settings of the workspace', 'pnpm-workspace.yaml'],
    ['the settings of npm', '.npmrc'],
    ['the manifest of a new package', 'packages/c/package.json'],
    ['the manifest of an example', 'examples/quickstart/package.json'],
    ['the manifest of the tests', 'tests/package.json'],
    ['the manifest of the template', 'scripts/contract/template/sdk/package.json'],
  ])('changes with %s', (_label, file) => {
    expect(changes(() => write(file, `${Math.PI} # changed\n`))).toBe(true);
  });

  test('changes when two manifests swap their texts', () => {
    write('packages/a/package.json', '1');
    write('packages/b/package.json', '2');
    expect(
      changes(() => {
        write('packages/a/package.json', '2');
        write('packages/b/package.json', '1');
      }),
    ).toBe(true);
  });

  test.each([
    'packages/a/src/index.ts',
    'packages/a/README.md',
    'scripts/contract/generate.ts',
    'specs/iron/spec.yaml',
  ])('does not change with %s', (file) => {
    expect(changes(() => write(file, 'changed'))).toBe(false);
  });

  test('of a folder that was never set up is not taken for set up', () => {
    expect(isSetUp(folder)).toBe(false);
  });
});
