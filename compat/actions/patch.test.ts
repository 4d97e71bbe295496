// What the job with the token takes over: the patch that the bump handed over, with the files of a bump in it, and nothing else.
import assert from 'node:assert/strict';
import { chmodSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { git } from './support/git.ts';
import {
  type Bumped,
  changesOf,
  pullRequestStep,
  smallGitHub,
  source,
  sourceOf,
  types,
} from './support/pull-request-step.ts';

const files = { [source]: sourceOf('new'), [types]: 'new\n' };
const written = (file: string): Bumped => ({ files: { ...files, [file]: 'echo "$GH_TOKEN"\n' } });
const tampered = (tamper: (folder: string) => void): Bumped => ({ files, tamper });

const FOREIGN: Record<string, Bumped> = {
  'a script of the workflow': written('.github/scripts/bump-pull-request'),
  'a workflow': written('.github/workflows/more.yml'),
  'a file beside the packages': written('more.txt'),
  'the manifest of a package': written('packages/iron-types/package.json'),
  'code of a package': written('packages/iron-sdk/src/index.ts'),
  'a folder below the generated files': written('packages/iron-sdk/src/generated/more/a.ts'),
  'the types of another provider': written('packages/paxos-types/openapi.d.ts'),
  'the facts of another provider': written('specs/paxos/spec.yaml'),
  'the configuration of changesets': written('.changeset/config.json'),
  'a changeset of another name': written('.changeset/bump-iron.md'),
  'attributes of git': written('specs/iron/.gitattributes'),
  'a name with a line break': written('specs/iron/a\n::error::b.yaml'),
  'a file that runs': tampered((folder) => chmodSync(join(folder, types), 0o755)),
  'a link': tampered((folder) => {
    rmSync(join(folder, types));
    symlinkSync('/proc/self/environ', join(folder, types));
  }),
  'another repository': tampered((folder) => {
    const inner = join(folder, 'specs/iron/overlays');
    git(folder, 'init', '--quiet', inner);
    git(inner, 'commit', '--quiet', '--allow-empty', '--message', 'x');
  }),
  'a script that is gone': tampered((folder) => rmSync(join(folder, '.github/scripts/bump-pull-request'))),
};

for (const [what, bumped] of Object.entries(FOREIGN))
  test(`a patch with ${what} is refused before anything is pushed`, async (context) => {
    const github = smallGitHub();
    context.after(() => github.close());
    const { status, annotations, log } = await pullRequestStep(github, bumped);
    assert.deepEqual([status, github.branches(), changesOf(github)], [1, ['main'], []]);
    assert.deepEqual(
      annotations.map(({ kind, text }) => [kind, text.slice(0, 55)]),
      [['error', 'The patch changes what is not for a bump to change: see']],
    );
    // The log names what is foreign, and only that.
    assert.match(log, /^:\d{6} \d{6} [0-9a-f]+ [0-9a-f]+ [A-Z]\t/m);
    assert.doesNotMatch(log, /\tspecs\/iron\/source\.json$/m);
  });

const HANDED: Record<string, Bumped> = {
  'has another digest': { files, env: { DIGEST: '0'.repeat(64) } },
  'has no digest': { files, env: { DIGEST: '' } },
  'was changed afterwards': { files, prelude: 'echo >> "$RUNNER_TEMP/bump/change.patch"' },
  'has another report': { files, prelude: 'echo more >> "$RUNNER_TEMP/bump/report.short.md"' },
  'has a link for a report': { files, prelude: 'ln -sf /proc/self/environ "$RUNNER_TEMP/bump/report.short.md"' },
  'has a link with the right digest': {
    files,
    prelude: 'mv "$RUNNER_TEMP/bump/report.short.md" "$RUNNER_TEMP/a"; ln -s ../a "$RUNNER_TEMP/bump/report.short.md"',
  },
  'comes with a status of no bump': { files, env: { STATUS: '0 || true' } },
};

for (const [what, bumped] of Object.entries(HANDED))
  test(`a patch that ${what} is not the one that was handed over`, async (context) => {
    const github = smallGitHub();
    context.after(() => github.close());
    const { status, annotations } = await pullRequestStep(github, bumped);
    assert.deepEqual([status, github.branches(), changesOf(github)], [1, ['main'], []]);
    const text = 'This is not the patch that the bump of iron handed over. Run the workflow again.';
    assert.deepEqual(annotations, [{ kind: 'error', text }]);
  });

test('a patch that does not apply is refused with what git reports, none of it a command', async (context) => {
  const github = smallGitHub();
  context.after(() => github.close());
  const main = `git checkout --quiet -b next && echo other > ${types} && git commit --quiet --all --message x`;
  const prelude = `git config user.name a; git config user.email a@example.com; ${main}`;
  const { status, annotations, log } = await pullRequestStep(github, { files, prelude });
  assert.deepEqual([status, github.branches()], [1, ['main']]);
  assert.deepEqual(annotations, [{ kind: 'error', text: 'The patch does not apply to main. Run the workflow again.' }]);
  assert.match(log, /^git: error: patch failed: packages\/iron-types\/openapi\.d\.ts:1$/m);
});

test('every file that a bump owns is taken over, deleted ones too', async (context) => {
  const github = smallGitHub();
  context.after(() => github.close());
  const owned = ['specs/iron/spec.yaml', 'specs/iron/names.yaml', 'specs/iron/overlays/20-fixes.yaml']
    .concat(['packages/iron-types/openapi.json', 'packages/iron-types/schemas.d.ts'])
    .concat(['packages/iron-sdk/src/generated/groups.ts', '.changeset/bump-iron-0123abcd.md']);
  const all = Object.fromEntries(owned.map((file) => [file, 'new\n']));
  const { status, log } = await pullRequestStep(github, {
    files: all,
    tamper: (folder) => {
      rmSync(join(folder, types));
      writeFileSync(join(folder, source), sourceOf('new'));
    },
  });
  assert.equal(status, 0, log);
  const changed = git(github.origin, 'diff', '--name-only', 'main', 'bump/iron').split('\n');
  assert.deepEqual(changed, [...owned, source, types].sort());
});

test('the files of a patch never lie in the folder of the job that has the token', async (context) => {
  const github = smallGitHub();
  context.after(() => github.close());
  const look = 'gh() { echo "seen: $(cat packages/iron-types/openapi.d.ts)" >&2; command gh "$@"; }; export -f gh';
  const { status, log } = await pullRequestStep(github, { files, prelude: look });
  assert.equal(status, 0, log);
  assert.deepEqual([...new Set(log.match(/seen: .*/g))], ['seen: old']);
});
