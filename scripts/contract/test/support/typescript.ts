// What TypeScript makes of an emitted text: does it parse, what does it declare, does it type-check.
import ts from 'typescript';

/** Names of the declarations at the top level, in their order. */
export function declaredNames(text: string): string[] {
  return parse(text).statements.flatMap((statement) =>
    'name' in statement
      ? [(statement.name as ts.Identifier).text]
      : ts.isVariableStatement(statement)
        ? variables(statement)
        : [],
  );
}

const variables = (statement: ts.VariableStatement): string[] =>
  statement.declarationList.declarations.map((declaration) => declaration.name.getText());

/** Names of the members of an interface at the top level, or of the type literal behind a member. */
export function memberNames(text: string, name: string): string[] {
  const statement = parse(text).statements.find((one) => ts.isInterfaceDeclaration(one) && one.name.text === name);
  const holder = statement ?? declarationOf(text, name);
  if (!holder || !(ts.isInterfaceDeclaration(holder) || ts.isTypeLiteralNode(holder)))
    throw new Error(`no members of ${name}`);
  return holder.members.map((member) => nameText(member.name));
}

/** The text of a property name without quotes and escapes. */
export function nameText(name: ts.PropertyName | undefined): string {
  if (name === undefined) return '';
  return ts.isStringLiteralLike(name) || ts.isNumericLiteral(name) || ts.isIdentifier(name)
    ? name.text
    : name.getText();
}

/** The syntax tree; throws where the text does not parse. */
export function parse(text: string): ts.SourceFile {
  const { diagnostics = [] } = ts.transpileModule(text, {
    reportDiagnostics: true,
    fileName: 'emitted.ts',
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  const [first] = diagnostics;
  if (first) throw new Error(`does not parse: ${ts.flattenDiagnosticMessageText(first.messageText, '\n')}`);
  return ts.createSourceFile('emitted.ts', text, ts.ScriptTarget.ES2022, true);
}

/** Runs an emitted module and gives what it exports. */
export async function run(text: string): Promise<Record<string, unknown>> {
  parse(text);
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true };
  const { outputText } = ts.transpileModule(text, { compilerOptions });
  return { ...((await import(`data:text/javascript,${encodeURIComponent(outputText)}`)) as Record<string, unknown>) };
}

/** JSDoc of every node that has one, with the comment's delimiters. */
export function docComments(text: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    for (const doc of ts.getJSDocCommentsAndTags(node)) if (ts.isJSDoc(doc)) found.push(doc.getText());
    ts.forEachChild(node, visit);
  };
  visit(parse(text));
  return found;
}

/** Type-checks files given as path to text, strictly and without skipping libraries; returns the messages. */
export function typeErrors(files: Readonly<Record<string, string>>): string[] {
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: [],
    skipLibCheck: false,
    skipDefaultLibCheck: true,
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile, directoryExists } = host;
  host.directoryExists = (directory) =>
    Object.keys(files).some((file) => file.startsWith(`${directory}/`)) || (directoryExists?.(directory) ?? true);
  host.fileExists = (file) => file in files || fileExists(file);
  host.readFile = (file) => files[file] ?? readFile(file);
  host.getSourceFile = (file, language, ...rest) =>
    file in files
      ? ts.createSourceFile(file, files[file] ?? '', language, true)
      : getSourceFile.call(host, file, language, ...rest);
  const program = ts.createProgram(Object.keys(files), options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map((one) => `${one.file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(one.messageText, '\n')}`);
}

/** Every string literal inside the declaration or member of a name, in the order they stand. */
export function stringLiterals(text: string, name: string): string[] {
  const found: string[] = [];
  const collect = (node: ts.Node): void => {
    if (ts.isStringLiteral(node)) found.push(node.text);
    ts.forEachChild(node, collect);
  };
  const type = declarationOf(text, name);
  if (type) collect(type);
  return found;
}

/** The type behind the first declaration, or else member, of a name. */
function declarationOf(text: string, name: string): ts.Node | undefined {
  let found: ts.Node | undefined;
  const search = (node: ts.Node): void => {
    if (ts.isTypeAliasDeclaration(node) && node.name.text === name) found ??= node.type;
    if (ts.isPropertySignature(node) && nameText(node.name) === name) found ??= node.type;
    ts.forEachChild(node, search);
  };
  search(parse(text));
  return found;
}
