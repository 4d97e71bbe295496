// What the step makes of the exit status of a bump and of what it prints. Here a script stands in for pnpm.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { GitHub } from './support/github.ts';
import { sha256 } from './support/provider.ts';
import { runShell, type StepResult } from './support/step.ts';

interface Outcome extends StepResult {
  readonly report: string;
  readonly patch: string;
  readonly args: string[];
}

/** @param bump what the stand-in does: shell, with $report for the file of the report */
async function step(bump: string, env: Record<string, string> = {}): Promise<Outcome> {
  const github = new GitHub({
    'package.json': true,
    '.github/scripts/bump-tree': true,
    'spec.yaml': 'old\n',
    '.gitignore': 'node_modules\n',
    'node_modules/.bin/pnpm': `#!/bin/sh\nreport=$6\nprintf '%s\\n' "$@" > "$RUNNER_TEMP/args.txt"\n${bump}\n`,
  });
  try {
    const { person: cwd, folder: temp } = github;
    chmodSync(join(cwd, 'node_modules/.bin/pnpm'), 0o755);
    mkdirSync(join(temp, 'bump'));
    writeFileSync(join(temp, 'bump/report.md'), 'of an earlier run');
    const given = { PROVIDER: 'iron', FROM: '', RUNNER_TEMP: temp };
    const result = await runShell('.github/scripts/bump-tree', {
      cwd,
      env: { ...github.env, ...given, ...env },
      temp,
      minutes: 1,
    });
    const read = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');
    return {
      ...result,
      report: read(join(temp, 'bump/report.md')),
      patch: read(join(temp, 'bump/change.patch')),
      args: read(join(temp, 'args.txt')).trim().split('\n'),
    };
  } finally {
    github.close();
  }
}

/** Of a patch and of the short report. */
const digestOf = (patch: string): string =>
  sha256(`${sha256(patch)}  change.patch\n${sha256('Short\n')}  report.short.md\n`);

test('a bump that is done hands over its report, the patch with all that changed, and the digest of both', async () => {
  const { status, outputs, report, patch, summary, annotations, args, log } = await step(
    'echo new > spec.yaml; echo more > more.yaml; echo Report > "$report"; echo Short > "$(dirname "$report")/report.short.md"; echo aside >&2',
  );
  assert.deepEqual(
    [status, outputs, report, summary, annotations],
    [0, { status: '0', digest: digestOf(patch) }, 'Report\n', 'Report\n', []],
    log,
  );
  assert.deepEqual(patch.match(/^(diff|[+-]\w).*/gm), [
    'diff --git a/more.yaml b/more.yaml',
    '+more',
    'diff --git a/spec.yaml b/spec.yaml',
    '-old',
    '+new',
  ]);
  assert.deepEqual([args.slice(0, 5), args.length], [['--silent', 'bump', 'iron', '--keep', '--out'], 6]);
});

test('an address is handed on as one argument', async () => {
  const { args } = await step('echo Report > "$report"; echo Short > "$(dirname "$report")/report.short.md"', {
    FROM: '--json $(id) "a b"',
  });
  assert.equal(args[6], '--from=--json $(id) "a b"');
});

test('a bump whose types do not fit the code goes on with its report', async () => {
  const { status, outputs, patch, summary, annotations, log } = await step(
    'echo Report > "$report"; echo Short > "$(dirname "$report")/report.short.md"; echo "bump: no" >&2; exit 10',
  );
  assert.deepEqual(
    [status, outputs, summary, annotations],
    [0, { status: '10', digest: digestOf(patch) }, 'Report\n', []],
  );
  assert.match(log, /bump: no/);
});

test('any other failure fails the step with its status, the reason and all that was said', async () => {
  for (const code of [1, 2, 3, 8, 9, 11, 13, 143]) {
    const { status, outputs, summary, annotations, log } = await step(
      `printf 'aside\\nbump: 100%%25 no\\n\\n\\140\\140\\140\\nmore\\n' >&2; exit ${code}`,
    );
    assert.deepEqual([status, outputs], [code, {}]);
    assert.deepEqual(annotations, [{ kind: 'error', text: 'bump: 100%25 no' }]);
    assert.equal(summary, '# iron: no bump\n\n    aside\n    bump: 100%25 no\n    \n    ```\n    more\n');
    assert.match(log, /more/);
  }
});

test('a failure without a word fails the step all the same, and so does a bump without a report', async () => {
  for (const [bump, code] of [
    ['exit 7', 7],
    ['exit 10', 10],
    ['exit 0', 1],
  ] as const) {
    const { status, outputs, annotations } = await step(bump);
    assert.deepEqual([status, outputs, annotations[0]?.text], [code, {}, 'bump: no reason given, see the log.']);
  }
});

test('nothing that a bump prints is a command to the runner', async () => {
  const hostile = '::error::theirs\n::set-output name=status::0\n::resume::\n';
  const { annotations, outputs, patch } = await step(
    `printf '${hostile}'; printf '${hostile}' >&2; echo Report > "$report"; echo Short > "$(dirname "$report")/report.short.md"; exit 10`,
  );
  assert.deepEqual([annotations, outputs], [[], { status: '10', digest: digestOf(patch) }]);
});
