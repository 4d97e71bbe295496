// What TypeScript says of a program that uses the built package as a user's project would.
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export interface Diagnostic {
  /** The source line it stands on, without white space around it. */
  readonly line: string;
  readonly message: string;
}

/**
 * Compiles a program strictly.
 *
 * @param from where the program stands, for its imports: `import.meta.url` of the test
 * @param name `virtual.cts` for a CommonJS program
 */
export function diagnose(source: string, from: string, name = 'virtual.ts'): Diagnostic[] {
  const file = fileURLToPath(new URL(name, from));
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    exactOptionalPropertyTypes: true,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile, readFile } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.readFile = (name) => (name === file ? source : readFile(name));
  host.getSourceFile = (name, target, ...rest) =>
    name === file ? ts.createSourceFile(name, source, target) : getSourceFile(name, target, ...rest);
  const program = ts.createProgram([file], options, host);
  return ts.getPreEmitDiagnostics(program).map((diagnostic) => {
    const { line } = diagnostic.file?.getLineAndCharacterOfPosition(diagnostic.start ?? 0) ?? { line: -1 };
    return {
      line:
        diagnostic.file?.fileName === file
          ? (source.split('\n')[line] ?? '').trim()
          : (diagnostic.file?.fileName ?? ''),
      message: ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'),
    };
  });
}
