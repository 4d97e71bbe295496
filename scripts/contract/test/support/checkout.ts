// A copy of what generation reads and writes, in a temporary folder, so that no test touches the real tree.
import { cpSync, globSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { providers, root } from '../../providers.ts';
import { node, type Outcome, temporaryFolder } from './process.ts';

export interface Checkout {
  readonly folder: string;
  generate(...args: string[]): Promise<Outcome>;
  /** Every generated file with its text. */
  generated(): Map<string, string>;
}

const GENERATED = providers.flatMap(({ name }) => [
  `packages/${name}-types/openapi.json`,
  `packages/${name}-types/*.d.ts`,
  `packages/${name}-sdk/src/generated/*.ts`,
]);

export function checkout(): Checkout {
  const folder = temporaryFolder();
  for (const path of [
    'specs',
    'package.json',
    ...globSync(['scripts/contract/*.ts', 'scripts/contract/emit/*.ts'], { cwd: root }),
    ...globSync(GENERATED, { cwd: root }),
  ]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(root, path), join(folder, path), { recursive: true });
  }
  // Entry by entry, because generation keeps a cache of its own in node_modules.
  mkdirSync(join(folder, 'node_modules'));
  for (const entry of readdirSync(join(root, 'node_modules')).filter((name) => !name.startsWith('.'))) {
    symlinkSync(join(root, 'node_modules', entry), join(folder, 'node_modules', entry));
  }
  symlinkSync(join(root, 'scripts', 'contract', 'node_modules'), join(folder, 'scripts', 'contract', 'node_modules'));
  return {
    folder,
    generate: (...args) => node([join(folder, 'scripts', 'contract', 'generate.ts'), ...args], { cwd: folder }),
    generated: () =>
      new Map(globSync(GENERATED, { cwd: folder }).map((file) => [file, readFileSync(join(folder, file), 'utf8')])),
  };
}
