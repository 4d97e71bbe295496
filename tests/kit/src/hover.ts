// What an editor shows where the pointer rests, in a program that uses the built package as a user's project would.
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/**
 * The text of each hover by its name: the type, the documentation and its tags.
 *
 * @param marked a program with `/*name*\/` before every name to rest on
 * @param from where the program stands, for its imports: `import.meta.url` of the test
 */
export function hovers(marked: string, from: string): Map<string, string> {
  const file = fileURLToPath(new URL('virtual.ts', from));
  const positions = new Map<string, number>();
  const source = marked.replaceAll(/\/\*(\w+)\*\//g, (comment, name: string, at: number) => {
    positions.set(name, at + comment.length);
    return comment;
  });
  const service = ts.createLanguageService({
    getCompilationSettings: () => ({
      strict: true,
      skipLibCheck: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      types: [],
    }),
    getScriptFileNames: () => [file],
    getScriptVersion: () => '1',
    getScriptSnapshot: (name) => {
      const text = name === file ? source : ts.sys.readFile(name);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => fileURLToPath(new URL('.', from)),
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (name) => name === file || ts.sys.fileExists(name),
    readFile: ts.sys.readFile,
    directoryExists: ts.sys.directoryExists,
    ...(ts.sys.realpath && { realpath: ts.sys.realpath }),
  });
  return new Map([...positions].map(([name, at]) => [name, textOf(service.getQuickInfoAtPosition(file, at))]));
}

function textOf(info: ts.QuickInfo | undefined): string {
  const { displayParts, documentation, tags = [] } = info ?? {};
  const tagTexts = tags.map(({ name, text }) => `@${name} ${ts.displayPartsToString(text)}`);
  return [ts.displayPartsToString(displayParts), ts.displayPartsToString(documentation), ...tagTexts].join('\n');
}
