// node scripts/api-report.ts: keeps what the packages declare now. Run at a release; a bump compares with it.
import { globSync, rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { releasedFiles } from './bump/api/release.ts';
import { writeAll } from './contract/files.ts';
import { providers, root } from './contract/providers.ts';

const HELP = `node scripts/api-report.ts

Keeps in packages/*/api what a bump compares with, for the types and the SDK of every provider:
  *.d.ts, groups.ts  the declarations that are generated
  contract.json      of the types: the facts of the contract
  type-tests/        of the SDK: its type tests
Part of a release: the release type of a later bump is the compiler's judgement of these, too.`;

const { values } = parseArgs({ options: { help: { type: 'boolean' } } });
if (values.help) {
  console.log(HELP);
} else {
  const files = new Map(providers.flatMap((provider) => [...releasedFiles(root, provider)]));
  const changed = writeAll(files);
  const stale = globSync(`${root}packages/*/api/**/*.*`).filter((file) => !files.has(file));
  for (const file of stale) rmSync(file);
  const tell = (file: string, what = ''): string => `\n  ${file.slice(root.length)}${what}`;
  console.log(
    `${files.size} files, ${changed.length + stale.length} changed${changed.map((file) => tell(file)).join('')}${stale.map((file) => tell(file, ', removed')).join('')}`,
  );
}
