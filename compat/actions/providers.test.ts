// Which providers the bump workflow looks at: those of providers.ts, with no edit of the workflow.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { providers } from '../../scripts/contract/providers.ts';
import { GitHub, repository } from './support/github.ts';
import { type JobResult, runWorkflow } from './support/runner.ts';

const workflow = '.github/workflows/bump.yml';
const called = '.github/workflows/bump-provider.yml';
const list = 'scripts/contract/providers.ts';

/** A repository with nothing to install or to run, so that each bump job ends at its first step. */
function small(context: TestContext): GitHub {
  const files = [workflow, called, list, '.github/scripts/bump-providers.ts', 'package.json'];
  const github = new GitHub(Object.fromEntries(files.map((file) => [file, true])));
  context.after(() => github.close());
  return github;
}

const run = ({ origin, folder, env }: GitHub, inputs: Record<string, string> = {}): Promise<JobResult[]> =>
  runWorkflow({ origin, folder, workflow, env, inputs, secrets: { GITHUB_TOKEN: 'the-tokens-own' } });

const namesOf = (jobs: readonly JobResult[]): string[] => jobs.map(({ name }) => name);

test('there is a job for each provider, and one that fails leaves the others', async (context) => {
  const jobs = await run(small(context));
  assert.deepEqual(namesOf(jobs), ['providers', ...providers.map(({ name }) => `bump-${name}-bump`)]);
  const [first, ...others] = jobs;
  assert.deepEqual([first?.succeeded, first?.steps.at(-1)], [true, 'List'], first?.log);
  assert.deepEqual([...new Set(others.flatMap(({ steps }) => steps.slice(-1)))], ['Set up']);
});

test('a third provider is looked at as soon as it is in providers.ts', async (context) => {
  const github = small(context);
  const text = readFileSync(repository + list, 'utf8');
  const third = text.replace(
    '= [\n',
    "= [\n  { name: 'third', pascal: 'Third', docs: 'https://third.example', nullableWhenRead: false },\n",
  );
  assert.notEqual(third, text);
  github.commit('main', 'A third provider', { [list]: third });
  assert.deepEqual(namesOf(await run(github)), [
    'providers',
    'bump-third-bump',
    ...providers.map(({ name }) => `bump-${name}-bump`),
  ]);
});

test('a run by hand can be of one provider', async (context) => {
  assert.deepEqual(namesOf(await run(small(context), { provider: 'paxos' })), ['providers', 'bump-paxos-bump']);
});

test('a provider that is not there, and an address without a provider, end the run with what to do', async (context) => {
  const github = small(context);
  for (const [inputs, text] of [
    [{ provider: 'irno' }, `There is no such provider. There are ${providers.map(({ name }) => name).join(', ')}.`],
    [{ from: 'https://provider.example/spec.yaml' }, 'An address is of one provider: name it, too.'],
  ] as const) {
    const jobs = await run(github, inputs);
    assert.deepEqual([namesOf(jobs), jobs[0]?.annotations], [['providers'], [{ kind: 'error', text }]]);
  }
});

test('each job may do no more than it must, and two runs for a provider wait for each other', async (context) => {
  const [first, second] = await run(small(context));
  assert.deepEqual([first?.permissions, first?.queue], [{ contents: 'read' }, {}]);
  assert.deepEqual(second?.permissions, { contents: 'read' });
  assert.deepEqual(second?.queue, { group: 'bump-iron', 'cancel-in-progress': 'false' });
});
