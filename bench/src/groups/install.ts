// Bytes that `npm install` puts on a disk: the package as it is published, and its production dependencies with theirs.
import { existsSync, globSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Figures, figure, missingFigure } from '../figure.ts';
import { missingPeer } from '../peers.ts';
import { bench, peersDir, root } from '../places.ts';
import { mustRun } from '../run.ts';

export async function install(): Promise<Figures> {
  const figures = [
    figure('install.iron', 'bytes', installedSize('@org/iron-sdk', bench)),
    figure('install.paxos', 'bytes', installedSize('@org/paxos-sdk', bench)),
  ];
  for (const peer of ['stripe', 'openai'] as const) {
    const missing = await missingPeer(peer);
    figures.push(
      missing === undefined
        ? figure(`install.${peer}`, 'bytes', installedSize(peer, peersDir))
        : missingFigure(`install.${peer}`, 'bytes', missing),
    );
  }
  return Object.assign({}, ...figures) as Figures;
}

/** @param from the folder whose `node_modules` hold the package */
function installedSize(name: string, from: string): number {
  return sizeOf(installedFolders(name, from));
}

/** Folders of a package and of everything that is installed with it. */
export function installedFolders(name: string, from: string): ReadonlySet<string> {
  const folders = new Set<string>();
  collect(name, from, folders);
  return folders;
}

/** Bytes of what is published of packages. */
export function sizeOf(folders: ReadonlySet<string>): number {
  return [...folders].flatMap(publishedFiles).reduce((sum, file) => sum + statSync(file).size, 0);
}

function collect(name: string, from: string, folders: Set<string>): void {
  const folder = find(name, from);
  if (folders.has(folder)) return;
  folders.add(folder);
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>;
  };
  for (const dependency of Object.keys(dependencies)) collect(dependency, folder, folders);
}

/** The folder of a package, found as Node finds it. */
function find(name: string, from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const here = join(folder, 'node_modules', name);
    if (existsSync(here)) return realpathSync(here);
    if (folder === dirname(folder)) throw new Error(`${name} is not installed for ${from}; run \`pnpm install\`.`);
  }
}

function publishedFiles(folder: string): string[] {
  // What came from a registry is there as it was published; a package of ours has its sources and tests beside it.
  if (folder.includes('/node_modules/')) {
    return globSync('**/*', { cwd: folder, exclude: ['**/node_modules'] })
      .map((path) => join(folder, path))
      .filter(isFile);
  }
  const { stdout } = mustRun(`${root}node_modules/.bin/pnpm`, ['pack', '--dry-run', '--json'], folder);
  const { files } = JSON.parse(stdout) as { files: { path: string }[] };
  return files.map(({ path }) => join(folder, path));
}

function isFile(path: string): boolean {
  return statSync(path).isFile();
}
