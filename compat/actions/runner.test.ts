// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are GitHub's expressions.
// The runner of these tests: it does as GitHub's does, and what it does not know is an error.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { GitHub } from './support/github.ts';
import { type JobResult, runWorkflow } from './support/runner.ts';
import { commands } from './support/step.ts';

const checkout = `actions/checkout@${'0'.repeat(40)}`;
const head = 'on: push\ndefaults: { run: { shell: bash } }\njobs:\n';
const job = (name: string, steps: string, more = ''): string =>
  `  ${name}:\n    runs-on: ubuntu-latest\n    timeout-minutes: 1\n    permissions: {}\n${more}    steps:\n      - uses: ${checkout}\n        with: { persist-credentials: false }\n${steps}`;

function run(context: TestContext, text: string, secrets: Record<string, string> = {}): Promise<JobResult[]> {
  const workflow = '.github/workflows/a.yml';
  const github = new GitHub({ [workflow]: head + text });
  context.after(() => github.close());
  const { origin, folder, env } = github;
  return runWorkflow({ origin, folder, workflow, env, secrets });
}

test('outputs, environment and expressions reach the steps and jobs that come after', async (context) => {
  const first = job(
    'first',
    '      - name: a\n        id: a\n        run: echo "list=[1, 2]" >> "$GITHUB_OUTPUT"; echo SEEN=yes >> "$GITHUB_ENV"\n      - name: b\n        run: echo "$SEEN ${{ env.SEEN }} ${{ steps.a.outputs.list }} ${{ secrets.A || secrets.B }}"\n',
    '    outputs: { list: "${{ steps.a.outputs.list }}" }\n',
  );
  const second = job(
    'second',
    '      - name: c\n        run: echo "number ${{ matrix.n }}"\n',
    '    needs: first\n    strategy: { matrix: { n: "${{ fromJSON(needs.first.outputs.list) }}" } }\n',
  );
  const jobs = await run(context, first + second, { B: 'of B' });
  assert.deepEqual(
    jobs.map(({ name, log }) => [name, log]),
    [
      ['first', 'yes yes [1, 2] of B\n'],
      ['second-1', 'number 1\n'],
      ['second-2', 'number 2\n'],
    ],
  );
});

test('a step that fails, in a pipe too, ends its job and what needs it', async (context) => {
  const steps = '      - name: a\n        run: false | true\n      - name: b\n        run: echo b\n';
  const jobs = await run(context, job('first', steps) + job('second', steps, '    needs: first\n'));
  assert.deepEqual(
    jobs.map(({ name, succeeded, steps }) => [name, succeeded, steps]),
    [['first', false, ['actions/checkout@commit', 'a']]],
  );
});

test('what it does not know of a workflow is an error', async (context) => {
  const echo = '      - run: echo\n        name: a\n';
  for (const [text, message] of [
    [job('a', echo, '    continue-on-error: true\n'), /continue-on-error is not known here/],
    [job('a', `${echo}        working-directory: b\n`), /working-directory is not known here/],
    [job('a', '      - uses: actions/cache@v4\n'), /actions\/cache@v4 is not known here/],
    [job('a', '      - uses: actions/checkout@v5\n'), /actions\/checkout@v5 is not known here/],
    ['  a:\n    permissions: {}\n    uses: org/sdks/.github/workflows/b.yml@main\n', /another repository is not known/],
    [job('a', echo).replace('ubuntu-latest', 'windows-latest'), /another machine is not known here/],
    [
      job('a', '      - name: a\n        run: echo "::add-path::b"\n'),
      /a command that is not known here: ::add-path::b/,
    ],
    [job('a', '      - name: a\n        run: echo b >> "$GITHUB_OUTPUT"\n'), /not name=value: b/],
    [job('a', echo, '    strategy: { matrix: { n: [] } }\n'), /no values for n/],
    [job('a', '      - name: a\n        run: echo ${{ nothing.a }}\n'), /Unrecognized named-value: 'nothing'/],
  ] as const)
    await assert.rejects(run(context, text), message);
});

test('commands are those lines only that stand outside of a stop', () => {
  const log =
    'a ::error::no\n::stop-commands::word\n::error::no\n::words::\n::warning::no\n::word::\n  ::warning file=a::yes 100%25\n';
  assert.deepEqual(commands(log), [{ kind: 'warning', text: 'yes 100%' }]);
});
