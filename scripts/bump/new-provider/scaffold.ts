// Everything that a new provider is made of, as a map of file to text: spec folder, types package, SDK package, tests, docs.
import { relative } from 'node:path';
import { outputsOf } from '../../contract/emit/outputs.ts';
import { callsOf } from '../../contract/emit/table.ts';
import { factsOf } from '../../contract/facts.ts';
import { readIfThere } from '../../contract/files.ts';
import type { JsonObject } from '../../contract/json.ts';
import { capitalise } from '../../contract/names.ts';
import { operationsOf, parametersOf } from '../../contract/operations.ts';
import { type Provider, root as realRoot } from '../../contract/providers.ts';
import { Deadline } from '../../contract/thread.ts';
import { yamlText } from '../../contract/yaml.ts';
import { BumpError, textOf } from '../fail.ts';
import { fetchSpec, isUrl, renderSource } from '../fetch.ts';
import { namesText, renameToOurs } from '../names.ts';
import { readSpec } from '../read.ts';
import { serversOf } from '../servers.ts';
import { upgrade } from '../upgrade-3.0.ts';
import { credentialsOf } from './credentials.ts';
import { entries } from './entries.ts';
import { docsOf, type Environments, environmentsOf, unlistedIn } from './environments.ts';
import { fixFaults } from './fix-faults.ts';
import { packageFiles } from './package-files.ts';
import { sdkSources } from './sdk-files.ts';

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

export interface Scaffold {
  readonly provider: Provider;
  readonly files: ReadonlyMap<string, string>;
  readonly operations: number;
  readonly fixes: number;
  readonly environments: Environments;
  /** What the specification lists, as it stands there. */
  readonly servers: readonly string[];
  /** Named addresses that it does not list. */
  readonly unlisted: readonly string[];
}

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
  const pascal = checkedName(name, root).split('-').map(capitalise).join('');
  const environments = environmentsOf(options);
  const fetched = await fetchSpec(from);
  const published = await readSpec(fetched, deadline);
  const renamed = renameToOurs(oneTagEach(upgrade(published)), { openapi: '3.1.0', paths: {} }, {});
  const document = factsOf(renamed.document);
  const servers = serversOf(published);
  const provider: Provider = { name, pascal, docs: docsOf(options.docs, servers), nullableWhenRead: false };
  const { overlays, contract, fixes } = await fixFaults(provider, document, deadline);

  const specs = `${root}specs/${name}/`;
  const files = new Map<string, string>([
    [`${specs}spec.yaml`, yamlText(document)],
    [`${specs}names.yaml`, namesText(renamed.names)],
    [
      `${specs}source.json`,
      renderSource({
        address: isUrl(fetched.address) ? fetched.address : provider.docs,
        version: String((document.info as JsonObject).version),
        date: today.toISOString().slice(0, 10),
        sha256: fetched.sha256,
        operations: operationsOf(document).length,
      }),
    ],
    [
      `${specs}README.md`,
      `# ${pascal}\n\nFacts from the file that source.json names; texts.yaml takes our own summaries,\ndescriptions and examples. Everything here is documented by the provider; nothing was observed or inferred.\n`,
    ],
    ...overlays.map(([file, overlay]): [string, string] => [
      `${specs}overlays/${file}`,
      yamlText(overlay as unknown as JsonObject),
    ]),
    ...packageFiles({ root, name, pascal }),
  ]);
  const sources = sdkSources({
    package: name,
    name: camel(name),
    pascal,
    docs: provider.docs,
    environments,
    credentials: credentialsOf(document),
    firstCall: firstCallOf(contract),
  });
  for (const [file, text] of Object.entries(sources)) files.set(`${root}packages/${name}-sdk/${file}`, text);
  for (const [file, text] of await outputsOf({ provider, document: contract, split: [], unplaced: [] }))
    files.set(root + relative(realRoot, file), text);
  for (const [file, text] of entries(root, provider)) files.set(file, text);
  return {
    provider,
    files,
    operations: operationsOf(document).length,
    fixes,
    environments,
    servers,
    unlisted: unlistedIn(environments, servers),
  };
}

/** An operation that takes nothing and gives no list, for the first test. */
function firstCallOf(contract: JsonObject): { group: string; name: string; path: string } | undefined {
  const first = [...callsOf(contract).values()]
    .flat()
    .find(
      ({ place }) =>
        place.method === 'get' &&
        !place.path.includes('{') &&
        parametersOf(contract, place).every((one) => one.required !== true) &&
        place.operation['x-pagination'] === undefined,
    );
  return first && { group: first.group, name: first.name, path: first.place.path };
}

const camel = (name: string): string => name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

function checkedName(name: string, root: string): string {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
    throw new BumpError(
      'usage',
      `${JSON.stringify(name)} cannot name a provider: small letters, digits and single hyphens, as in "iron".`,
    );
  if (readIfThere(`${root}specs/${name}/spec.yaml`) !== undefined || ['sandbox', 'sdk'].includes(name))
    throw new BumpError('usage', `there is ${name} already. Use \`pnpm bump ${name}\`.`);
  return name;
}

/** The tag becomes the group of the call, so there is exactly one. */
function oneTagEach(document: JsonObject): JsonObject {
  const copy = structuredClone(document);
  for (const { operation, path } of operationsOf(copy)) {
    const [tag = path.split('/').find((part) => /^[a-z]/i.test(part)) ?? 'default'] = Array.isArray(operation.tags)
      ? operation.tags
      : [];
    operation.tags = [tag];
  }
  return copy;
}
