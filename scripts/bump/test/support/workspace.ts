// A throw-away copy of this repository's packages and scripts, in which a new provider can be made, type-checked and tested.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { root as realRoot } from '../../../contract/providers.ts';

export function workspace(): string {
  const root = `${mkdtempSync(join(tmpdir(), 'workspace-'))}/`;
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const file of ['README.md', 'package.json', 'tsconfig.base.json', '.changeset', 'scripts/contract'])
    cpSync(realRoot + file, root + file, { recursive: true });
  cpSync(`${realRoot}packages/iron-types/LICENSE`, `${root}packages/iron-types/LICENSE`, { recursive: true });
  symlinkSync(`${realRoot}node_modules`, `${root}node_modules`);
  return root;
}

/** What `pnpm install` would link. */
export function link(root: string, name: string): void {
  const sdk = `${root}packages/${name}-sdk/node_modules`;
  mkdirSync(`${sdk}/@org`, { recursive: true });
  symlinkSync(`${root}packages/${name}-types`, `${sdk}/@org/${name}-types`);
  symlinkSync(`${realRoot}packages/sdk-core`, `${sdk}/@org/sdk-core`);
  for (const dependency of ['openapi-fetch', 'typescript', 'vitest'])
    symlinkSync(`${realRoot}packages/iron-sdk/node_modules/${dependency}`, `${sdk}/${dependency}`);
}

/** Runs a tool of the workspace in a package; throws with its output where it fails. */
export function run(root: string, name: string, tool: string, ...args: string[]): string {
  try {
    return execFileSync(process.execPath, [`${realRoot}packages/iron-sdk/node_modules/${tool}`, ...args], {
      cwd: `${root}packages/${name}-sdk`,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1', VITEST: '' },
    });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${stdout}\n${stderr}`);
  }
}
