// What the last step of the bump workflow does to branches and pull requests, on small repositories and without a bump.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { git } from './support/git.ts';
import type { GitHub } from './support/github.ts';
import {
  bodyOf,
  bot,
  changesOf,
  pullRequestStep,
  smallGitHub,
  source,
  sourceOf,
  types,
} from './support/pull-request-step.ts';

const branch = 'bump/iron';
const first = { [source]: sourceOf('new'), [types]: 'new\n', '.changeset/bump-iron-00000001.md': 'A change.\n' };
const second = { ...first, [source]: sourceOf('newer'), [types]: 'newer\n' };

function small(context: TestContext): GitHub {
  const github = smallGitHub();
  context.after(() => github.close());
  return github;
}

/** A small repository whose pull request 1 is open. */
async function opened(context: TestContext): Promise<GitHub> {
  const github = small(context);
  await pullRequestStep(github, { files: first });
  assert.equal(github.pull(1).state, 'OPEN');
  return github;
}

test('nothing changed and no pull request: nothing is done', async (context) => {
  const github = small(context);
  const { status, annotations } = await pullRequestStep(github, {});
  assert.deepEqual([status, annotations, github.branches(), changesOf(github)], [0, [], ['main'], []]);
});

test('words of the provider alone open nothing, and close what is out of date', async (context) => {
  const words = { [source]: sourceOf('new') };
  const github = small(context);
  await pullRequestStep(github, { files: words });
  assert.deepEqual([github.branches(), changesOf(github)], [['main'], []]);
  const other = await opened(context);
  await pullRequestStep(other, { files: words });
  assert.deepEqual([other.branches(), other.pull(1).state], [['main'], 'CLOSED']);
});

test('a change opens a pull request with all files in one commit of the bot and the report as its body', async (context) => {
  const github = small(context);
  const body = 'A report with `$(touch hacked)`, "quotes" and\n::error::lines\n';
  const { status, annotations, log } = await pullRequestStep(github, { files: first, body });
  assert.deepEqual([status, annotations], [0, []], log);
  const { title, baseRefName, headRefName, state, isDraft } = github.pull(1);
  assert.deepEqual(
    [title, baseRefName, headRefName, state, isDraft],
    ['Bump the contract of iron', 'main', branch, 'OPEN', false],
  );
  assert.equal(github.pull(1).body, bodyOf(body));
  const changed = git(github.origin, 'diff', '--name-only', 'main', branch).split('\n');
  assert.deepEqual(changed, Object.keys(first).sort());
  assert.equal(
    git(github.origin, 'log', '--format=%ae %ce %s', `main..${branch}`),
    `${bot} ${bot} Bump the contract of iron`,
  );
});

test('the same change again pushes nothing, and brings the body up to date', async (context) => {
  const github = await opened(context);
  const tip = github.tip(branch);
  await pullRequestStep(github, { files: first, body: 'Another report\n' });
  assert.deepEqual([github.tip(branch), github.pull(1).body], [tip, bodyOf('Another report\n')]);
  assert.deepEqual(changesOf(github), ['pr create', 'api']);
});

test('the same change on another day pushes nothing: the date of the run alone is no change', async (context) => {
  const github = await opened(context);
  const tip = github.tip(branch);
  await pullRequestStep(github, { files: { ...first, [source]: sourceOf('new', '2026-01-02') } });
  assert.equal(github.tip(branch), tip);
  await pullRequestStep(github, { files: { ...first, [source]: sourceOf('newer', '2026-01-02') } });
  assert.notEqual(github.tip(branch), tip);
});

test('other types from the same file of the provider are pushed', async (context) => {
  const github = await opened(context);
  await pullRequestStep(github, { files: { ...first, [types]: 'better\n' } });
  assert.equal(github.text(branch, types), 'better');
});

test('another change takes the place of the first, in the same pull request', async (context) => {
  const github = await opened(context);
  await pullRequestStep(github, { files: second, body: 'A second report\n' });
  assert.equal(github.text(branch, types), 'newer');
  assert.equal(git(github.origin, 'rev-list', '--count', `main..${branch}`), '1');
  assert.deepEqual([github.state.pulls.length, github.pull(1).body], [1, bodyOf('A second report\n')]);
});

test('when main has moved on, the same change is put on the new main', async (context) => {
  const github = await opened(context);
  for (const files of [{ 'other.txt': 'other\n' }, {}]) {
    const main = github.commit('main', 'Something else', files);
    await pullRequestStep(github, { files: first });
    assert.equal(git(github.origin, 'rev-parse', `${branch}^`), main);
  }
  assert.deepEqual([github.state.pulls.length, github.pull(1).state], [1, 'OPEN']);
});

test('a branch that is deleted while the bump is at work is made anew', async (context) => {
  const github = await opened(context);
  const prelude = `git --git-dir '${github.origin}' update-ref -d refs/heads/${branch}`;
  const { status, log } = await pullRequestStep(github, { files: second, prelude });
  assert.equal(status, 0, log);
  assert.deepEqual([github.pull(1).state, github.pull(2).state], ['CLOSED', 'OPEN']);
});

test('what does not type-check is a draft, until it does', async (context) => {
  const github = small(context);
  await pullRequestStep(github, { files: first, status: 10 });
  assert.equal(github.pull(1).isDraft, true);
  await pullRequestStep(github, { files: first, status: 10 });
  assert.equal(github.pull(1).isDraft, true);
  await pullRequestStep(github, { files: second });
  assert.equal(github.pull(1).isDraft, false);
  await pullRequestStep(github, { files: first, status: 10 });
  assert.equal(github.pull(1).isDraft, true);
  assert.deepEqual(changesOf(github), ['pr create', 'api', 'api', 'pr ready', 'api', 'pr ready']);
});

test('a change that is gone closes the pull request with a reason, and deletes the branch', async (context) => {
  const github = await opened(context);
  const { status, annotations } = await pullRequestStep(github, {});
  const { state, comments } = github.pull(1);
  assert.deepEqual([status, state, github.branches()], [0, 'CLOSED', ['main']]);
  assert.deepEqual(comments, ['Out of date: main has all that iron publishes now.']);
  assert.deepEqual(annotations, [
    { kind: 'notice', text: 'Took back bump/iron: main has all that iron publishes now.' },
  ]);
});

test('a merged branch that was left behind is deleted, or made anew for the next change', async (context) => {
  const github = await opened(context);
  const tip = github.tip(branch) ?? '';
  github.change(1, { state: 'MERGED' });
  await pullRequestStep(github, { files: second });
  assert.deepEqual([github.state.pulls.length, github.pull(2).state], [2, 'OPEN']);
  assert.notEqual(github.tip(branch), tip);
  github.change(2, { state: 'MERGED' });
  await pullRequestStep(github, {});
  assert.deepEqual(github.branches(), ['main']);
});

test('a branch whose pull request could not be opened gets it in the next run', async (context) => {
  const github = await opened(context);
  github.state = { pulls: [], calls: [] };
  const tip = github.tip(branch);
  await pullRequestStep(github, { files: first });
  assert.deepEqual([github.pull(1).state, github.tip(branch)], ['OPEN', tip]);
});

test('a pull request that somebody closed is not opened again while its branch is there', async (context) => {
  const github = await opened(context);
  github.change(1, { state: 'CLOSED' });
  const tip = github.tip(branch);
  const { status, annotations } = await pullRequestStep(github, { files: second });
  assert.deepEqual([status, github.tip(branch), github.state.pulls.length], [0, tip, 1]);
  assert.match(
    annotations[0]?.text ?? '',
    /closed without a merge, and is left so. To have another, delete the branch/,
  );
});

test('a pull request from a fork, of a branch of the same name, is none of ours', async (context) => {
  const github = await opened(context);
  const { pulls, calls } = github.state;
  const own = pulls[0];
  assert.ok(own);
  const fork = { ...own, number: 2, isCrossRepository: true, isDraft: true, body: 'Theirs' };
  github.state = { pulls: [own, fork], calls };
  await pullRequestStep(github, { files: second, body: 'Ours\n' });
  assert.deepEqual([github.pull(1).body, github.pull(2).body], [bodyOf('Ours\n'), 'Theirs']);
  await pullRequestStep(github, {});
  assert.deepEqual([github.pull(1).state, github.pull(2).state], ['CLOSED', 'OPEN']);
});

test('a run on another branch than the default one ends with what to do', async (context) => {
  const github = await opened(context);
  const tip = github.tip(branch);
  const { status, annotations } = await pullRequestStep(github, { files: second, env: { GITHUB_REF_NAME: 'next' } });
  assert.deepEqual([status, github.tip(branch)], [1, tip]);
  assert.deepEqual(annotations, [{ kind: 'error', text: 'This run is on next. Run the workflow on main.' }]);
});

test('a pull request that somebody sent to another branch is left as it is, with what to do', async (context) => {
  const github = await opened(context);
  const tip = github.tip(branch);
  github.change(1, { baseRefName: 'next' });
  const { status, annotations } = await pullRequestStep(github, { files: second });
  assert.deepEqual([status, github.tip(branch)], [1, tip]);
  const text = 'Pull request #1 goes to next. Change its base to main, or close it.';
  assert.deepEqual(annotations, [{ kind: 'error', text }]);
});

test('without a token nothing is pushed', async (context) => {
  const github = small(context);
  const { status, log } = await pullRequestStep(github, { files: first, env: { GH_TOKEN: '' } });
  assert.deepEqual([status, github.branches()], [1, ['main']]);
  assert.match(log, /set the GH_TOKEN environment variable/);
});
