// Which operations the tests of documented pages are about, read from those tests: they name an operation by
// `'get', '/customers'`, or with a constant in place of the path.
import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../documented-pages/', import.meta.url);

/** By provider, method and path (`iron GET /customers`), the tests that compare the operation with a page. */
export function readDocumentedPages(): ReadonlyMap<string, readonly string[]> {
  const pages = new Map<string, string[]>();
  for (const file of readdirSync(folder).sort()) {
    // Guides are held against the contract payload by payload: schemas, of many operations.
    if (!file.endsWith('.test.ts') || file.endsWith('-guides.test.ts')) continue;
    const operations = operationsOf(file);
    if (operations.size === 0) throw new Error(`${file} names no operation in the form that is read here`);
    for (const operation of operations) {
      pages.set(operation, [...(pages.get(operation) ?? []), file.replace('.test.ts', '')]);
    }
  }
  return pages;
}

function operationsOf(file: string): ReadonlySet<string> {
  const own = readFileSync(new URL(file, folder), 'utf8');
  const imported = [...own.matchAll(/from '\.\/(support\/[^']+)'/g)].map(([, name = '']) => name);
  const text = [own, ...imported.map((name) => readFileSync(new URL(name, folder), 'utf8'))].join('\n');
  const provider = /readContract\('(\w+)'\)/.exec(own)?.[1];
  const constants = new Map([...text.matchAll(/const (\w+) = '(\/[^']*)'/g)].map(([, name, path]) => [name, path]));
  const named = text.matchAll(/'(get|post)', (?:'(\/[^']*)'|(\w+)\))/g);
  return new Set(
    [...named].flatMap(([, method = '', literal, constant]) => {
      const path = literal ?? constants.get(constant);
      return path ? [`${provider} ${method.toUpperCase()} ${path}`] : [];
    }),
  );
}
