// pnpm new-provider: a spec in, a spec folder, a types package and an SDK package out; then one install, and all is green.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { deadlineOf } from './bump/cli.ts';
import { BumpError, EXIT, textOf } from './bump/fail.ts';
import { aboutEnvironments } from './bump/new-provider/environments.ts';
import { scaffold } from './bump/new-provider/scaffold.ts';
import { writeAll } from './contract/files.ts';
import { printable } from './contract/printable.ts';
import { root } from './contract/providers.ts';

const HELP = `pnpm new-provider <name> --from <file|url> [--production <url>] [--sandbox <url>] [--docs <url>]

Makes a provider of an OpenAPI file: specs/<name>, packages/<name>-types and packages/<name>-sdk with a first test, and its
entries in scripts/contract/providers.ts, .changeset/config.json and README.md. Facts only: texts.yaml takes the texts that
you write. Faults of a known kind are fixed by overlay. The SDK has the environments whose addresses you name; without any, its
option \`baseUrl\` is required. No environment is guessed from the servers of the file.

  --from <file|url>  JSON or YAML, OpenAPI 3.0 or 3.1
  --production <url> the address of its production environment
  --sandbox <url>    the address of its sandbox environment
  --docs <url>       the provider's public reference
  --deadline <s>     seconds for reading and checking the file; 20 without it
  --help             this text`;

try {
  process.exitCode = await main();
} catch (error) {
  console.error(printable(`new-provider: ${textOf(error)}`));
  process.exitCode = error instanceof BumpError ? error.status : 1;
}

async function main(): Promise<number> {
  const { values, positionals } = parse();
  if (values.help) {
    console.log(HELP);
    return EXIT.ok;
  }
  const [name, ...others] = positionals;
  const { from, production, sandbox, docs } = values;
  if (name === undefined || others.length > 0 || from === undefined)
    throw new BumpError('usage', 'give a name and --from. See `pnpm new-provider --help`.');
  const deadline = deadlineOf(values.deadline);
  const made = await scaffold({ root, name, from, production, sandbox, docs, deadline, today: new Date() });
  try {
    writeAll(made.files);
  } catch (error) {
    throw new BumpError('writing', `cannot write (${textOf(error)}); the tree is as it was.`);
  }
  // Long names make long lines: the formatter of the tree has the last word on what was written.
  spawnSync(`${root}node_modules/.bin/biome`, ['check', '--write', ...made.files.keys()], {
    cwd: root,
    stdio: 'ignore',
  });
  console.log(
    printable(
      `${name}: ${made.operations} operations, ${made.fixes} faults fixed by overlay.\n${aboutEnvironments(made)}\nNow run \`pnpm install\`, then \`npm test\`. When its texts and examples are written, take \`draft\` out of scripts/contract/providers.ts.`,
    ),
  );
  return EXIT.ok;
}

function parse() {
  try {
    return parseArgs({
      options: {
        from: { type: 'string' },
        production: { type: 'string' },
        sandbox: { type: 'string' },
        docs: { type: 'string' },
        deadline: { type: 'string' },
        help: { type: 'boolean' },
      },
      allowPositionals: true,
    });
  } catch (error) {
    throw new BumpError('usage', `${textOf(error)}. See \`pnpm new-provider --help\`.`);
  }
}
