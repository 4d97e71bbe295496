// Every workflow is one that GitHub takes, by its own parser.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { repository } from './support/github.ts';
import { entries, readWorkflow } from './support/workflow.ts';

const TOP = ['name', 'on', 'permissions', 'defaults', 'jobs'];

const folder = `${repository}.github/workflows/`;
const files = readdirSync(folder);

test('the four workflows are there', () => {
  assert.deepEqual(files.sort(), ['bump-provider.yml', 'bump.yml', 'ci.yml', 'release.yml']);
});

for (const file of files)
  test(`${file} parses without an error`, async () => {
    const { errors, template } = await readWorkflow(file, readFileSync(folder + file, 'utf8'));
    assert.deepEqual([errors, template.errors ?? []], [[], []]);
    assert.ok(template.jobs.length > 0);
  });

test('the bump workflows use actions of GitHub alone, each at a commit with its version beside it', () => {
  const uses = ['bump.yml', 'bump-provider.yml'].flatMap((file) =>
    [...readFileSync(folder + file, 'utf8').matchAll(/uses: (.*)/g)].map(([, text = '']) => text),
  );
  const called = './.github/workflows/bump-provider.yml';
  assert.ok(uses.includes(called) && uses.length > 5);
  for (const text of uses) if (text !== called) assert.match(text, /^actions\/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

test('the job that may write installs nothing and runs one script of the default branch', async () => {
  const { root, errors } = await readWorkflow('bump-provider.yml', readFileSync(`${folder}bump-provider.yml`, 'utf8'));
  assert.deepEqual(errors, []);
  const jobs = entries(entries(root, [...TOP]).get('jobs'), ['bump', 'pull-request']);
  const steps = jobs.get('pull-request')?.assertMapping('job').find('steps')?.assertSequence('steps') ?? [];
  const what = [...steps].map((step) => {
    const map = step.assertMapping('step');
    return String(map.find('run') ?? map.find('uses')).replace(/@.*/, '');
  });
  assert.deepEqual(what, ['actions/checkout', 'actions/download-artifact', '.github/scripts/bump-pull-request']);
});

test('the parser finds a key that is none, and a context that is not there', async () => {
  const text = readFileSync(`${folder}bump.yml`, 'utf8');
  const misspelt = await readWorkflow('bump.yml', text.replace('timeout-minutes', 'timeout-minute'));
  assert.match(misspelt.errors.join(), /Unexpected value 'timeout-minute'/);
  const elsewhere = await readWorkflow(
    'bump.yml',
    text.replace('matrix.provider }}\n      cancel', 'secrets.X }}\n      cancel'),
  );
  assert.match(elsewhere.errors.join(), /Unrecognized named-value: 'secrets'/);
});
