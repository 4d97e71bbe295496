// Everything that a new provider is made of, as a map of file to text: spec folder, types package, SDK package, tests, docs.
import { relative } from 'node:path';
import { outputsOf } from '../../contract/emit/outputs.ts';
import { callsOf } from '../../contract/emit-table.ts';
import { factsOf } from '../../contract/facts.ts';
import { readIfThere } from '../../contract/files.ts';
import { isObject, type JsonObject } from '../../contract/json.ts';
import { capitalise } from '../../contract/names.ts';
import { operationsOf, parametersOf } from '../../contract/operations.ts';
import { type Provider, root as realRoot } from '../../contract/providers.ts';
import { yamlText } from '../../contract/yaml.ts';
import { bundle } from '../bundle.ts';
import { BumpError } from '../fail.ts';
import { fetchSpec, isUrl } from '../fetch.ts';
import { refuseHostileNames } from '../hostile.ts';
import { namesText, renameToOurs } from '../names.ts';
import { parseSpec } from '../parse.ts';
import { renderSource } from '../source.ts';
import { upgrade } from '../upgrade-3.0.ts';
import { credentialsOf } from './credentials.ts';
import { entries } from './entries.ts';
import { mended } from './mended.ts';
import { packageFiles } from './package-files.ts';
import { sdkSources } from './sdk-files.ts';

export interface NewProvider {
  readonly root: string;
  readonly name: string;
  readonly from: string;
  readonly docs?: string | undefined;
  readonly today: Date;
}

export interface Scaffold {
  readonly provider: Provider;
  readonly files: ReadonlyMap<string, string>;
  readonly operations: number;
  readonly mends: number;
}

export async function scaffold({ root, name, from, docs, today }: NewProvider): Promise<Scaffold> {
  const pascal = checkedName(name, root).split('-').map(capitalise).join('');
  const fetched = await fetchSpec(from);
  const published = bundle(parseSpec(fetched.text, from), from);
  refuseHostileNames(published);
  const renamed = renameToOurs(oneTagEach(upgrade(published)), { openapi: '3.1.0', paths: {} }, {});
  const document = factsOf(renamed.document);
  const servers = (Array.isArray(document.servers) ? document.servers : [])
    .filter(isObject)
    .map(({ url }) => String(url))
    .filter((url) => /^https:\/\/[^{}]+$/.test(url));
  const provider: Provider = {
    name,
    pascal,
    docs: docs ?? `https://${new URL(servers[0] ?? 'https://example.com').host}`,
    nullableWhenRead: false,
  };
  const { overlays, contract, mends } = await mended(provider, document);

  const specs = `${root}specs/${name}/`;
  const files = new Map<string, string>([
    [`${specs}spec.yaml`, yamlText(document)],
    [`${specs}names.yaml`, namesText(renamed.names)],
    [
      `${specs}source.json`,
      renderSource({
        address: isUrl(from) ? from : provider.docs,
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
  const [first] = [...callsOf(contract).values()]
    .flat()
    .filter(
      ({ place }) =>
        place.method === 'get' &&
        !place.path.includes('{') &&
        parametersOf(contract, place).every((one) => one.required !== true) &&
        place.operation['x-pagination'] === undefined,
    );
  const facts = {
    name: camel(name),
    pascal,
    docs: provider.docs,
    servers,
    credentials: credentialsOf(document),
    firstCall: first && { call: `${first.group}.${first.name}`, method: 'GET', path: first.place.path },
  };
  for (const [file, text] of Object.entries(sdkSources(facts)))
    files.set(
      `${root}packages/${name}-sdk/${file}`,
      text.replaceAll(`@org/${facts.name}-`, `@org/${name}-`).replaceAll(`${facts.name}-sdk/`, `${name}-sdk/`),
    );
  for (const [file, text] of await outputsOf({ provider, document: contract, split: [], unplaced: [] }))
    files.set(root + relative(realRoot, file), text);
  for (const [file, text] of entries(root, provider)) files.set(file, text);
  return { provider, files, operations: operationsOf(document).length, mends };
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
