// What somebody else committed to the branch of a bump is never overwritten and never deleted.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { git, gitAs, identity } from './support/git.ts';
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
const first = { [source]: sourceOf('new'), [types]: 'new\n' };
const second = { [source]: sourceOf('newer'), [types]: 'newer\n' };

/** A pull request on whose branch a person did something. */
async function fixed(context: TestContext, how: (github: GitHub) => void): Promise<{ github: GitHub; tip: string }> {
  const github = smallGitHub();
  context.after(() => github.close());
  await pullRequestStep(github, { files: first, status: 10 });
  how(github);
  return { github, tip: github.tip(branch) ?? '' };
}

const commits = (github: GitHub): void => {
  github.commit(branch, 'Decide about the new status', { 'code.ts': 'fixed\n' });
};

const amends = (github: GitHub): void => {
  git(github.person, 'fetch', '--quiet', 'origin');
  git(github.person, 'checkout', '--quiet', '-B', branch, `origin/${branch}`);
  git(github.person, 'commit', '--quiet', '--amend', '--message', 'Fixed');
  git(github.person, 'push', '--quiet', '--force', 'origin', branch);
  assert.equal(git(github.origin, 'log', '-1', '--format=%ae %ce', branch), `${bot} ${identity.GIT_COMMITTER_EMAIL}`);
};

/** As workflows do that format what a person pushed. */
const isApplied = (github: GitHub): void => {
  git(github.person, 'fetch', '--quiet', 'origin');
  git(github.person, 'checkout', '--quiet', '-B', branch, `origin/${branch}`);
  gitAs(bot, github.person, 'commit', '--quiet', '--allow-empty', '--message', 'Fixed');
  git(github.person, 'push', '--quiet', 'origin', branch);
  assert.equal(git(github.origin, 'log', '-1', '--format=%ae %ce', branch), `${identity.GIT_AUTHOR_EMAIL} ${bot}`);
};

const merges = (github: GitHub): void => {
  github.commit('main', 'Something else', { 'other.txt': 'other\n' });
  git(github.person, 'fetch', '--quiet', 'origin');
  git(github.person, 'checkout', '--quiet', '-B', branch, `origin/${branch}`);
  git(github.person, 'merge', '--quiet', '--no-edit', 'origin/main');
  git(github.person, 'push', '--quiet', 'origin', branch);
};

for (const [what, how] of Object.entries({
  'a commit': commits,
  'an amended commit': amends,
  'a commit that the bot made': isApplied,
  'a merge of main': merges,
}))
  test(`${what} of a person stays, with a warning in the log and the summary`, async (context) => {
    const { github, tip } = await fixed(context, how);
    const { status, annotations, summary } = await pullRequestStep(github, { files: second, body: 'Newer\n' });
    assert.deepEqual([status, github.tip(branch)], [0, tip]);
    const text =
      'bump/iron holds commits of others and is left alone. To bring in what iron publishes now, run pnpm bump iron on it; to have it made anew, delete it.';
    assert.deepEqual(annotations, [{ kind: 'warning', text }]);
    assert.equal(summary, `${text}\n`);
    assert.deepEqual(
      [github.pull(1).state, github.pull(1).body, changesOf(github)],
      ['OPEN', bodyOf('A report\n'), ['pr create']],
    );
  });

test('a commit of a person stays also when the provider took its change back', async (context) => {
  const { github, tip } = await fixed(context, commits);
  const { status, annotations } = await pullRequestStep(github, {});
  assert.deepEqual([status, github.tip(branch), github.pull(1).state], [0, tip, 'OPEN']);
  assert.match(
    annotations[0]?.text ?? '',
    /nothing new any more, but bump\/iron holds commits of others. It is left alone/,
  );
});

test('a commit of a person stays also when there is no pull request any more', async (context) => {
  const { github, tip } = await fixed(context, commits);
  github.change(1, { state: 'CLOSED' });
  const { annotations } = await pullRequestStep(github, { files: second });
  assert.deepEqual([github.tip(branch), github.state.pulls.length, annotations[0]?.kind], [tip, 1, 'warning']);
});

test('once they are merged, squashed or not, the commits of a person hold nothing up', async (context) => {
  const { github, tip } = await fixed(context, commits);
  github.change(1, { state: 'MERGED', headRefOid: tip });
  await pullRequestStep(github, { files: second });
  assert.notEqual(github.tip(branch), tip);
  assert.equal(github.pull(2).state, 'OPEN');
});

test('commits that came after the merge stay', async (context) => {
  const { github } = await fixed(context, commits);
  github.change(1, { state: 'MERGED', headRefOid: github.tip(branch) ?? '' });
  const tip = github.commit(branch, 'One more', { 'code.ts': 'more\n' });
  await pullRequestStep(github, { files: second });
  await pullRequestStep(github, {});
  assert.equal(github.tip(branch), tip);
});

test('a commit that comes in while the step is at work makes the push fail', async (context) => {
  const { github } = await fixed(context, () => undefined);
  const during = github.commit('somewhere', 'Fix it', { 'code.ts': 'fixed\n' });
  // The first call of gh comes after the branches were read.
  const gh = `gh() { git --git-dir '${github.origin}' update-ref refs/heads/${branch} ${during}; command gh "$@"; }; export -f gh`;
  const { status, log } = await pullRequestStep(github, { files: second, prelude: gh });
  assert.equal(status, 1);
  assert.match(log, /stale info/);
  assert.equal(github.tip(branch), during);
});
