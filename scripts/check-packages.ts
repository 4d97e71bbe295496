// pnpm check:packages: are the packages, as they would be published, what their package.json says, for every way to import?
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { root } from './contract/providers.ts';

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly exports?: Record<string, { import?: unknown; types?: unknown }>;
}

interface Check {
  readonly title: string;
  readonly command: string;
  readonly args: readonly string[];
}

let failed = 0;
for (const file of globSync(`${root}packages/*/package.json`).sort()) {
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  if (manifest.private) continue;
  for (const { title, command, args } of checksOf(manifest)) {
    const result = spawnSync(`${root}node_modules/.bin/${command}`, args, { cwd: dirname(file), encoding: 'utf8' });
    const passed = result.status === 0;
    console.log(`${passed ? 'ok    ' : 'failed'} ${manifest.name} ${title}`);
    if (!passed) {
      failed++;
      console.error(
        `${relative(root, dirname(file))}:\n${result.stdout}${result.stderr}${result.error?.message ?? ''}`,
      );
    }
  }
}
process.exitCode = failed > 0 ? 1 : 0;

function checksOf(manifest: Manifest): Check[] {
  // node16 is the oldest resolution that knows `exports`, without which there would be no entry points to speak of.
  const types: Check = {
    title: 'resolves its types (attw)',
    command: 'attw',
    args: ['--pack', '.', '--format', 'ascii'],
  };
  // publint wants JavaScript beside types, and one kind of module; a types-only package serves both kinds with one file.
  if (!hasJavaScript(manifest)) return [types];
  return [{ title: 'is packed as it says (publint)', command: 'publint', args: ['--strict'] }, types];
}

function hasJavaScript({ exports }: Manifest): boolean {
  return Object.values(exports ?? {}).some((entry) => typeof entry === 'object' && 'import' in entry);
}
