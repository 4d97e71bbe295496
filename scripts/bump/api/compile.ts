// The compiler, on files of which some stand only in memory: what a bump would write, or what the last release declared.
import ts from 'typescript';

export interface Complaint {
  /** From 0. */
  readonly start: number;
  readonly line: number;
  readonly text: string;
}

const OPTIONS: ts.CompilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  allowImportingTsExtensions: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
};

/**
 * A program of which some files stand only in memory.
 *
 * @param texts what stands in a file instead of what is on disk, by absolute path
 */
export function programOf(
  roots: readonly string[],
  texts: ReadonlyMap<string, string>,
  options: ts.CompilerOptions,
): ts.Program {
  const all = { ...OPTIONS, ...options };
  const host = ts.createCompilerHost(all);
  const { getSourceFile, fileExists, readFile, directoryExists } = host;
  const folders = new Set([...texts.keys()].flatMap(foldersOf));
  host.getSourceFile = (name, version, ...rest) => {
    const text = texts.get(name);
    return text === undefined ? getSourceFile(name, version, ...rest) : ts.createSourceFile(name, text, version);
  };
  host.fileExists = (name) => texts.has(name) || fileExists(name);
  host.readFile = (name) => texts.get(name) ?? readFile(name);
  host.directoryExists = (name) => folders.has(name) || (directoryExists?.(name) ?? true);
  return ts.createProgram([...roots], all, host);
}

/** What the compiler says of one file of a program; errors elsewhere are not told. */
export function complaintsOf(program: ts.Program, file: string): Complaint[] {
  const source = sourceOf(program, file);
  const diagnostics = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  return diagnostics.map((diagnostic) => complaint(source, diagnostic));
}

export function sourceOf(program: ts.Program, file: string): ts.SourceFile {
  const source = program.getSourceFile(file);
  if (!source) throw new Error(`the compiler cannot find ${file}`);
  return source;
}

const foldersOf = (file: string): string[] =>
  [...file.matchAll(/\//g)].map(({ index }) => file.slice(0, index)).filter(Boolean);

function complaint(source: ts.SourceFile, { start = 0, messageText }: ts.Diagnostic): Complaint {
  return {
    start,
    line: source.getLineAndCharacterOfPosition(start).line,
    text: ts.flattenDiagnosticMessageText(messageText, ' ').slice(0, 400),
  };
}
