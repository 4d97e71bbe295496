// Runs the last step of the workflow alone, in a fresh clone of a small repository, with the patch of files that a bump changed.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { git } from './git.ts';
import { GitHub } from './github.ts';
import { sha256 } from './provider.ts';
import { RUN } from './runner.ts';
import { runShell, type StepResult } from './step.ts';

export const bot = '41898282+github-actions[bot]@users.noreply.github.com';
export const source = 'specs/iron/source.json';
export const types = 'packages/iron-types/openapi.d.ts';

/** As a bump writes it. */
export const sourceOf = (sha256: string, date = '2026-01-01'): string =>
  `${JSON.stringify({ address: 'https://provider.example', date, sha256 }, null, 2)}\n`;

export const smallGitHub = (): GitHub =>
  new GitHub({
    'package.json': true,
    '.github/scripts/bump-pull-request': true,
    [source]: sourceOf('old'),
    [types]: 'old\n',
  });

/** The text of a pull request: the report, and where the whole of it is. */
export const bodyOf = (report: string): string =>
  `${report}\nThe whole report is report.md in the artifact bump-iron of [this run](https://github.example/org/sdks/actions/runs/1).\n`;

export interface Bumped {
  /** What the bump changed. */
  readonly files?: Readonly<Record<string, string>>;
  /** Changes the files of the bump in another way than to write them. */
  readonly tamper?: (folder: string) => void;
  readonly status?: 0 | 10;
  readonly body?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Where git goes, when not to the folder of the origin. */
  readonly remote?: string;
  /** Shell that runs first. */
  readonly prelude?: string;
}

export async function pullRequestStep(
  github: GitHub,
  {
    files = {},
    tamper,
    status = 0,
    body = 'A report\n',
    env = {},
    remote = `file://${github.origin}`,
    prelude = '',
  }: Bumped,
): Promise<StepResult> {
  const temp = mkdtempSync(join(github.folder, 'run-'));
  const cwd = join(temp, 'checkout');
  git(temp, 'clone', '--quiet', `file://${github.origin}`, cwd);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, file)), { recursive: true });
    writeFileSync(join(cwd, file), text);
  }
  tamper?.(cwd);
  git(cwd, 'add', '--all');
  const patch = git(cwd, 'diff', '--cached', '--binary', '--full-index', '--no-renames', 'HEAD');
  git(cwd, 'reset', '--quiet', '--hard');
  git(cwd, 'remote', 'set-url', 'origin', remote);
  const made = { 'change.patch': patch === '' ? '' : `${patch}\n`, 'report.short.md': body };
  mkdirSync(join(temp, 'bump'));
  for (const [name, text] of Object.entries(made)) writeFileSync(join(temp, 'bump', name), text);
  const sums = Object.entries(made).map(([name, text]) => `${sha256(text)}  ${name}\n`);
  const given = {
    PROVIDER: 'iron',
    STATUS: String(status),
    DIGEST: sha256(sums.join('')),
    GH_TOKEN: 'a-token',
    RUNNER_TEMP: temp,
    ...RUN,
  };
  return runShell(`${prelude}\n.github/scripts/bump-pull-request`, {
    cwd,
    env: { ...github.env, ...given, ...env },
    temp,
    minutes: 1,
  });
}

/** Each call of gh but the list, which comes first always. */
export const changesOf = (github: GitHub): string[] =>
  github.state.calls
    .map((call) => (call[0] === 'api' ? 'api' : call.slice(0, 2).join(' ')))
    .filter((call) => call !== 'pr list');
