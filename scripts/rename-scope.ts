// pnpm rename-scope @acme --repository URL: the names under which the packages are published, everywhere, in one go.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const HELP = `pnpm rename-scope @SCOPE --repository URL

Replaces the scope of the packages, and the address of their repository, in every file that git tracks; then renews the
lockfile, formats, and generates again. Commit first: what it changes is one commit of its own.

  @SCOPE            an npm scope of yours: @acme
  --repository URL  where the source is: https://github.com/acme/payment-sdks
`;

/** Of npm: https://docs.npmjs.com/cli/v11/using-npm/scope */
const SCOPE = /^@[a-z0-9][a-z0-9._-]*$/;

export interface Names {
  readonly scope: string;
  readonly repository: string;
}

/** What the packages bear now, read from one of them. */
export function currentNames(root: string): Names {
  const manifest = JSON.parse(readFileSync(`${root}packages/sdk-core/package.json`, 'utf8')) as {
    name: string;
    repository: { url: string };
  };
  const url = manifest.repository.url.replace(/^git\+/, '').replace(/\.git$/, '');
  return { scope: manifest.name.slice(0, manifest.name.indexOf('/')), repository: url };
}

/** A file's text with one pair of names in place of the other. Not inside of words: `@organic/x` is another scope. */
export function renamed(text: string, from: Names, to: Names): string {
  const scope = new RegExp(`${escaped(from.scope)}(?![\\w.-])`, 'g');
  return text.replaceAll(from.repository, to.repository).replace(scope, to.scope);
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

export function renameScope(args: readonly string[], root: string): number {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { repository: { type: 'string' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const [scope = '', ...others] = positionals;
  const repository = values.repository?.replace(/\.git$/, '').replace(/\/$/, '') ?? '';
  const problem = problemOf(scope, repository, others) ?? treeProblem(root);
  if (problem !== undefined) {
    console.error(`rename-scope: ${problem}`);
    return 1;
  }
  const from = currentNames(root);
  const files = run('git', ['ls-files', '-z'], root)
    .split('\0')
    .filter((file) => file !== '' && existsSync(root + file));
  let changed = 0;
  for (const file of files) {
    const bytes = readFileSync(root + file);
    if (bytes.includes(0)) continue;
    const text = bytes.toString('utf8');
    const after = renamed(text, from, { scope, repository });
    if (after === text) continue;
    // As a whole or not at all, should the disk be full.
    writeFileSync(`${root}${file}.renamed`, after);
    renameSync(`${root}${file}.renamed`, root + file);
    changed += 1;
  }
  console.log(`${from.scope} is ${scope} in ${changed} files. Renewing the lockfile, formatting, generating …`);
  run('pnpm', ['install', '--no-frozen-lockfile', '--prefer-offline'], root);
  run('node_modules/.bin/biome', ['check', '--write', '.'], root);
  run('node', ['scripts/contract/generate.ts'], root);
  console.log('Done. Run npm test, and commit.');
  return 0;
}

function problemOf(scope: string, repository: string, others: readonly string[]): string | undefined {
  if (!SCOPE.test(scope)) return `'${scope}' is not an npm scope. Pass one such as @acme.`;
  if (others.length > 0) return `Unexpected argument '${others[0]}'. Pass one scope.`;
  if (!/^https:\/\/[^\s/]+\/[^\s]+$/.test(repository)) {
    return 'Pass --repository with the https address of the source, such as https://github.com/acme/payment-sdks.';
  }
  return undefined;
}

function treeProblem(root: string): string | undefined {
  if (run('git', ['status', '--porcelain'], root).trim() === '') return undefined;
  return 'The working tree has changes. Commit or stash them, so that the renaming is a commit of its own.';
}

function run(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed.\n${error?.message ?? ''}${stderr}${stdout}`);
  return stdout;
}

if (import.meta.filename === process.argv[1]) {
  try {
    process.exitCode = renameScope(process.argv.slice(2), `${import.meta.dirname}/../`);
  } catch (error) {
    console.error(`rename-scope: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
