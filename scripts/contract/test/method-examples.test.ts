// The `@example` of every operation method compiles, as it is copied from the hover into a program.
import ts from 'typescript';
import { expect, test } from 'vitest';
import { type Provider, providers, root, sdkDir, typesDir } from '../providers.ts';
import { methodsOf } from './support/methods.ts';

const options: ts.CompilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  types: [],
  // The sources, so that nothing has to be built.
  paths: Object.fromEntries([
    ['@org/sdk-core', [`${root}packages/sdk-core/src/index.ts`]],
    ...providers.map((provider) => [`@org/${provider.name}-types`, [`${typesDir(provider)}index.d.ts`]]),
  ]),
};

/** Compiles programs by their names, all at once; returns the messages by name. */
function errorsOf(programs: ReadonlyMap<string, string>): [name: string, message: string][] {
  const files = new Map([...programs].map(([name, text]) => [`${root}${name}.virtual.ts`, text]));
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (file) => files.has(file) || fileExists(file);
  host.getSourceFile = (file, target, ...rest) =>
    files.has(file) ? ts.createSourceFile(file, files.get(file) ?? '', target) : getSourceFile(file, target, ...rest);
  const program = ts.createProgram([...files.keys()], options, host);
  const found = [...files.keys()].flatMap((file) => {
    const source = program.getSourceFile(file);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  });
  return found.map(({ file, messageText }) => [
    file?.fileName.slice(root.length).replace('.virtual.ts', '') ?? '',
    ts.flattenDiagnosticMessageText(messageText, '\n'),
  ]);
}

const programOf = (
  provider: Provider,
  example: string,
): string => `import type { ${provider.pascal}Groups } from '${sdkDir(provider)}src/generated/groups.ts';
declare const ${provider.name}: ${provider.pascal}Groups;
${example}
`;

test('the example of every operation method compiles, and a wrong one would not', () => {
  const programs = new Map<string, string>();
  for (const provider of providers) {
    const methods = methodsOf(provider);
    expect(methods.length).toBeGreaterThan(50);
    for (const { group, name, example } of methods) {
      expect(example, name).toContain(`${provider.name}.${group}.${name}(`);
      programs.set(`${provider.name}.${group}.${name}`, programOf(provider, example));
    }
  }
  const wrong = new Map([
    ['iron.customer.createCustomer', 'email'],
    ['paxos.transfers.getTransfer', 'id'],
  ]);
  for (const [name, field] of wrong)
    programs.set(`wrong.${name}`, programs.get(name)?.replace(`${field}:`, `${field}_:`) ?? '');
  const errors = errorsOf(programs);
  expect(errors.filter(([name]) => !name.startsWith('wrong.'))).toEqual([]);
  expect(errors).toEqual([...wrong].map(([name, field]) => [`wrong.${name}`, expect.stringContaining(`'${field}_'`)]));
});
