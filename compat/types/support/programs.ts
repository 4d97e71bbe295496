// The programs that are compiled in the project.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Project } from './project.ts';

const packages = join(import.meta.dirname, '../../../packages');

/**
 * Writes the programs of which everything must compile, each as an ECMAScript module and as CommonJS: imports of every entry,
 * what its functions return, and the SDKs' type tests of values that flow from call to call. They export what they make, so that
 * declarations name all of it.
 *
 * @returns the names of the files
 */
export function writePrograms({ path, entries }: Project): string[] {
  const imported = entries.map((entry, i) => `export * as entry${i} from '${entry}';\n`).join('');
  const required = entries
    .map((entry, i) => `import entry${i} = require('${entry}');\nexport const used${i}: object = entry${i};\n`)
    .join('');
  const flows = (name: string): string => readFileSync(`${packages}/${name}/test/types/flows.program.ts`, 'utf8');
  const program = (name: string): string => readFileSync(join(import.meta.dirname, '../program', name), 'utf8');
  const files: Record<string, string> = {
    'entries.mts': imported,
    'entries.cts': required,
    ...Object.fromEntries(entries.map((entry, i) => [`results${i}.mts`, resultsOf(path, entry)])),
    ...bothModules('iron', flows('iron-sdk')),
    ...bothModules('paxos', flows('paxos-sdk')),
    ...bothModules('paths', program('paths.ts')),
    'signing.mts': program('signing.ts'),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return Object.keys(files);
}

const bothModules = (name: string, text: string): Record<string, string> => ({
  [`${name}.mts`]: text,
  [`${name}.cts`]: text,
});

/** A program that exports the result of each function of an entry. */
function resultsOf(path: string, entry: string): string {
  const values: Record<string, unknown> = createRequire(join(path, 'package.json'))(entry);
  const functions = Object.keys(values).filter((name) => isFunction(values[name]));
  const lines = functions.map(
    (name) =>
      `export const ${name} = (...args: unknown[]) => entry.${name}(...(args as Parameters<typeof entry.${name}>));\n`,
  );
  return `import * as entry from '${entry}';\nexport { entry };\n${lines.join('')}`;
}

const isFunction = (value: unknown): boolean => typeof value === 'function' && !/^class\b/.test(`${value}`);
