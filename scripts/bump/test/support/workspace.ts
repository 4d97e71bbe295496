// A throw-away copy of this repository's packages and scripts, in which a new provider can be made, type-checked and tested.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { root as realRoot } from '../../../contract/providers.ts';

const template = `${realRoot}scripts/contract/template/sdk/node_modules/`;

export function workspace(): string {
  const root = `${mkdtempSync(join(tmpdir(), 'workspace-'))}/`;
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const file of ['README.md', 'package.json', 'tsconfig.base.json', '.changeset', 'scripts/contract'])
    cpSync(realRoot + file, root + file, { recursive: true });
  symlinkSync(`${realRoot}node_modules`, `${root}node_modules`);
  return root;
}

/** What `pnpm install` would link: what the template has, and its own types. */
export function link(root: string, name: string): void {
  const sdk = `${root}packages/${name}-sdk/`;
  const { dependencies, devDependencies } = JSON.parse(readFileSync(`${sdk}package.json`, 'utf8'));
  for (const dependency of Object.keys({ ...dependencies, ...devDependencies })) {
    mkdirSync(dirname(`${sdk}node_modules/${dependency}`), { recursive: true });
    const isOwn = dependency === `@org/${name}-types`;
    symlinkSync(isOwn ? `${root}packages/${name}-types` : template + dependency, `${sdk}node_modules/${dependency}`);
  }
}

/** Runs a tool of the workspace in a package; throws with its output where it fails. */
export function run(root: string, name: string, tool: string, ...args: string[]): string {
  try {
    return execFileSync(process.execPath, [template + tool, ...args], {
      cwd: `${root}packages/${name}-sdk`,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1', VITEST: '' },
    });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${stdout}\n${stderr}`);
  }
}
