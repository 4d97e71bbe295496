// pnpm new-provider: a spec in, a spec folder, a types package and an SDK package out; then one install, and all is green.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { BumpError, EXIT, textOf } from './bump/fail.ts';
import { Journal } from './bump/journal.ts';
import { scaffold } from './bump/new-provider/scaffold.ts';
import { root } from './contract/providers.ts';

const HELP = `pnpm new-provider <name> --from <file|url> [--docs <url>]

Makes a provider of an OpenAPI file: specs/<name>, packages/<name>-types and packages/<name>-sdk with a first test, and its
entries in scripts/contract/providers.ts, .changeset/config.json and README.md. Facts only: texts.yaml
takes the texts that you write. Faults of a known kind are fixed by overlay.

  --from <file|url>  JSON or YAML, OpenAPI 3.0 or 3.1
  --docs <url>       the provider's public reference
  --help             this text`;

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`new-provider: ${textOf(error)}`);
  process.exitCode = error instanceof BumpError ? error.status : 1;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { from: { type: 'string' }, docs: { type: 'string' }, help: { type: 'boolean' } },
    allowPositionals: true,
  });
  if (values.help) {
    console.log(HELP);
    return EXIT.ok;
  }
  const [name, ...others] = positionals;
  if (name === undefined || others.length > 0 || values.from === undefined)
    throw new BumpError('usage', 'give a name and --from. See `pnpm new-provider --help`.');
  const journal = new Journal(root);
  journal.recover();
  const { files, operations, mends } = await scaffold({
    root,
    name,
    from: values.from,
    docs: values.docs,
    today: new Date(),
  });
  try {
    journal.write(files);
    journal.commit();
  } catch (error) {
    journal.rollBack();
    throw new BumpError('writing', `cannot write (${textOf(error)}); the tree is as it was.`);
  }
  // Long names make long lines: the formatter of the tree has the last word on what was written.
  spawnSync(`${root}node_modules/.bin/biome`, ['check', '--write', ...files.keys()], { cwd: root, stdio: 'ignore' });
  console.log(
    `${name}: ${operations} operations, ${mends} faults fixed by overlay.\nNow run \`pnpm install\`, then \`npm test\`. When its texts and examples are written, take \`draft\` out of scripts/contract/providers.ts.`,
  );
  return EXIT.ok;
}
