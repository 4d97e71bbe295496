// The packages as users get them: packed, and installed by npm into a folder far from this repository, beside the program.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundle } from './bundle.ts';

const repository = join(import.meta.dirname, '../../..');
const packages = ['sdk-core', 'iron-types', 'iron-sdk', 'paxos-types', 'paxos-sdk'];
const run = promisify(execFile);

export interface Folder extends Disposable {
  readonly path: string;
}

export async function installedFolder(): Promise<Folder> {
  const unbuilt = packages.filter(
    (name) => !name.endsWith('types') && !existsSync(`${repository}/packages/${name}/dist`),
  );
  if (unbuilt.length > 0)
    throw new Error(`Not built: ${unbuilt.join(', ')}. Run \`npm test\` in the repository's root, or \`pnpm build\`.`);
  const path = mkdtempSync(join(tmpdir(), 'runtimes-'));
  const remove = (): void => rmSync(path, { recursive: true, force: true });
  try {
    // pnpm writes versions in place of `workspace:*` and `catalog:`, as it does when it publishes.
    const pnpm = join(repository, 'node_modules/.bin/pnpm');
    await Promise.all(
      packages.map((name) =>
        run(pnpm, ['pack', '--pack-destination', path], { cwd: `${repository}/packages/${name}` }),
      ),
    );
    const tarballs = readdirSync(path).filter((name) => name.endsWith('.tgz'));
    writeFileSync(join(path, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
    const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'];
    await run('npm', ['install', ...quiet, ...tarballs.map((name) => `./${name}`)], { cwd: path });
    await bundle(path);
  } catch (error) {
    remove();
    throw error;
  }
  return { path, [Symbol.dispose]: remove };
}
