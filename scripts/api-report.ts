// node scripts/api-report.ts: writes what the packages declare now as API reports. Run at a release; a bump compares with them.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { reportsOf } from './lib/bump/api/report.ts';
import { writeAll } from './lib/files.ts';
import { providers, root, sdkDir, typesDir } from './lib/providers.ts';

const HELP = `node scripts/api-report.ts

Writes packages/*/api/<entry>.api.md for the types and the SDK of every provider: the public declarations of each entry,
without comments. Part of a release: \`pnpm bump\` fails on a break against them that the comparison did not announce.`;

const { values } = parseArgs({ options: { help: { type: 'boolean' } } });
if (values.help) {
  console.log(HELP);
} else {
  const packages = providers.flatMap((provider) => [typesDir(provider), sdkDir(provider)]);
  const nameOf = (folder: string): string => String(JSON.parse(readFileSync(`${folder}package.json`, 'utf8')).name);
  const files = new Map(packages.flatMap((folder) => [...reportsOf(folder, nameOf(folder))]));
  const changed = writeAll(files);
  console.log(
    `${files.size} reports, ${changed.length} changed${changed.map((file) => `\n  ${file.slice(root.length)}`).join('')}`,
  );
}
