// A bare machine to a working checkout, with nothing but Node and npm: `npm start` and `npm test` run this first.
// Plain JavaScript of Node's own, because it runs before anything is installed and on any Node that people have.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const OLDEST_NODE = 20;

/** What is wrong with this Node, or undefined. */
export function nodeProblem(version) {
  const major = Number.parseInt(version, 10);
  if (major >= OLDEST_NODE) return undefined;
  return `Node ${version} is too old: this needs Node ${OLDEST_NODE} or newer. Install it from https://nodejs.org and run the command again.`;
}

// The surest sign first: a lockfile code ends an install that may have had network hiccups on its way.
const FAILURES = [
  [
    /spawn npx ENOENT/,
    'npx is not there. It comes with npm: install npm, or Node with npm from https://nodejs.org, and run the command again.',
  ],
  [
    /ENOSPC|no space left on device/i,
    'The disk is full. Free about 1 GB and run the command again; nothing needs to be cleaned up first.',
  ],
  [
    /ERR_PNPM_\w*LOCKFILE/,
    'pnpm-lock.yaml is missing or does not match the package.json files. Run `npx pnpm install` and commit the lockfile.',
  ],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|connect E(ACCES|PERM)|ERR_SOCKET_TIMEOUT|META_FETCH_FAIL|socket hang up/,
    'The package registry cannot be reached. Check the network, and behind a proxy set npm_config_registry or HTTPS_PROXY; then run the command again.',
  ],
  [
    /EACCES|EPERM|EROFS/,
    "A folder cannot be written. Check who owns this folder and npm's cache (npm config get cache).",
  ],
];

/** Says plainly why an install failed, from what the installer printed. */
export function explain(output) {
  const found = FAILURES.find(([pattern]) => pattern.test(output));
  return found ? found[1] : 'The installation failed; what the package manager said stands above.';
}

/** Changes when an install could give something else: lockfile, manifests, workspace settings. */
export function fingerprint(directory = root) {
  const files = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', '.npmrc'];
  const template = ['scripts/contract/template/sdk', 'scripts/contract/template/types'];
  for (const folder of ['bench', 'scripts/contract', ...template, 'tests', 'tests/kit'])
    files.push(`${folder}/package.json`);
  for (const folder of ['packages', 'examples']) {
    if (!existsSync(join(directory, folder))) continue;
    for (const name of readdirSync(join(directory, folder)).sort()) files.push(`${folder}/${name}/package.json`);
  }
  const hash = createHash('sha256');
  for (const file of files) {
    if (existsSync(join(directory, file)))
      hash
        .update(`${file}\0`)
        .update(readFileSync(join(directory, file)))
        .update('\0');
  }
  return hash.digest('hex');
}

const stampFile = (directory) => join(directory, 'node_modules', '.bootstrap');

export function isSetUp(directory = root) {
  return existsSync(stampFile(directory)) && readFileSync(stampFile(directory), 'utf8') === fingerprint(directory);
}

/** Runs a command; shows its output as it comes and resolves with the exit code and all that was said. */
function run(command, args, options) {
  return new Promise((resolve) => {
    // Windows has npx as a .cmd file, which only a shell can start.
    const child = spawn(command, args, {
      ...options,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    let output = '';
    const take = (stream) => (part) => {
      output += part;
      stream.write(part);
    };
    child.stdout.on('data', take(process.stdout));
    child.stderr.on('data', take(process.stderr));
    child.on('error', (error) => resolve({ code: 1, output: `${output}\n${error.message}` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

export async function bootstrap(directory = root) {
  const problem = nodeProblem(process.versions.node);
  if (problem) return { code: 1, message: problem };
  if (isSetUp(directory)) return { code: 0, message: '' };

  const { packageManager } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
  console.log('Setting up: installing the pinned tools and packages (half a minute the first time) …');
  const started = Date.now();
  const { code, output } = await run(
    'npx',
    ['--yes', packageManager, 'install', '--frozen-lockfile', '--prefer-offline', '--reporter=append-only'],
    // npm hands its own settings down as variables, and pnpm complains of those that it does not know.
    { cwd: directory, env: { ...process.env, npm_config_loglevel: 'error', npm_config_update_notifier: 'false' } },
  );
  if (code !== 0) return { code, message: explain(output) };
  mkdirSync(dirname(stampFile(directory)), { recursive: true });
  writeFileSync(stampFile(directory), fingerprint(directory));
  return { code: 0, message: `Set up in ${((Date.now() - started) / 1000).toFixed(0)} s.` };
}

// The real path, because a checkout may be reached through a link.
if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { code, message } = await bootstrap();
  if (message) (code === 0 ? console.log : console.error)(code === 0 ? message : `\n${message}`);
  process.exitCode = code;
}
