// The last step alone has a token: git gets it from gh, and nothing of it stays in the folder.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { serveGit } from './support/git-server.ts';
import { pullRequestStep, smallGitHub, source, sourceOf, types } from './support/pull-request-step.ts';

const files = { [source]: sourceOf('new'), [types]: 'new\n' };

test('a private repository is read and written with the token of the environment', async (context) => {
  const github = smallGitHub();
  const server = await serveGit(github.folder, 'a-token');
  context.after(() => {
    server.close();
    github.close();
  });
  const remote = `${server.address}/origin.git`;
  const wrong = await pullRequestStep(github, { files, remote, env: { GH_TOKEN: 'another' } });
  assert.notEqual(wrong.status, 0);
  assert.match(wrong.log, /Authentication failed/);
  assert.deepEqual(github.branches(), ['main']);

  const right = await pullRequestStep(github, { files, remote });
  assert.equal(right.status, 0, right.log);
  assert.deepEqual([github.branches(), github.pull(1).state], [['bump/iron', 'main'], 'OPEN']);
  await pullRequestStep(github, { remote });
  assert.deepEqual(github.branches(), ['main']);

  const runs = readdirSync(github.folder).filter((name) => name.startsWith('run-'));
  assert.equal(runs.length, 3);
  for (const run of runs)
    assert.doesNotMatch(
      readFileSync(join(github.folder, run, 'checkout/.git/config'), 'utf8'),
      /token|credential|extraheader/i,
    );
});
