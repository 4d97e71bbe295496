// Bootstrap says plainly what is wrong: the texts for each kind of failure, on what npm and pnpm really print.
import { describe, expect, test } from 'vitest';

interface Bootstrap {
  nodeProblem(version: string): string | undefined;
  explain(output: string): string;
}
// Plain JavaScript, because it runs before anything is installed; so it has no types to import.
const { nodeProblem, explain } = (await import(new URL('../bootstrap.mjs', import.meta.url).href)) as Bootstrap;

describe('the Node that runs it', () => {
  test.each(['20.0.0', '22.11.0', '24.21.0', '100.0.0'])('%s is new enough', (version) => {
    expect(nodeProblem(version)).toBeUndefined();
  });

  test.each(['18.20.4', '8.17.0', '0.12.18'])('%s is too old, and the message says what to do', (version) => {
    expect(nodeProblem(version)).toBe(
      `Node ${version} is too old: this needs Node 20 or newer. Install it from https://nodejs.org and run the command again.`,
    );
  });
});

const NETWORK = /^The package registry cannot be reached\. Check the network, and behind a proxy set /;
const DISK = /^The disk is full\. Free about 1 GB and run the command again; /;
const LOCKFILE =
  /^pnpm-lock\.yaml is missing or does not match the package\.json files\. Run `npx pnpm install` and commit the lockfile\.$/;
const FOLDER = /^A folder cannot be written\. Check who owns this folder and npm's cache \(npm config get cache\)\.$/;

describe('a failed install is explained from what the installer printed', () => {
  test.each<[string, RegExp, string]>([
    [
      'npm: refused',
      NETWORK,
      'npm error code ECONNREFUSED\nnpm error syscall connect\nnpm error FetchError: request to https://registry.example/pnpm failed, reason: connect ECONNREFUSED 127.0.0.1:1',
    ],
    [
      'npm: no name server',
      NETWORK,
      'npm error code ENOTFOUND\nnpm error network request to https://registry.example/pnpm failed, reason: getaddrinfo ENOTFOUND registry.example',
    ],
    [
      'npm: behind a firewall',
      NETWORK,
      'npm error FetchError: request to https://registry.example/pnpm failed, reason: connect EACCES 192.0.2.1:443',
    ],
    [
      'pnpm: cut off',
      NETWORK,
      ' ERR_PNPM_META_FETCH_FAIL  GET https://registry.example/yaml: request to https://registry.example/yaml failed, reason: socket hang up',
    ],
    [
      'pnpm: refused',
      NETWORK,
      ' ECONNREFUSED  request to http://127.0.0.1:1/is-odd/-/is-odd-3.0.1.tgz failed, reason: connect ECONNREFUSED 127.0.0.1:1',
    ],
    [
      'npm: disk full',
      DISK,
      'npm error code ENOSPC\nnpm error syscall write\nnpm error nospc Invalid response body while trying to fetch https://registry.example/pnpm: ENOSPC: no space left on device, write',
    ],
    [
      'pnpm: lockfile out of date',
      LOCKFILE,
      ' ERR_PNPM_OUTDATED_LOCKFILE  Cannot install with "frozen-lockfile" because pnpm-lock.yaml is not up to date with <ROOT>/package.json',
    ],
    [
      'pnpm: no lockfile',
      LOCKFILE,
      ' ERR_PNPM_NO_LOCKFILE  Cannot install with "frozen-lockfile" because pnpm-lock.yaml is absent',
    ],
    [
      'npm: cache owned by root',
      FOLDER,
      "npm error code EACCES\nnpm error syscall mkdir\nnpm error path /home/me/.npm/_cacache\nnpm error Error: EACCES: permission denied, mkdir '/home/me/.npm/_cacache'",
    ],
    ['pnpm: read-only file system', FOLDER, " EROFS  EROFS: read-only file system, mkdir '/srv/checkout/node_modules'"],
    ['no npm', /^npx is not there\. It comes with npm: /, '\nspawn npx ENOENT'],
  ])('%s', (_label, message, output) => {
    expect(explain(output)).toMatch(message);
  });

  test('a hiccup of the network before another failure does not hide it', () => {
    const output =
      ' WARN  GET https://registry.example/yaml error (ECONNRESET). Will retry in 10 seconds. 2 retries left.\n';
    expect(explain(`${output} ERR_PNPM_OUTDATED_LOCKFILE  Cannot install`)).toMatch(LOCKFILE);
    expect(explain(`${output}ENOSPC: no space left on device, write`)).toMatch(DISK);
  });

  test('a folder that is called `network` is no network failure', () => {
    expect(explain("EACCES: permission denied, mkdir '/srv/network/node_modules'")).toMatch(FOLDER);
  });

  test('what is not known is not guessed at', () => {
    expect(explain('npm error something else')).toBe(
      'The installation failed; what the package manager said stands above.',
    );
  });
});
