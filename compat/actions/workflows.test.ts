// Every workflow is one that GitHub takes, by its own parser.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { repository } from './support/github.ts';
import { readWorkflow } from './support/workflow.ts';

const folder = `${repository}.github/workflows/`;
const files = readdirSync(folder);

test('the three workflows are there', () => {
  assert.deepEqual(files.sort(), ['bump.yml', 'ci.yml', 'release.yml']);
});

for (const file of files)
  test(`${file} parses without an error`, async () => {
    const { errors, template } = await readWorkflow(file, readFileSync(folder + file, 'utf8'));
    assert.deepEqual([errors, template.errors ?? []], [[], []]);
    assert.ok(template.jobs.length > 0);
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
