// The packages as users get them: packed, and installed by npm into a folder far from this repository, beside the program.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pack } from '../../support/packed.ts';
import { bundle } from './bundle.ts';

const run = promisify(execFile);

export interface Folder extends Disposable {
  readonly path: string;
}

export async function installedFolder(): Promise<Folder> {
  const path = mkdtempSync(join(tmpdir(), 'runtimes-'));
  const remove = (): void => rmSync(path, { recursive: true, force: true });
  try {
    const tarballs = Object.values(await pack(path));
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
