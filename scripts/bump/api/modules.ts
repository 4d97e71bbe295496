// The public declarations of a package's entry: every module that it leads to, without comments and without bodies.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import ts from 'typescript';

/** Path from the package's root -> declarations. */
export type Modules = ReadonlyMap<string, string>;

/** @param texts what stands in a file instead of what is on disk */
export function declarationsOf(
  packageRoot: string,
  entry: string,
  texts: ReadonlyMap<string, string> = new Map(),
): Modules {
  const modules = new Map<string, string>();
  const open = [resolve(packageRoot, entry)];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    const name = relative(packageRoot, file);
    if (modules.has(name)) continue;
    const text = declarations(file, texts.get(file) ?? readFileSync(file, 'utf8'));
    modules.set(name, text);
    open.push(...importsOf(text).flatMap((specifier) => fileOf(file, specifier, texts)));
  }
  return new Map([...modules].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function declarations(file: string, text: string): string {
  const isDeclaration = file.endsWith('.d.ts');
  const options = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, strict: true };
  const typed = isDeclaration
    ? text
    : ts.transpileDeclaration(text, { fileName: file, compilerOptions: options }).outputText;
  const source = ts.createSourceFile(file, typed, ts.ScriptTarget.ES2022, true);
  return ts.createPrinter({ removeComments: true, newLine: ts.NewLineKind.LineFeed }).printFile(source);
}

const importsOf = (text: string): string[] => ts.preProcessFile(text).importedFiles.map(({ fileName }) => fileName);

function fileOf(from: string, specifier: string, texts: ReadonlyMap<string, string>): string[] {
  if (!specifier.startsWith('.')) return [];
  const place = resolve(dirname(from), specifier);
  const candidates = [place, `${place}.ts`, `${place}.d.ts`, place.replace(/\.js$/, '.ts')].filter((file) =>
    file.endsWith('.ts'),
  );
  return candidates.filter((file) => texts.has(file) || existsSync(file)).slice(0, 1);
}
