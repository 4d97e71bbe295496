#!/usr/bin/env node
// pnpm bench: the figures of the SDKs.
import { parseArgs } from 'node:util';
import type { Figures } from './figure.ts';
import { bundle } from './groups/bundle.ts';
import { generate } from './groups/generate.ts';
import { imports } from './groups/import.ts';
import { install } from './groups/install.ts';
import { overhead } from './groups/overhead.ts';
import { sandbox } from './groups/sandbox.ts';
import { types } from './groups/types.ts';
import { root } from './places.ts';
import { json, table } from './report.ts';
import { mustRun } from './run.ts';

const groups: Readonly<Record<string, () => Promise<Figures>>> = {
  overhead,
  bundle,
  types,
  import: imports,
  install,
  generate,
  sandbox,
};
const names = Object.keys(groups);

const HELP = `pnpm bench [group …] [--json]

Builds the SDKs and the sandbox and measures them; about three minutes for everything. bench/README.md says what each figure means.

  --json   one JSON object on standard output: { "figures": { NAME: { "value", "unit", "spread", "limit" } } }
  --help   this text

Groups: ${names.join(', ')}; all of them when none is named.
A figure beyond its limit is no failure of this command; only what could not be measured at all is.`;

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`bench: ${(error as Error).message}`);
  process.exitCode = 1;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { json: { type: 'boolean' }, help: { type: 'boolean' } },
    allowPositionals: true,
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const unknown = positionals.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`no group ${unknown.join(', ')}; there are ${names.join(', ')}`);

  mustRun(
    `${root}node_modules/.bin/turbo`,
    ['run', 'build', '--filter=@org/iron-sdk', '--filter=@org/paxos-sdk', '--filter=@org/sandbox'],
    root,
  );
  const { figures, failed } = await measure(positionals.length > 0 ? positionals : names);
  console.log(values.json ? json(figures) : table(figures));
  return failed ? 1 : 0;
}

/** A group that cannot be measured is told on standard error, and does not take the others with it. */
async function measure(chosen: readonly string[]): Promise<{ figures: Figures; failed: boolean }> {
  let figures: Figures = {};
  let failed = false;
  for (const name of names.filter((one) => chosen.includes(one))) {
    console.error(`bench: ${name} …`);
    try {
      figures = { ...figures, ...(await groups[name]?.()) };
    } catch (error) {
      failed = true;
      console.error(`bench: ${name} could not be measured: ${(error as Error).message}`);
    }
  }
  return { figures, failed };
}
