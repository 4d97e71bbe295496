// The places outside of its own folders that know of a provider.
import { literal } from '../../contract/emit/code.ts';
import { readIfThere } from '../../contract/files.ts';
import type { Json, JsonObject } from '../../contract/json.ts';
import type { Provider } from '../../contract/providers.ts';

/** File -> text with the new provider in it. */
export function* entries(
  root: string,
  { name, pascal, docs, nullableWhenRead }: Provider,
): Generator<[string, string]> {
  const list = `${root}scripts/contract/providers.ts`;
  const code = readIfThere(list) ?? '';
  const row = `  { name: ${literal(name)}, pascal: ${literal(pascal)}, docs: ${literal(docs)}, nullableWhenRead: ${literal(nullableWhenRead)}, draft: true },\n`;
  yield [list, after(code, /export const providers: readonly Provider\[\] = \[\n(?: {2}\{.*\},\n)*/, row)];
  const config = `${root}.changeset/config.json`;
  const json = JSON.parse(readIfThere(config) ?? '{}') as JsonObject;
  const fixed = [...(Array.isArray(json.fixed) ? json.fixed : []), [`@org/${name}-types`, `@org/${name}-sdk`] as Json];
  yield [
    config,
    `${JSON.stringify({ ...json, fixed }, null, 2).replace(/\[\n\s+("[^"]+"),\n\s+("[^"]+")\n\s+\]/g, '[$1, $2]')}\n`,
  ];
  const readme = `${root}README.md`;
  const text = readIfThere(readme) ?? '';
  const line = `| [\`packages/${name}-types\`](packages/${name}-types), [\`packages/${name}-sdk\`](packages/${name}-sdk) | ${pascal}: types and SDK, made by \`pnpm new-provider\` |\n`;
  yield [readme, after(text, /^(?=\| \[`scripts`\]\(scripts\))/m, line)];
  yield [
    `${root}.changeset/new-${name}.md`,
    `---\n"@org/${name}-types": minor\n"@org/${name}-sdk": minor\n---\n\nTypes and SDK of ${pascal}'s API.\n`,
  ];
}

/** Inserts text after what matches. By a function, because in a replacement text `$&` and its like have a meaning. */
const after = (text: string, place: RegExp, inserted: string): string =>
  text.replace(place, (found) => `${found}${inserted}`);
