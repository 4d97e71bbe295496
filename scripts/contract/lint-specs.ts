// pnpm lint:specs: reports faults, missing texts and missing examples of the contracts, each with its file and line.
import { relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { printable } from './diagnostic.ts';
import { lintProvider } from './lint/lint.ts';
import { chosenProviders, providers, specDir } from './providers.ts';

const HELP = `pnpm lint:specs [provider …] [--specs folder]

Lints the effective contract of each provider (specs/<provider>: spec.yaml, texts.yaml and overlays). Prints one line for each
problem, \`file: place: rule: message\`, with the file and line where it is written, then their number.

  contract               the contract can be built from its files
  …-description          every operation, parameter, body, response, header, schema and property has a text: complete, and
                         more than its name; properties of a single value need none
  operation-example      every request body and every success has an example
  path-example           every path parameter has an example or known values
  enum-meaning           x-enum-descriptions has every value and no other; status, state, reason, type, … must have it
  discriminator-mapping  a discriminator has a mapping, and its schemas admit the values that lead to them
  text-reference         names of operations and schemas in backticks exist
  text-method            operations are named as their methods, \`getCustomer\`, not by an operationId such as GetCustomer
  text-without-place     every text of texts.yaml has a place in the contract
  docs-page              externalDocs lead to an https page of the provider's documentation
  cut-text               no text is cut by YAML
and what \`pnpm generate\` refuses (openapi, schema, reference, name, operation, default-null, discriminator, media-type,
example) and redocly's rules that redocly.yaml at the root leaves on. Problems of a draft are printed and not counted.

  --specs   the folder with a folder for each provider, instead of specs/
  --help    this text; providers: ${providers.map(({ name }) => name).join(', ')}, all of them when none is named`;

try {
  process.exitCode = await main();
} catch (error) {
  console.error(printable(`lint-specs: ${(error as Error).message}`));
  process.exitCode = 1;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { specs: { type: 'string' }, help: { type: 'boolean' } },
    allowPositionals: true,
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  let count = 0;
  for (const provider of chosenProviders(positionals)) {
    const folder = values.specs === undefined ? specDir(provider) : `${resolve(values.specs)}/${provider.name}/`;
    const problems = await lintProvider(provider, folder);
    for (const { file, where, code, message } of problems) {
      console.log(printable(`${relative(process.cwd(), folder + file)}: ${where}: ${code}: ${message}`));
    }
    if (provider.draft) console.log(`${provider.name} is a draft: its ${problems.length} problems do not count yet`);
    else count += problems.length;
  }
  console.log(`lint problems: ${count}`);
  return count > 0 ? 1 : 0;
}
