// node scripts/api-report.ts: keeps what the packages declare now. Run at a release; a bump compares with it.
import { globSync, rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { releasedFiles } from './bump/api/released.ts';
import { reportsOf } from './bump/api/report.ts';
import { writeAll } from './contract/files.ts';
import { providers, root } from './contract/providers.ts';

const HELP = `node scripts/api-report.ts

Keeps in packages/*/api what a bump compares with, for the core and for the types and the SDK of every provider:
  <entry>.api.md    the public declarations of each entry, without comments
  contract.json     of the types: the facts of the contract
  type-tests/       of the SDK: its type tests
Part of a release: \`pnpm bump\` fails on a break against them that the comparison of contracts did not announce.`;

const { values } = parseArgs({ options: { help: { type: 'boolean' } } });
if (values.help) {
  console.log(HELP);
} else {
  const files = new Map([
    ...reportsOf(`${root}packages/sdk-core/`),
    ...providers.flatMap((provider) => [...releasedFiles(root, provider)]),
  ]);
  const changed = writeAll(files);
  const stale = globSync(`${root}packages/*/api/**/*.*`).filter((file) => !files.has(file));
  for (const file of stale) rmSync(file);
  const tell = (file: string, what = ''): string => `\n  ${file.slice(root.length)}${what}`;
  console.log(
    `${files.size} files, ${changed.length + stale.length} changed${changed.map((file) => tell(file)).join('')}${stale.map((file) => tell(file, ', removed')).join('')}`,
  );
}
