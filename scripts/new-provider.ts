// pnpm new-provider: a spec in, a spec folder, a types package and an SDK package out; then one install, and all is green.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { deadlineOf } from './bump/cli.ts';
import { BumpError, EXIT, textOf } from './bump/fail.ts';
import { openScreen, summary } from './bump/new-provider/report.ts';
import { scaffold } from './bump/new-provider/scaffold.ts';
import { printable } from './contract/diagnostic.ts';
import { writeAll } from './contract/files.ts';
import { root } from './contract/providers.ts';

const HELP = `pnpm new-provider <name> --from <file|url> [--production <url>] [--sandbox <url>] [--docs <url>] [--draft]

Makes a provider of an OpenAPI file: specs/<name>, packages/<name>-types and packages/<name>-sdk with its tests, and its entries
in scripts/contract/providers.ts, .changeset/config.json and README.md. Facts only: texts.yaml takes the texts that you write.
The SDK is a copy of scripts/contract/template. Names that cannot be names in TypeScript get others, kept in names.yaml. Faults
of a known kind are fixed by overlay. What only you can decide stops the command; with --draft it is written to
specs/<name>/overlays/25-open-points.yaml, where you decide it before you run the same command again.
The SDK has the environments whose addresses you name; without any, its option \`baseUrl\` is required. None is guessed.

  --from <file|url>  JSON or YAML, OpenAPI 3.0 or 3.1
  --production <url> the address of its production environment
  --sandbox <url>    the address of its sandbox environment
  --docs <url>       the provider's public reference
  --draft            where points are open, write specs/<name> with them; nothing else is made
  --deadline <s>     seconds for reading and checking the file; 120 without it
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
  const { from, production, sandbox, docs, draft = false } = values;
  if (name === undefined || others.length > 0 || from === undefined)
    throw new BumpError('usage', 'give a name and --from. See `pnpm new-provider --help`.');
  const deadline = deadlineOf(values.deadline ?? '120');
  const made = await scaffold({ root, name, from, production, sandbox, docs, deadline, today: new Date() });
  const isOpen = made.problems.length > 0;
  if (!isOpen || draft) write(name, made.files);
  console.log(printable(isOpen ? openScreen(made, draft) : summary(made)));
  return isOpen && !draft ? EXIT.contract : EXIT.ok;
}

function write(name: string, files: ReadonlyMap<string, string>): void {
  try {
    writeAll(files);
  } catch (error) {
    throw new BumpError(
      'writing',
      `cannot write (${textOf(error)}). Take back what was written: git checkout -- scripts/contract/providers.ts .changeset README.md && git clean -fd specs/${name} packages/${name}-types packages/${name}-sdk .changeset/new-${name}.md`,
    );
  }
  // Long names make long lines: the formatter of the tree has the last word on what was written.
  spawnSync(`${root}node_modules/.bin/biome`, ['check', '--write', ...files.keys()], { cwd: root, stdio: 'ignore' });
}

function parse() {
  try {
    return parseArgs({
      options: {
        from: { type: 'string' },
        production: { type: 'string' },
        sandbox: { type: 'string' },
        docs: { type: 'string' },
        draft: { type: 'boolean' },
        deadline: { type: 'string' },
        help: { type: 'boolean' },
      },
      allowPositionals: true,
    });
  } catch (error) {
    throw new BumpError('usage', `${textOf(error)}. See \`pnpm new-provider --help\`.`);
  }
}
