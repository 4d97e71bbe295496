// An empty project of a user's: the packed packages, installed by pnpm. Its layout is strict, so that only what the project itself
// depends on can be imported or named in a declaration.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pack, pnpm } from '../../support/packed.ts';

const run = promisify(execFile);
const sdks = ['@org/iron-sdk', '@org/paxos-sdk'];
/** What entries need beside the SDKs: the optional peers. */
const peers = { '@opentelemetry/api': '1.9.0', jose: '6.2.17', redis: '6.3.1' };

export interface Project extends Disposable {
  readonly path: string;
  /** What can be imported from the SDKs, such as `@org/iron-sdk/ramps`. */
  readonly entries: readonly string[];
}

/** @param nodeTypes the version of `@types/node` */
export async function installProject(nodeTypes: string): Promise<Project> {
  const path = mkdtempSync(join(tmpdir(), 'types-'));
  const remove = (): void => rmSync(path, { recursive: true, force: true });
  try {
    const tarballs = await pack(path);
    const files = Object.fromEntries(Object.entries(tarballs).map(([name, file]) => [name, `file:${file}`]));
    const manifest = {
      private: true,
      type: 'module',
      dependencies: Object.fromEntries(sdks.map((name) => [name, files[name]])),
      devDependencies: { ...peers, '@types/node': nodeTypes },
      // The packages that the SDKs depend on are in no registry.
      pnpm: { overrides: files },
    };
    writeFileSync(join(path, 'package.json'), JSON.stringify(manifest));
    await run(pnpm, ['install', '--prefer-offline', '--ignore-scripts', '--no-frozen-lockfile'], { cwd: path });
  } catch (error) {
    remove();
    throw error;
  }
  return { path, entries: sdks.flatMap((name) => entriesOf(path, name)), [Symbol.dispose]: remove };
}

function entriesOf(path: string, name: string): string[] {
  const { exports } = JSON.parse(readFileSync(join(path, 'node_modules', name, 'package.json'), 'utf8')) as {
    exports: Record<string, unknown>;
  };
  return Object.keys(exports)
    .filter((entry) => !entry.endsWith('.json'))
    .map((entry) => `${name}${entry.slice(1)}`);
}
