// A release and the bump after it: what the version command keeps is what the bump is held against.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { git } from './support/git.ts';
import type { GitHub } from './support/github.ts';
import { Iron, spec } from './support/iron.ts';
import { runShell } from './support/step.ts';

const kept = 'packages/iron-sdk/api/type-tests/perceived.program.ts';
let iron: Iron;
let github: GitHub;

/** The provider's file without one field of what is read of a customer. */
function without(field: string): string {
  const at = spec.indexOf(`\n        ${field}:\n`, spec.indexOf('\n    Customer:\n'));
  assert.ok(at > 0);
  const next = /\n {0,8}\S/.exec(spec.slice(at + 1))?.index ?? 0;
  return spec.slice(0, at) + spec.slice(at + 1 + next);
}

/** What a person runs to make a release: docs/releasing.md. */
const versionCommand = 'npx pnpm version-packages';

before(async () => {
  iron = await Iron.start();
  ({ github } = iron);
});

after(() => iron.close());

test('a release sets the versions, and keeps what the packages declare', async () => {
  const { folder, succeeded, log } = await iron.bump();
  assert.ok(succeeded, log);
  const { status, log: said } = await runShell(versionCommand, {
    cwd: folder,
    env: { ...github.env, CI: 'true' },
    temp: github.folder,
    minutes: 2,
  });
  assert.equal(status, 0, said);
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', 'Version packages');
  git(folder, 'push', '--quiet', 'origin', 'HEAD:refs/heads/main');
  const { version } = JSON.parse(github.text('main', 'packages/iron-sdk/package.json')) as { version: string };
  assert.match(version, /^\d+\.[1-9]\d*\.0$/);
  assert.ok(github.text('main', 'packages/iron-sdk/src/version.ts').includes(`'${version}'`));
  assert.ok(github.text('main', 'packages/iron-sdk/CHANGELOG.md').includes(`## ${version}`));
  const files = git(github.origin, 'ls-tree', '-r', '--name-only', 'main').split('\n');
  assert.deepEqual(
    files.filter((file) =>
      /^packages\/(iron|paxos)-(types|sdk)\/api\/(groups\.ts|index\.d\.ts|contract\.json)$/.test(file),
    ),
    ['iron-sdk/api/groups.ts', 'iron-types/api/contract.json', 'iron-types/api/index.d.ts']
      .concat(['paxos-sdk/api/groups.ts', 'paxos-types/api/contract.json', 'paxos-types/api/index.d.ts'])
      .map((file) => `packages/${file}`),
  );
  assert.equal(github.text('main', kept), github.text('main', 'packages/iron-sdk/test/types/perceived.program.ts'));
  assert.deepEqual(
    files.filter((file) => file.startsWith('.changeset/')),
    ['.changeset/config.json'],
  );
});

test('a break that is announced passes the gate, and names the type tests to fix', async () => {
  iron.provider.publish(without('external_id'));
  const { succeeded, log } = await iron.bump();
  assert.ok(succeeded, log);
  const { body, isDraft } = github.pull(1);
  assert.match(body, /\n- Release: minor, 0\.1\.0 → 0\.2\.0, /);
  assert.match(body, /## Type tests \(\d+\)\n[\s\S]*- `packages\/iron-sdk\/test\/types\/perceived\.program\.ts:\d+`/);
  // The last release's own type tests are evidence of what it promised; only those of the tree are to be fixed.
  assert.doesNotMatch(body.slice(body.indexOf('## Type tests')), /api\/type-tests/);
  // The sandbox remembers the field, so hand-written code has to follow before the merge.
  assert.equal(isDraft, true);
  assert.equal(github.text('bump/iron', kept), github.text('main', kept));
});

test('a break that only the compiler finds is part of the release, since the last one promised what its type tests say', async () => {
  const promise = "export const traceId: number = ({} as components['schemas']['ApiError']).trace_id;";
  github.commit('main', 'As if the release had promised more', {
    [kept]: `${github.text('main', kept)}\n${promise}\n`,
  });
  const { succeeded, log } = await iron.bump();
  assert.ok(succeeded, log);
  const { body } = github.pull(1);
  assert.match(body, /by the contract and by the compiler\./);
  assert.match(body, /## What no longer compiles \(\d+\)[\s\S]*type test fails/);
});
