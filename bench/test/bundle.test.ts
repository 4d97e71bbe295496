import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { bundled, bundledSize } from '../src/bundle.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bundle-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

it('counts what a program imports, and leaves out what it does not use', async () => {
  const noise = (seed: number): string => Array.from({ length: 500 }, (_none, i) => ((i + 1) * seed) % 7919).join(',');
  write('library.ts', `export const used = [${noise(7321)}];\nexport const unused = [${noise(6133)}];\n`);
  const alone = await bundledSize(write('alone.ts', 'console.log(1);\n'));
  const one = await bundledSize(write('one.ts', "import { used } from './library.ts';\nconsole.log(used);\n"));
  const both = await bundledSize(write('both.ts', "import * as all from './library.ts';\nconsole.log(all);\n"));
  expect(alone).toBeLessThan(100);
  expect(one).toBeGreaterThan(alone + 500);
  expect(both).toBeGreaterThan(one + 500);
});

it('counts what is imported only when it is needed', async () => {
  write('later.ts', 'export const word = "later";\n');
  const text = await bundled(write('main.ts', "console.log(await import('./later.ts'));\n"), 'neutral', true);
  expect(text).toContain('later');
});

it('refuses a program with an import that leads nowhere, which would weigh too little', async () => {
  const file = write('lost.ts', "import { gone } from 'no-such-package';\nconsole.log(gone);\n");
  await expect(bundledSize(file)).rejects.toThrow(/no-such-package/);
});

it('gives the same bytes each time', async () => {
  const file = write('same.ts', 'console.log(Math.random());\n');
  expect(await bundled(file, 'neutral', true)).toBe(await bundled(file, 'neutral', true));
});
