// The packages of a new provider: copies of scripts/contract/template with its identifiers replaced. What a spec says enters them
// as JSON literals in src/provider.ts, and nowhere else.
import { readdirSync, readFileSync } from 'node:fs';
import { identifier, wrappedExpression } from '../../contract/emit/code.ts';
import { schemesOf } from '../../contract/emit/table.ts';
import { readIfThere } from '../../contract/files.ts';
import { entries, type Json, type JsonObject, own, put } from '../../contract/json.ts';
import { operationsOf } from '../../contract/operations.ts';
import { type Provider, root as realRoot } from '../../contract/providers.ts';
import { deref } from '../../contract/walk.ts';
import type { Environments } from './report.ts';

const template = `${realRoot}scripts/contract/template/`;
/** What tools make, what the generator makes, and the test of the template's own contract. */
const NOT_COPIED =
  /(^|\/)(node_modules|dist|generated|\.results|\.turbo)(\/|$)|acme\.test\.ts$|\.d\.ts$|openapi\.json$/;

export const camelName = (name: string): string =>
  name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
const screaming = (name: string): string =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase();

/** Path from the root -> text. */
export function* packageFiles(
  provider: Provider,
  contract: JsonObject,
  environments: Environments,
): Generator<[string, string]> {
  for (const part of ['sdk', 'types']) {
    const files = readdirSync(template + part, { recursive: true, encoding: 'utf8' });
    for (const file of files.filter((name) => !NOT_COPIED.test(name) && /\.[a-z]+$|LICENSE$/.test(name)).sort()) {
      const text = renamed(readFileSync(`${template}${part}/${file}`, 'utf8'), provider);
      yield [`packages/${provider.name}-${part}/${file}`, adapted(file, text, provider, contract, environments)];
    }
  }
}

/** Replaces whole identifiers and names of packages: `createAcmeClient`, `acme`, `ACME_LOG`, `acme-sdk`. */
function renamed(text: string, { name, pascal }: Provider): string {
  return text.replaceAll(/\b(?:create)?Acme[A-Za-z]*\b|\bacme(?:-sdk|-types)?\b|\bACME_[A-Z_]+\b/g, (token) => {
    if (token.startsWith('acme-')) return name + token.slice('acme'.length);
    if (token === 'acme') return identifier(camelName(name));
    return token.startsWith('ACME')
      ? screaming(name) + token.slice('ACME'.length)
      : identifier(token.replace('Acme', pascal));
  });
}

function adapted(
  file: string,
  text: string,
  provider: Provider,
  contract: JsonObject,
  environments: Environments,
): string {
  if (file === 'tsconfig.json') return text.replace('../../../../', '../../');
  if (file === 'package.json') return text.replace('  "private": true,\n', '');
  if (file !== 'src/provider.ts') return text;
  const values: Record<string, Json> = {
    baseUrls: { ...environments },
    schemes: placesOf(contract, provider),
    usual: usualCredentials(contract),
  };
  return text.replaceAll(
    /(export const (\w+)[^=]* = )[\s\S]*?( as const)?;\n/g,
    (_, start: string, name: string, end = '') =>
      `${start}${wrappedExpression(values[name] ?? null, start.length)}${end};\n`,
  );
}

/** How each credential is sent that an operation takes, by the name of its security scheme. */
function placesOf(contract: JsonObject, { name: provider }: Provider): JsonObject {
  const all = own(contract.components, 'securitySchemes');
  const used = new Set(requirements(contract).flatMap((lists) => lists.flat()));
  const sent: JsonObject = {};
  for (const [name, node] of entries(all).filter(([name]) => used.has(name))) {
    const scheme = deref(contract, node) ?? {};
    const variable = `${screaming(provider)}_${screaming(name)}`;
    if (scheme.type === 'apiKey') put(sent, name, { in: scheme.in ?? 'header', name: scheme.name ?? '', variable });
    else if (scheme.type !== 'mutualTLS')
      put(sent, name, { in: 'header', name: 'Authorization', prefix: prefixOf(scheme), variable });
  }
  return sent;
}

/** What stands before a value: nothing where a person has to give the whole of the header. */
function prefixOf({ type, scheme }: JsonObject): string {
  const name = String(scheme).toLowerCase();
  if (type === 'http' && name === 'basic') return 'Basic ';
  return type !== 'http' || name === 'bearer' ? 'Bearer ' : '';
}

const requirements = (contract: JsonObject): string[][][] =>
  operationsOf(contract).map(({ operation }) => schemesOf(contract, operation));

/** What most of the operations take that take any. */
function usualCredentials(contract: JsonObject): string[][] {
  const all = requirements(contract).filter((lists) => lists.length > 0);
  const texts = all.map((lists) => JSON.stringify(lists));
  const count = (text: string): number => texts.filter((one) => one === text).length;
  const [most] = [...new Set(texts)].sort((a, b) => count(b) - count(a));
  return most === undefined ? [] : JSON.parse(most);
}

/** The places outside of its own folders that know of a provider, with it in them. */
export function* entriesOf(
  root: string,
  { name, pascal, docs, nullableWhenRead }: Provider,
): Generator<[string, string]> {
  const text = (file: string): string => readIfThere(root + file) ?? '';
  const list = 'scripts/contract/providers.ts';
  const row = `  ${wrappedExpression({ name, pascal, docs, nullableWhenRead, draft: true }, -1000)},\n`;
  yield [list, after(text(list), /export const providers: readonly Provider\[\] = \[\n(?: {2}\{.*\},\n)*/, row)];
  const config = '.changeset/config.json';
  const { fixed, ...rest } = JSON.parse(text(config));
  const groups = [...fixed, [`@org/${name}-types`, `@org/${name}-sdk`]];
  yield [config, `${JSON.stringify({ ...rest, fixed: groups }, null, 2)}\n`];
  const line = `| [\`packages/${name}-types\`](packages/${name}-types), [\`packages/${name}-sdk\`](packages/${name}-sdk) | ${pascal}: types and SDK, made by \`pnpm new-provider\` |\n`;
  yield ['README.md', after(text('README.md'), /^(?=\| \[`scripts`\]\(scripts\))/m, line)];
  const packages = `"@org/${name}-types": minor\n"@org/${name}-sdk": minor`;
  yield [`.changeset/new-${name}.md`, `---\n${packages}\n---\n\nTypes and SDK of ${pascal}'s API.\n`];
}

/** By a function, because in a replacement text `$&` and its like have a meaning. */
const after = (text: string, place: RegExp, inserted: string): string =>
  text.replace(place, (found) => `${found}${inserted}`);
