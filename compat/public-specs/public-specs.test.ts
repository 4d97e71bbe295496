// Providers made from public specs of other companies: each is green at once, or ends in one screen that says what to write
// where, and is green when that is written.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openScreen } from '../../scripts/bump/new-provider/report.ts';
import { type Scaffold, scaffold } from '../../scripts/bump/new-provider/scaffold.ts';
import { planBump } from '../../scripts/bump/plan.ts';
import { writeAll } from '../../scripts/contract/files.ts';
import { root as repository } from '../../scripts/contract/providers.ts';

const specs = new URL('./node_modules/', import.meta.url).pathname;
const template = `${repository}scripts/contract/template/sdk/node_modules/`;

test('Star Trek API: its 40 searches send forms; without them its 40 reads are green', async (context) => {
  const from = `${specs}@readme/oas-examples/3.0/json/star-trek.json`;
  const root = workspace(context);
  const open = await made(root, 'stapi', from);
  const screen = openScreen(open, true);
  assert.ok(screen.split('\n').length < 24);
  assert.match(screen, /40 bodies are neither JSON nor text, .* POST \/animal\/search body \(application\/x-www-form/);
  removeAllOpen(root, 'stapi');
  await isGreen(root, await made(root, 'stapi', from), from);
});

test('Train Travel API: green at once', async (context) => {
  const from = `${specs}@readme/oas-examples/3.1/json/train-travel.json`;
  const root = workspace(context);
  const one = await made(root, 'train-travel', from);
  assert.deepEqual([one.operations, one.problems], [7, []]);
  await isGreen(root, one, from);
});

test('Scalar Galaxy: dynamic references are dropped by name; without its upload it is green', async (context) => {
  const from = `${specs}@scalar/galaxy/dist/3.1.yaml`;
  const root = workspace(context);
  const open = await made(root, 'galaxy', from);
  const screen = openScreen(open, true);
  assert.match(screen, /a \$dynamicRef was dropped, so that any value may stand there \(1 place/);
  assert.match(screen, /1 body is neither .* POST \/planets\/\{planetId\}\/image body \(multipart\/form-data\)/);
  removeAllOpen(root, 'galaxy');
  await isGreen(root, await made(root, 'galaxy', from), from);
});

/** What a person decides here: to have an SDK without these operations. */
function removeAllOpen(root: string, name: string): void {
  const file = `${root}specs/${name}/overlays/25-open-points.yaml`;
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('update: {}', 'remove: true'));
}

function workspace(context: TestContext): string {
  const root = `${mkdtempSync(join(tmpdir(), 'public-spec-'))}/`;
  context.after(() => rmSync(root, { recursive: true, force: true }));
  for (const file of ['README.md', 'tsconfig.base.json', '.changeset', 'scripts/contract/providers.ts'])
    cpSync(repository + file, root + file, { recursive: true });
  symlinkSync(`${repository}node_modules`, `${root}node_modules`);
  return root;
}

async function made(root: string, name: string, from: string): Promise<Scaffold> {
  const one = await scaffold({ root, name, from, today: new Date('2026-05-05') });
  writeAll(one.files);
  return one;
}

/** Its types compile, its tests pass, and the next bump of the same file finds nothing to do. */
async function isGreen(root: string, { provider, problems }: Scaffold, from: string): Promise<void> {
  assert.deepEqual(problems, []);
  const sdk = `${root}packages/${provider.name}-sdk/`;
  const { dependencies, devDependencies } = JSON.parse(readFileSync(`${sdk}package.json`, 'utf8'));
  for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
    mkdirSync(dirname(`${sdk}node_modules/${name}`), { recursive: true });
    const isOwn = name === `@org/${provider.name}-types`;
    symlinkSync(isOwn ? `${root}packages/${provider.name}-types` : template + name, `${sdk}node_modules/${name}`);
  }
  const run = (tool: string, ...args: string[]): string =>
    execFileSync(process.execPath, [`${sdk}node_modules/${tool}`, ...args], {
      cwd: sdk,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
    });
  run('typescript/bin/tsc', '-p', 'tsconfig.json');
  assert.match(run('vitest/vitest.mjs', 'run'), /Tests {2}13 passed \(13\)/);
  const { report } = await planBump({ root, provider, from, today: new Date('2026-06-06') });
  assert.deepEqual([report.findings, report.files], [[], []]);
}
