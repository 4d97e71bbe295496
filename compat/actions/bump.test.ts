// The whole workflow, run for real in a clone of this repository: its jobs, the bump, pnpm, the type-check and git. Only the
// provider and GitHub's pull requests are stand-ins. The tests are one story and build on each other.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { Pull } from './support/gh.ts';
import { git } from './support/git.ts';
import type { GitHub } from './support/github.ts';
import { type BumpRun, Iron, spec } from './support/iron.ts';
import { type Provider, sha256 } from './support/provider.ts';
import { bot } from './support/pull-request-step.ts';

const branch = 'bump/iron';
let iron: Iron;
let provider: Provider;
let github: GitHub;

/** The provider's file with a field more in what is read of a customer. */
const withField = (name: string): string =>
  edited('\n    Customer:\n', '      properties:\n', `        ${name}:\n          type: string\n`);

/** A status more, which the hand-written code must decide about. */
const withStatus = (name: string): string => edited('\n    CustomerStatus:\n', '      enum:\n', `        - ${name}\n`);

function edited(schema: string, after: string, text: string): string {
  const at = spec.indexOf(after, spec.indexOf(schema)) + after.length;
  assert.ok(spec.includes(schema) && at > after.length);
  return spec.slice(0, at) + text + spec.slice(at);
}

/** The provider's file without one path. */
function withoutOperation(path: string): string {
  const at = spec.indexOf(`\n  ${path}:\n`);
  assert.ok(at > 0);
  return spec.slice(0, at) + spec.slice(at + 1 + (/\n {2}\S/.exec(spec.slice(at + 1))?.index ?? 0));
}

const latest = (): Pull => github.pull(github.state.pulls.length);

const run = (inputs?: Record<string, string>): Promise<BumpRun> => iron.bump(inputs);

before(async () => {
  iron = await Iron.start();
  ({ provider, github } = iron);
});

after(() => iron.close());

test('nothing new: no branch, no pull request', async () => {
  const { succeeded, jobs, annotations, log } = await run();
  assert.ok(succeeded, log);
  assert.deepEqual(jobs, ['providers', 'bump-iron-bump', 'bump-iron-pull-request']);
  assert.deepEqual([github.branches(), github.state.pulls, annotations], [['main'], [], []]);
});

let tip = '';

test('a field more: a branch with contract, types and changeset in one commit, and the report as a pull request', async () => {
  provider.publish(withField('nickname'));
  const { succeeded, summary, log, environments } = await run();
  assert.ok(succeeded, log);
  assert.deepEqual(github.branches(), [branch, 'main']);
  tip = github.tip(branch) ?? '';
  assert.equal(git(github.origin, 'log', '--format=%ae', `main..${branch}`), bot);
  const files = git(github.origin, 'diff', '--name-only', 'main', branch).split('\n');
  const note = files.find((file) => /^\.changeset\/bump-iron-\w+\.md$/.test(file)) ?? 'none';
  assert.match(github.text(branch, note), /^---\n"@org\/iron-types": (patch|minor)\n[\s\S]*nickname/);
  for (const file of ['specs/iron/spec.yaml', 'specs/iron/source.json', 'packages/iron-types/schemas.d.ts'])
    assert.ok(files.includes(file), file);
  assert.ok(github.text(branch, 'packages/iron-types/schemas.d.ts').includes('nickname?: string'));
  assert.equal(JSON.parse(github.text(branch, 'specs/iron/source.json')).sha256, sha256(withField('nickname')));
  const { body, isDraft } = github.pull(1);
  assert.match(body, /^# `iron`: version [\s\S]*\n- Release: (patch|minor), [\s\S]*\n## New \(1\)\n\n[\s\S]*nickname/);
  assert.match(
    body,
    /\nThe whole report is report\.md in the artifact bump-iron of \[this run\]\(https:\S+\/runs\/1\)\.\n$/,
  );
  // The summary of the run is the whole report.
  assert.match(summary, /^# `iron`: [\s\S]*nickname[^\n]* `iron\.customer\.getCustomerById`/);
  assert.equal(isDraft, false);
  const holders = environments.filter(([, env]) => Object.values(env).some((value) => /token/.test(value)));
  assert.deepEqual(
    holders.map(([step, { GH_TOKEN }]) => [step, GH_TOKEN]),
    [['bump-iron-pull-request: Pull request', 'a-token-of-ours']],
  );
});

test('the same again: nothing is pushed, and it stays one pull request', async () => {
  const { succeeded, log } = await run();
  assert.ok(succeeded, log);
  assert.deepEqual([github.tip(branch), github.state.pulls.length], [tip, 1]);
});

test('the provider changes again: the branch is made anew, in the same pull request', async () => {
  provider.publish(withField('pronouns'));
  const { succeeded, log } = await run();
  assert.ok(succeeded, log);
  assert.equal(git(github.origin, 'rev-list', '--count', `main..${branch}`), '1');
  assert.match(github.pull(1).body, /pronouns/);
  assert.doesNotMatch(github.pull(1).body + github.text(branch, 'packages/iron-types/schemas.d.ts'), /nickname/);
  assert.equal(github.state.pulls.length, 1);
});

test('the provider cannot be reached: the job fails with the reason, and nothing is changed', async () => {
  tip = github.tip(branch) ?? '';
  provider.publish(undefined);
  const { succeeded, jobs, summary, annotations, folder } = await run();
  assert.deepEqual([succeeded, jobs.at(-1), github.tip(branch)], [false, 'bump-iron-bump', tip]);
  assert.match(summary, /^# iron: no bump\n\n {4}bump: cannot get http:.*: other side closed\. Check the network/);
  assert.deepEqual(
    annotations.map(({ kind }) => kind),
    ['error'],
  );
  assert.match(annotations[0]?.text ?? '', /^bump: cannot get http/);
  assert.equal(git(folder, 'status', '--porcelain'), '');
});

test('an address given by hand is read instead, and only as an address', async () => {
  const from = "http://127.0.0.1:1/$(touch hacked)`touch hacked`';touch hacked;'.yaml";
  const { succeeded, annotations, folder } = await run({ provider: 'iron', from });
  assert.deepEqual([succeeded, github.tip(branch), git(folder, 'status', '--porcelain')], [false, tip, '']);
  assert.ok(annotations[0]?.text.startsWith(`bump: cannot get ${new URL(from).href}: `), annotations[0]?.text);
});

test('the provider takes it back: the pull request is closed and the branch is gone', async () => {
  provider.publish(spec);
  const { succeeded, log } = await run();
  assert.ok(succeeded, log);
  assert.deepEqual([github.pull(1).state, github.branches()], ['CLOSED', ['main']]);
});

/** What a program that is installed could do while the bump runs. */
const malicious = (mark: string): string => `
import { appendFileSync, writeFileSync } from 'node:fs';
const steal = '#!/usr/bin/env bash\\necho "stolen: $GH_TOKEN" > ${mark}\\n';
writeFileSync('.github/scripts/bump-pull-request', steal);
writeFileSync('.github/workflows/theirs.yml', 'on: push\\n');
appendFileSync('packages/iron-sdk/package.json', ' ');
appendFileSync('.git/config', '[core]\\n\\thooksPath = hooks\\n');
`;

test('what runs beside the bump and changes scripts or other files is refused, and never sees the token', async () => {
  provider.publish(withField('nickname'));
  const file = 'scripts/bump.ts';
  const own = github.text('main', file);
  const mark = `${github.folder}/stolen`;
  github.commit('main', 'As if something installed were malicious', { [file]: `${own}\n${malicious(mark)}` });
  const { succeeded, jobs, annotations, log } = await run();
  assert.deepEqual([succeeded, jobs.at(-1)], [false, 'bump-iron-pull-request']);
  assert.match(annotations[0]?.text ?? '', /^The patch changes what is not for a bump to change: see the log\./);
  for (const path of [
    '.github/scripts/bump-pull-request',
    '.github/workflows/theirs.yml',
    'packages/iron-sdk/package.json',
  ])
    assert.ok(log.includes(`\t${path}\n`), path);
  assert.ok(!log.includes('\tspecs/iron/spec.yaml\n'));
  assert.deepEqual([existsSync(mark), /token-of-ours|stolen/.test(log)], [false, false]);
  assert.deepEqual([github.branches(), github.state.pulls.length], [['main'], 1]);
  github.commit('main', 'Remove it', { [file]: `${own}\n` });
});

test('an operation that the provider removed comes all the way to a pull request', async () => {
  provider.publish(withoutOperation('/autoramps/check-limit'));
  const { succeeded, log } = await run();
  assert.ok(succeeded, log);
  const { body, state } = latest();
  assert.equal(state, 'OPEN');
  assert.match(
    body,
    /; 1 removed, 0 new\.\n[\s\S]*\n## Removed operations \(1\)\n\n- `iron\.autoramp\.checkAutorampLimit` \(/,
  );
  const note = git(github.origin, 'diff', '--name-only', 'main', branch)
    .split('\n')
    .find((name) => name.startsWith('.changeset/'));
  assert.match(github.text(branch, note ?? 'none'), /- await iron\.autoramp\.checkAutorampLimit\(\);/);
});

test('a change that breaks hand-written code: a draft whose body has the errors of the compiler', async () => {
  provider.publish(withStatus('Dormant'));
  const { succeeded, annotations, log } = await run();
  assert.ok(succeeded, log);
  const { isDraft, body, state } = latest();
  assert.deepEqual([state, isDraft, annotations], ['OPEN', true, []]);
  assert.match(body, /\n## Type errors \(\d+\)\n[\s\S]*error TS\d+: Property 'Dormant' is missing[\s\S]*"Dormant"/);
  assert.ok(github.text(branch, 'packages/iron-types/schemas.d.ts').includes('Dormant'));
});

test('a person fixes the code on the branch: what the provider changes later leaves it alone, with a warning', async () => {
  const fixed = github.commit(branch, 'Decide about the new status');
  provider.publish(withField('nickname'));
  const { succeeded, annotations, log } = await run();
  assert.ok(succeeded, log);
  assert.deepEqual([github.tip(branch), annotations.map(({ kind }) => kind)], [fixed, ['warning']]);
  assert.match(latest().body, /Dormant/);
});
