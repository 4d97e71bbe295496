// A provider made of a public spec of another kind (80 paths, forms instead of JSON, no key), type-checked, tested, thrown away.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { scaffold } from '../../scripts/bump/new-provider/scaffold.ts';
import { planBump } from '../../scripts/bump/plan.ts';
import { writeAll } from '../../scripts/contract/files.ts';
import { root as repository } from '../../scripts/contract/providers.ts';

const spec = new URL('./node_modules/@readme/oas-examples/3.0/json/star-trek.json', import.meta.url).pathname;

test('a provider made of a public spec is green at once', async (context) => {
  const started = performance.now();
  const root = `${mkdtempSync(join(tmpdir(), 'public-spec-'))}/`;
  context.after(() => rmSync(root, { recursive: true, force: true }));
  for (const file of [
    'README.md',
    'tsconfig.base.json',
    '.changeset',
    'scripts/contract/providers.ts',
    'packages/iron-types/LICENSE',
  ])
    cpSync(repository + file, root + file, { recursive: true });
  symlinkSync(`${repository}node_modules`, `${root}node_modules`);

  const { files, operations, provider, fixes } = await scaffold({
    root,
    name: 'stapi',
    from: spec,
    today: new Date('2026-05-05'),
  });
  writeAll(files);
  const sdk = `${root}packages/stapi-sdk/`;
  mkdirSync(`${sdk}node_modules/@org`, { recursive: true });
  symlinkSync(`${root}packages/stapi-types`, `${sdk}node_modules/@org/stapi-types`);
  symlinkSync(`${repository}packages/sdk-core`, `${sdk}node_modules/@org/sdk-core`);
  for (const tool of ['openapi-fetch', 'typescript', 'vitest'])
    symlinkSync(`${repository}packages/iron-sdk/node_modules/${tool}`, `${sdk}node_modules/${tool}`);
  const run = (tool: string, ...args: string[]): string =>
    execFileSync(process.execPath, [`${sdk}node_modules/${tool}`, ...args], {
      cwd: sdk,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
    });
  run('typescript/bin/tsc', '-p', 'tsconfig.json');
  assert.match(run('vitest/vitest.mjs', 'run'), /Tests {2}\d+ passed/);
  assert.ok(operations > 100);
  console.log(
    `stapi: ${operations} operations, ${fixes} fixes, ${((performance.now() - started) / 1000).toFixed(1)} s`,
  );

  // The next bump of the same file finds nothing to do.
  const { report } = await planBump({ root, provider, from: spec, today: new Date('2026-06-06') });
  assert.deepEqual([report.findings, report.files], [[], []]);
});
