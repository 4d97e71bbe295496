// Everything that a new provider is made of, as a map of file to text: spec folder, types package, SDK package, tests, docs.
import { relative } from 'node:path';
import { parse, stringify } from 'yaml';
import { contractFrom, type OverlayFile } from '../../contract.ts';
import { callsOf } from '../../emit-table.ts';
import { readIfThere } from '../../files.ts';
import { isObject, type Json, type JsonObject, operationsOf, parametersOf } from '../../json.ts';
import { capitalise } from '../../names.ts';
import { outputsOf } from '../../outputs.ts';
import { type Provider, root as realRoot } from '../../providers.ts';
import { validateContract } from '../../validate.ts';
import { bundle } from '../bundle.ts';
import { BumpError } from '../fail.ts';
import { fetchSpec, isUrl } from '../fetch.ts';
import { refuseHostileNames } from '../hostile.ts';
import { mergeFacts } from '../merge/merge.ts';
import { renameToOurs } from '../merge/names.ts';
import { lines } from '../merge/plain-lines.ts';
import { mendingAction } from '../overlays/mends.ts';
import { parseSpec } from '../parse.ts';
import { renderSource } from '../source.ts';
import { upgrade } from '../upgrade-3.0.ts';
import { credentialsOf } from './credentials.ts';
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
  readonly needsProse: number;
  readonly mends: number;
}

export async function scaffold({ root, name, from, docs, today }: NewProvider): Promise<Scaffold> {
  const pascal = checkedName(name, root).split('-').map(capitalise).join('');
  const fetched = await fetchSpec(from);
  const published = bundle(parseSpec(fetched.text, from), from);
  refuseHostileNames(published);
  const empty: JsonObject = {
    openapi: '3.1.0',
    info: {
      title: `${pascal} API`,
      description: `The contract of ${pascal}: the facts are the provider's, the words are ours. Unofficial.`,
      version: '',
    },
    paths: {},
  };
  const renamed = renameToOurs(oneTagEach(upgrade(published)), empty, {});
  const { document, needsProse } = mergeFacts(empty, renamed.document);
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
    [`${specs}spec.yaml`, stringify(document, { aliasDuplicateObjects: false, lineWidth: 110, blockQuote: 'literal' })],
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
      `# ${pascal}\n\nFacts from the file that source.json names; the words are ours. Plain lines made from names stand where nobody has written\na better one yet. Everything here is documented by the provider; nothing was observed or inferred.\n`,
    ],
    ...overlays.map(([file, overlay]): [string, string] => [
      `${specs}overlays/${file}`,
      stringify(overlay, { lineWidth: 110 }),
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
  for (const [file, text] of await outputsOf({ provider, document: contract, split: [], overlays: [] }))
    files.set(root + relative(realRoot, file), text);
  for (const [file, text] of entries(root, provider)) files.set(file, text);
  return { provider, files, operations: operationsOf(document).length, needsProse: needsProse.length, mends };
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
    const [
      tag = lines.schema(path.split('/').find((part) => /^[a-z]/i.test(part)) ?? 'default').split(',')[0] ?? 'default',
    ] = Array.isArray(operation.tags) ? operation.tags : [];
    operation.tags = [tag];
  }
  return copy;
}

/** Mends by overlay, kind by kind, until the contract is sound or a person has to decide. */
async function mended(
  provider: Provider,
  document: JsonObject,
): Promise<{ overlays: OverlayFile[]; contract: JsonObject; mends: number }> {
  const actions: JsonObject[] = [];
  const overlays = (): OverlayFile[] => [
    [
      '20-mends.yaml',
      {
        overlay: '1.0.0',
        info: { title: `Faults of ${provider.pascal}'s spec, mended`, version: '1.0.0' },
        actions: actions as unknown as OverlayFile[1]['actions'],
      },
    ],
  ];
  for (let round = 0; round < 6; round++) {
    const contract = contractFrom(
      provider,
      structuredClone(document),
      structuredClone(overlays()) as OverlayFile[],
    ).document;
    const { problems } = await validateContract(contract);
    if (problems.length === 0) return { overlays: overlays(), contract, mends: actions.length };
    const found = problems.map(({ place, message }) => ({
      place,
      message,
      action: mendingAction(place, message, contract),
    }));
    const open = found.filter(({ action }) => action === undefined);
    if (open.length > 0)
      throw new BumpError(
        'contract',
        `the spec has faults that a person has to decide on. Nothing was written.\n${open
          .slice(0, 20)
          .map(({ place, message }) => `  ${place} ${message}`)
          .join('\n')}`,
      );
    const known = new Set(actions.map((action) => JSON.stringify(action)));
    for (const { action = '' } of found)
      for (const one of parse(action) as JsonObject[]) if (!known.has(JSON.stringify(one))) actions.push(one);
  }
  throw new BumpError(
    'contract',
    'the faults of the spec could not be mended by themselves. Nothing was written. Write the overlays by hand.',
  );
}

function namesText(names: Readonly<Record<string, string>>): string {
  const rows = Object.entries(names)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([theirs, ours]) => `${theirs}: ${ours}\n`);
  return `# The provider's schema names, where ours differ. A bump maps the provider's file through this list.\n${rows.length > 0 ? rows.join('') : '{}\n'}`;
}

/** The four places outside of its own folders that know of a provider. */
function* entries(root: string, { name, pascal, docs, nullableWhenRead }: Provider): Generator<[string, string]> {
  const list = `${root}scripts/lib/providers.ts`;
  const code = readIfThere(list) ?? '';
  const row = `  { name: '${name}', pascal: '${pascal}', docs: '${docs}', nullableWhenRead: ${nullableWhenRead}, draft: true },\n`;
  yield [list, code.replace(/(export const providers: readonly Provider\[\] = \[\n(?: {2}\{.*\},\n)*)/, `$1${row}`)];
  const config = `${root}.changeset/config.json`;
  const json = JSON.parse(readIfThere(config) ?? '{}') as JsonObject;
  const fixed = [...(Array.isArray(json.fixed) ? json.fixed : []), [`@org/${name}-types`, `@org/${name}-sdk`] as Json];
  yield [
    config,
    `${JSON.stringify({ ...json, fixed }, null, 2).replace(/\[\n\s+("[^"]+"),\n\s+("[^"]+")\n\s+\]/g, '[$1, $2]')}\n`,
  ];
  const readme = `${root}README.md`;
  const text = readIfThere(readme) ?? '';
  yield [
    readme,
    text.replace(
      /^(\| \[`scripts`\]\(scripts\).*)$/m,
      `| [\`packages/${name}-types\`](packages/${name}-types), [\`packages/${name}-sdk\`](packages/${name}-sdk) | ${pascal}: types and SDK, made by \`pnpm new-provider\` |\n$1`,
    ),
  ];
  yield [
    `${root}.changeset/new-${name}.md`,
    `---\n"@org/${name}-types": minor\n"@org/${name}-sdk": minor\n---\n\nTypes and SDK of ${pascal}'s API.\n`,
  ];
}
