// API reports: what the last release declared, one file per entry, readable in a diff and readable by the gate.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isObject, type Json } from '../../contract/json.ts';
import { declarationsOf, type Modules } from './modules.ts';

const HEAD =
  'What the last release declares, comments left out. Written by `node scripts/api-report.ts` at a release; a bump compares with it.';

/** In a types package: the facts of the contract that was released. */
export const RELEASED_CONTRACT = 'api/contract.json';

export function renderReport(title: string, modules: Modules): string {
  const parts = [...modules].map(([name, text]) => `## ${name}\n\n\`\`\`ts\n${text.trimEnd()}\n\`\`\``);
  return `# ${title}\n\n${HEAD}\n\n${parts.join('\n\n')}\n`;
}

export function parseReport(text: string): Modules {
  return new Map(
    [...text.matchAll(/^## (\S+)\n\n```ts\n([\s\S]*?)\n```$/gm)].map((match) => [
      match[1] ?? '',
      `${match[2] ?? ''}\n`,
    ]),
  );
}

export interface Entry {
  /** `index`, `paths`. */
  readonly name: string;
  readonly source: string;
  readonly report: string;
}

/** The entries that a package exports, with the source each is built from. A package without sources yet has none. */
export function entriesOf(packageRoot: string): Entry[] {
  const manifest = JSON.parse(readFileSync(resolve(packageRoot, 'package.json'), 'utf8')) as Json;
  const exported = isObject(manifest) && isObject(manifest.exports) ? manifest.exports : {};
  return Object.entries(exported).flatMap(([key, target]) => {
    if (key.endsWith('.json')) return [];
    const types = typesOf(target);
    const name = key === '.' ? 'index' : key.slice(2).replaceAll('/', '-');
    const built = types.replace('./dist/', 'src/').replace(/^\.\//, '');
    // An entry is built from a file of its name, or from a folder of its name.
    const candidates = [
      built.replace(/^(src\/.*)\.d\.ts$/, '$1.ts'),
      built.replace(/^(src\/.*)\.d\.ts$/, '$1/index.ts'),
    ];
    const source = types && candidates.find((file) => existsSync(resolve(packageRoot, file)));
    return source ? [{ name, source, report: resolve(packageRoot, 'api', `${name}.api.md`) }] : [];
  });
}

function typesOf(target: Json): string {
  if (!isObject(target)) return '';
  if (typeof target.types === 'string') return target.types;
  return isObject(target.import) && typeof target.import.types === 'string' ? target.import.types : '';
}

/** Report file -> text, for every entry of a package. */
export function reportsOf(packageRoot: string): Map<string, string> {
  const { name: packageName } = JSON.parse(readFileSync(resolve(packageRoot, 'package.json'), 'utf8')) as {
    name: string;
  };
  return new Map(
    entriesOf(packageRoot).map(({ name, source, report }) => [
      report,
      renderReport(`${packageName}, ${name}`, declarationsOf(packageRoot, source)),
    ]),
  );
}
