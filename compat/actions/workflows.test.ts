// Every workflow is one that GitHub takes, by its own parser.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { repository } from './support/github.ts';
import { entries, plain, readWorkflow } from './support/workflow.ts';

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

test('every action is one of GitHub at a commit, with its version beside it', () => {
  const uses = files.flatMap((file) =>
    [...readFileSync(folder + file, 'utf8').matchAll(/uses: (.*)/g)].map(([, text = '']) => text),
  );
  const called = './.github/workflows/bump-provider.yml';
  assert.ok(uses.includes(called) && uses.length > 15);
  for (const text of uses) if (text !== called) assert.match(text, /^actions\/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

test('no checkout leaves its token behind, and nothing runs for a pull request with more than it may read', () => {
  for (const file of files) {
    const text = readFileSync(folder + file, 'utf8');
    assert.doesNotMatch(text, /pull_request_target|workflow_run/, file);
    const checkouts = text.match(/uses: actions\/checkout@/g)?.length ?? 0;
    assert.equal(text.match(/persist-credentials: false/g)?.length ?? 0, checkouts, file);
    assert.match(text, /^permissions: \{\}$/m, file);
  }
});

test('no script contains an expression whose value would be code', () => {
  for (const file of files) {
    const text = readFileSync(folder + file, 'utf8');
    for (const [script] of text.matchAll(/^( *)(?:- )?run: (?:\|\n(?:\1 {2,}.*\n|\n)*|.*)/gm))
      assert.doesNotMatch(script, /\$\{\{/, file);
  }
});

test('the job that may publish may do nothing else, installs nothing and runs one script; nothing of a release is cached', async () => {
  const { jobs } = await releaseJobs();
  assert.deepEqual(Object.keys(jobs), ['pack', 'stage', 'tag']);
  assert.deepEqual([jobs.pack?.permissions, jobs.stage?.permissions], [{ contents: 'read' }, { 'id-token': 'write' }]);
  assert.deepEqual(jobs.tag?.permissions, { contents: 'write' });
  for (const [job, script] of [
    ['stage', '.github/scripts/release-stage'],
    ['tag', '.github/scripts/release-tag'],
  ] as const) {
    const scripts = jobs[job]?.steps.flatMap(({ run }) => (run === undefined ? [] : [run]));
    assert.deepEqual(scripts, [script]);
  }
  assert.doesNotMatch(readFileSync(`${folder}release.yml`, 'utf8'), /cache/);
});

interface ReleaseJob {
  readonly permissions: Record<string, string>;
  readonly steps: readonly { readonly run?: string }[];
}

async function releaseJobs(): Promise<{ jobs: Record<string, ReleaseJob> }> {
  const { root, errors } = await readWorkflow('release.yml', readFileSync(`${folder}release.yml`, 'utf8'));
  assert.deepEqual(errors, []);
  const contexts = { needs: { pack: { outputs: {} } }, runner: {}, secrets: {}, steps: { pack: { outputs: {} } } };
  const jobs = entries(root, [...TOP, 'concurrency']).get('jobs');
  assert.ok(jobs);
  return { jobs: plain(jobs, contexts) as unknown as Record<string, ReleaseJob> };
}

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
