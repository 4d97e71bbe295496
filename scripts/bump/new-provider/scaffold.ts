// Everything that a new provider is made of, as a map of file to text: spec folder, types package, SDK package, entries.
import { existsSync, readdirSync } from 'node:fs';
import { relative } from 'node:path';
import { type Contract, contractFrom, type OverlayFile } from '../../contract/contract.ts';
import { type Diagnostic, printable } from '../../contract/diagnostic.ts';
import { identifier } from '../../contract/emit/code.ts';
import { outputsOf } from '../../contract/emit/outputs.ts';
import { factsOf } from '../../contract/facts.ts';
import { readYaml, yamlText } from '../../contract/files.ts';
import type { JsonObject } from '../../contract/json.ts';
import { capitalise, operationsOf } from '../../contract/operations.ts';
import type { Overlay } from '../../contract/overlay.ts';
import { type Provider, root as realRoot } from '../../contract/providers.ts';
import { Deadline, validateUntrusted } from '../../contract/thread.ts';
import { BumpError, textOf } from '../fail.ts';
import { fetchSpec, isUrl, renderSource, serversOf } from '../fetch.ts';
import { namesText, prunedNames, renameToOurs } from '../names.ts';
import { fixesFor } from '../overlays/fixes.ts';
import { readSpec, untrusted } from '../read.ts';
import { upgrade } from '../upgrade-3.0.ts';
import { firstNames, type KeptNames, keptNames, withoutClash } from './names.ts';
import { docsOf, environmentsOf, leftText, leftToAPerson, openPoints, type Told } from './report.ts';
import { camelName, entriesOf, packageFiles } from './template.ts';

export interface NewProvider {
  readonly root: string;
  readonly name: string;
  readonly from: string;
  /** Addresses that a person names. An environment exists only where its address is named. */
  readonly production?: string | undefined;
  readonly sandbox?: string | undefined;
  readonly docs?: string | undefined;
  readonly today: Date;
  /** For reading and checking the file. */
  readonly deadline?: Deadline;
}

export interface Scaffold extends Told {
  readonly provider: Provider;
  /** By absolute path. Where `problems` are left, only the folder in specs/. */
  readonly files: ReadonlyMap<string, string>;
}

/** @throws {BumpError} if the file is none that an SDK can be made of, whatever a person decides */
export async function scaffold(options: NewProvider): Promise<Scaffold> {
  try {
    return await scaffolded(options);
  } catch (error) {
    if (error instanceof BumpError) throw error;
    throw new BumpError('contract', `no SDK can be made of this file: ${textOf(error)}. Nothing was written.`, {
      cause: error,
    });
  }
}

async function scaffolded(options: NewProvider): Promise<Scaffold> {
  const { root, name, from, today, deadline = new Deadline() } = options;
  const pascal = checkedName(name, root);
  const environments = environmentsOf({ production: options.production, sandbox: options.sandbox });
  const fetched = await fetchSpec(from);
  const published = await readSpec(fetched, deadline);
  const dropped: string[] = [];
  const theirs = upgrade(published, dropped);
  const servers = serversOf(published);
  const provider: Provider = { name, pascal, docs: docsOf(options.docs, servers), nullableWhenRead: false };

  const folder = `specs/${name}/`;
  const written = overlaysOf(root + folder);
  const built = build(provider, theirs, firstNames(theirs, keptNames(`${root}${folder}names.yaml`)), written);
  const { facts, names, fixes, contract } = built;
  const { problems } = await validateUntrusted(contract.document, deadline).catch(untrusted);
  const told = {
    provider,
    operations: operationsOf(facts).length,
    fixes: fixes.length,
    environments,
    servers,
    dropped,
    left: leftToAPerson(contract.document),
    problems,
  };
  const source = renderSource({
    address: isUrl(fetched.address) ? fetched.address : provider.docs,
    version: String((facts.info as JsonObject).version),
    date: today.toISOString().slice(0, 10),
    sha256: fetched.sha256,
    operations: told.operations,
  });
  const files = new Map<string, string>([
    [`${folder}spec.yaml`, yamlText(facts)],
    [`${folder}names.yaml`, namesText(names.schemas, names.operations)],
    [`${folder}source.json`, source],
    [`${folder}README.md`, specReadme(pascal)],
    [`${folder}left-to-you.txt`, printable(leftText(told))],
    ...(fixes.length > 0 ? [overlayFile(folder, '20-fixes', `Fixes of faults in ${pascal}'s spec`, fixes)] : []),
  ]);
  if (problems.length > 0) {
    // What a person has written there stays.
    if (written.length === 0) files.set(...openFile(folder, contract, problems));
    return { ...told, files: absolute(root, files) };
  }
  for (const [file, text] of packageFiles(provider, contract.document, environments)) files.set(file, text);
  for (const [file, text] of await outputsOf(contract)) files.set(relative(realRoot, file), text);
  for (const [file, text] of entriesOf(root, provider)) files.set(file, text);
  return { ...told, files: absolute(root, files) };
}

interface Built {
  readonly facts: JsonObject;
  readonly names: KeptNames;
  readonly fixes: Overlay['actions'];
  readonly contract: Contract;
}

/** Facts, fixes and contract. A schema that would take the name of a generated type gets another. */
function build(provider: Provider, theirs: JsonObject, names: KeptNames, written: readonly OverlayFile[]): Built {
  const renamed = renameToOurs(theirs, { openapi: '3.1.0', paths: {} }, names.schemas);
  const facts = factsOf(renamed.document);
  const inverse = new Map(Object.entries(renamed.names).map(([their, our]) => [our, their]));
  const fixes = fixesFor(facts, (ours) => inverse.get(ours) ?? ours);
  const overlay: Overlay = { overlay: '1.0.0', info: { title: 'Fixes', version: '1.0.0' }, actions: fixes };
  const overlays: OverlayFile[] = [['20-fixes.yaml', overlay], ...written];
  const kept = { schemas: prunedNames(renamed.names, {}, facts), operations: names.operations };
  try {
    const parts = { facts, texts: {}, overlays, operationNames: names.operations };
    return { facts, names: kept, fixes, contract: contractFrom(provider, parts) };
  } catch (error) {
    const other = withoutClash(names, error, (ours) => inverse.get(ours) ?? ours);
    if (other === undefined) throw error;
    return build(provider, theirs, other, written);
  }
}

/** The overlays that a person wrote, or was given to decide on. Ours is made anew. */
function overlaysOf(folder: string): OverlayFile[] {
  if (!existsSync(`${folder}overlays`)) return [];
  const files = readdirSync(`${folder}overlays`).filter((file) => file.endsWith('.yaml') && file !== '20-fixes.yaml');
  return files.sort().map((file) => [file, readYaml(`${folder}overlays/${file}`) as unknown as Overlay]);
}

function overlayFile(folder: string, name: string, title: string, actions: Overlay['actions']): [string, string] {
  const overlay = { overlay: '1.0.0', info: { title, version: '1.0.0' }, actions };
  return [`${folder}overlays/${name}.yaml`, yamlText(overlay as unknown as JsonObject)];
}

function openFile(folder: string, { document }: Contract, problems: readonly Diagnostic[]): [string, string] {
  return [`${folder}overlays/25-open-points.yaml`, yamlText(openPoints(document, problems) as unknown as JsonObject)];
}

const absolute = (root: string, files: ReadonlyMap<string, string>): Map<string, string> =>
  new Map([...files].map(([file, text]) => [root + file, text]));

const specReadme = (pascal: string): string =>
  `# ${pascal}\n\nFacts from the file that source.json names; texts.yaml takes our own summaries,\ndescriptions and examples. Everything here is documented by the provider; nothing was observed or inferred.\n`;

/** Names of packages that are there, and words that would make `ClientOptions` or `ListOptions` of the SDK's own types. */
const TAKEN = ['sandbox', 'sdk', 'acme', 'client', 'call', 'page', 'list', 'path', 'tracing', 'redis-dedupe-store'];

/** Returns the name in PascalCase. */
function checkedName(name: string, root: string): string {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
    throw new BumpError(
      'usage',
      `${JSON.stringify(name)} cannot name a provider: small letters, digits and single hyphens, as in "iron".`,
    );
  if (existsSync(`${root}packages/${name}-types/package.json`) || TAKEN.includes(name))
    throw new BumpError('usage', `there is ${name} already. Use \`pnpm bump ${name}\`, or another name.`);
  try {
    identifier(camelName(name));
  } catch (error) {
    throw new BumpError('usage', `${textOf(error)} Use another name, such as ${name}-api.`);
  }
  return capitalise(camelName(name));
}
