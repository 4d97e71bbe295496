// pnpm generate: specs in, packages out. `--check` writes nothing and fails if a committed file differs from what would be generated.
import { createHash } from 'node:crypto';
import { globSync } from 'node:fs';
import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { buildContract, type Contract } from './contract.ts';
import { diagnosticText, printable } from './diagnostic.ts';
import { differing, readIfThere, writeAll } from './files.ts';
import { operationsOf } from './operations.ts';
import { chosenProviders, type Provider, providers, root, sdkDir, specDir, typesDir } from './providers.ts';
import { prepareValidation, validateUntrusted } from './thread.ts';

const HELP = `pnpm generate [provider …] [--check]

Builds the effective contract of each provider (specs/<provider>: spec.yaml, texts.yaml, overlays), validates it, and writes
  packages/<provider>-types/openapi.json, openapi.d.ts, schemas.d.ts, index.d.ts
  packages/<provider>-sdk/src/generated/operations.ts, groups.ts, namespace.ts,
    scopes.ts (with OAuth)
The same input gives the same bytes.

  --check   write nothing; exit 1 and name the files that are not what would be written
  --help    this text

Providers: ${providers.map(({ name }) => name).join(', ')}; all of them when none is named.`;

try {
  process.exitCode = await main();
} catch (error) {
  console.error(printable(`generate: ${(error as Error).message}`));
  process.exitCode = 1;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { check: { type: 'boolean' }, help: { type: 'boolean' } },
    allowPositionals: true,
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const chosen = chosenProviders(positionals);
  if (!values.check && chosen.every(isUnchanged)) {
    console.log(`nothing has changed since the last generation: ${chosen.map(({ name }) => name).join(', ')}`);
    return 0;
  }
  // Validation has a thread of its own, so it goes on while the next contract is built and the types are emitted; what is
  // emitted of an unsound contract is thrown away.
  prepareValidation();
  await given();
  const contracts: Contract[] = [];
  const reports: Promise<boolean>[] = [];
  for (const provider of chosen) {
    const contract = buildContract(provider);
    contracts.push(contract);
    reports.push(report(contract));
    await given();
  }
  const emitted = emit(contracts).catch((error: Error) => error);
  if (!(await Promise.all(reports)).every(Boolean)) return 1;
  const files = await emitted;
  if (files instanceof Error) throw files;
  if (values.check) return check(files);
  write(files);
  for (const provider of chosen) remember(provider);
  return 0;
}

/** Lets the thread be given its work before this one is busy again. */
function given(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function emit(contracts: readonly Contract[]): Promise<Map<string, string>> {
  // Loaded here, because loading the compiler takes longer than finding that nothing has changed.
  const { outputsOf } = await import('./emit/outputs.ts');
  const files = new Map<string, string>();
  for (const contract of contracts) for (const [file, text] of await outputsOf(contract)) files.set(file, text);
  return files;
}

/** Prints what validation found; true when the contract is sound. */
async function report({ provider, document }: Contract): Promise<boolean> {
  const { problems, examples } = await validateUntrusted(document);
  for (const found of problems) console.error(printable(`${provider.name}: ${diagnosticText(found)}`));
  const { name } = provider;
  if (problems.length > 0)
    console.error(`${name}: ${problems.length} problems; nothing was written. Fix them in specs/${name}/overlays/.`);
  else {
    const { valid, present } = examples;
    console.log(`${name}: ${operationsOf(document).length} operations, ${valid} of ${present} examples valid`);
  }
  return problems.length === 0;
}

function check(files: ReadonlyMap<string, string>): number {
  const drifted = differing(files);
  for (const file of drifted) console.error(`differs from what the contract generates: ${relative(root, file)}`);
  if (drifted.length > 0)
    console.error('Run `pnpm generate` and commit the result. Generated files are never edited by hand.');
  else console.log(`${files.size} generated files are up to date`);
  return drifted.length > 0 ? 1 : 0;
}

function write(files: ReadonlyMap<string, string>): void {
  const changed = writeAll(files);
  const names = changed.map((file) => relative(root, file));
  console.log(names.length > 0 ? `wrote ${names.join(', ')}` : `${files.size} files, none changed`);
}

function stampFile({ name }: Provider): string {
  return `${root}node_modules/.cache/generate/${name}`;
}

/** Whether inputs and outputs are as after the last generation. Only hashes: loading the compiler takes a second. */
function isUnchanged(provider: Provider): boolean {
  return readIfThere(stampFile(provider)) === fingerprint(provider);
}

/** Records inputs and outputs; called when everything has been written. */
function remember(provider: Provider): void {
  writeAll(new Map([[stampFile(provider), fingerprint(provider)]]));
}

function fingerprint(provider: Provider): string {
  const files = [
    // Inputs: the contract, the code, and the versions of the tools.
    ...globSync([`${specDir(provider)}**/*.yaml`, `${root}scripts/contract/*.ts`, `${root}scripts/contract/emit/*.ts`]),
    `${root}pnpm-lock.yaml`,
    // Outputs, so that an edit by hand is noticed.
    ...globSync([
      `${typesDir(provider)}*.d.ts`,
      `${typesDir(provider)}openapi.json`,
      `${sdkDir(provider)}src/generated/*`,
    ]),
  ];
  const hash = createHash('sha256');
  for (const file of files.sort())
    hash
      .update(file.slice(root.length))
      .update('\0')
      .update(readIfThere(file) ?? '')
      .update('\0');
  return hash.digest('hex');
}
