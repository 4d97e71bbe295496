// Runs the last step of the workflow alone, in a fresh clone of a small repository, with files in it that a bump has changed.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { git } from './git.ts';
import { GitHub } from './github.ts';
import { runShell, type StepResult } from './step.ts';

export const bot = '41898282+github-actions[bot]@users.noreply.github.com';
export const source = 'specs/iron/source.json';

/** As a bump writes it. */
export const sourceOf = (sha256: string, date = '2026-01-01'): string =>
  `${JSON.stringify({ address: 'https://provider.example', date, sha256 }, null, 2)}\n`;

export const smallGitHub = (): GitHub =>
  new GitHub({
    'package.json': true,
    '.github/scripts/bump-pull-request': true,
    '.github/scripts/pull-request-of.ts': true,
    [source]: sourceOf('old'),
    'types.d.ts': 'old\n',
  });

export interface Bumped {
  /** What the bump changed. */
  readonly files?: Readonly<Record<string, string>>;
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
  { files = {}, status = 0, body = 'A report\n', env = {}, remote = `file://${github.origin}`, prelude = '' }: Bumped,
): Promise<StepResult> {
  const temp = mkdtempSync(join(github.folder, 'run-'));
  const cwd = join(temp, 'checkout');
  git(temp, 'clone', '--quiet', `file://${github.origin}`, cwd);
  git(cwd, 'remote', 'set-url', 'origin', remote);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, file)), { recursive: true });
    writeFileSync(join(cwd, file), text);
  }
  writeFileSync(join(temp, 'report.md'), body);
  const given = {
    PROVIDER: 'iron',
    STATUS: String(status),
    GH_TOKEN: 'a-token',
    RUNNER_TEMP: temp,
    GITHUB_REF_NAME: 'main',
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
