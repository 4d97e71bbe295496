// What a text does when it is parsed, rendered or printed. What an untrusted specification is made into may do nothing that
// the same specification without the attack does not do.
import ts from 'typescript';

/** Control characters, but for line breaks, and characters that reverse or hide text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
const STEERING = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

export const isSteering = (text: string): boolean => STEERING.test(text);

/** Everything in a code file that runs, loads or names something; `does not parse` where it is no code. */
export function codeActs(file: string, text: string): Set<string> {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const acts = new Set<string>();
  const { parseDiagnostics } = source as unknown as { parseDiagnostics: readonly ts.DiagnosticWithLocation[] };
  for (const { messageText } of parseDiagnostics)
    acts.add(`does not parse: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
  for (const { fileName } of [
    ...source.referencedFiles,
    ...source.typeReferenceDirectives,
    ...source.libReferenceDirectives,
  ])
    acts.add(`refers to ${fileName}`);
  for (const { kind } of source.statements) acts.add(`statement ${ts.SyntaxKind[kind]}`);
  const visit = (node: ts.Node): void => {
    const act = actOf(node);
    if (act !== undefined) acts.add(act);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return acts;
}

function actOf(node: ts.Node): string | undefined {
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) return `calls ${withoutTexts(node.expression.getText())}`;
  if (ts.isTaggedTemplateExpression(node) || ts.isTemplateExpression(node))
    return `renders ${withoutTexts(node.getText())}`;
  if (ts.isImportDeclaration(node)) return `imports ${node.moduleSpecifier.getText()}`;
  if (ts.isExportDeclaration(node) && node.moduleSpecifier) return `exports ${node.moduleSpecifier.getText()}`;
  if (ts.isImportTypeNode(node) || ts.isExternalModuleReference(node)) return `imports ${node.getText()}`;
  if (ts.isPropertyAssignment(node) && /^['"]?__proto__['"]?$/.test(node.name.getText())) return 'sets a prototype';
  if (!ts.isIdentifier(node)) return undefined;
  return isName(node) ? `name ${node.text}` : `uses ${node.text}`;
}

/** Strings are data; a call inside of a template is found by itself. */
const withoutTexts = (code: string): string => code.replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g, '""');

/** A type, or the name of a member or type where it is declared, imported or exported: it names something and evaluates nothing. */
function isName({ parent, ...node }: ts.Identifier): boolean {
  if (ts.isTypeReferenceNode(parent) || ts.isQualifiedName(parent)) return true;
  if (ts.isExpressionWithTypeArguments(parent)) return ts.isInterfaceDeclaration(parent.parent.parent);
  if (ts.isImportSpecifier(parent)) return parent.parent.parent.isTypeOnly;
  // `export { … }` of a namespace that is only declared.
  if (ts.isExportSpecifier(parent)) return isDeclared(parent);
  return (
    (ts.isPropertyAssignment(parent) ||
      ts.isPropertySignature(parent) ||
      ts.isMethodSignature(parent) ||
      ts.isInterfaceDeclaration(parent) ||
      ts.isTypeAliasDeclaration(parent)) &&
    parent.name.pos === node.pos
  );
}

const isDeclared = (node: ts.Node): boolean =>
  (ts.isModuleDeclaration(node) &&
    (node.modifiers ?? []).some((modifier) => modifier.kind === ts.SyntaxKind.DeclareKeyword)) ||
  (node.parent !== undefined && isDeclared(node.parent));

/** Everything in Markdown that is more than text: outside of code, where nothing has a meaning. */
export function markdownActs(text: string): Set<string> {
  const acts = new Set<string>();
  if (isSteering(text)) acts.add('steers a terminal');
  for (const [expression] of text.matchAll(/\$\{\{.*/g)) acts.add(`workflow expression ${expression}`);
  const plain = withoutCode(text);
  for (const [link] of plain.matchAll(/!?\[[^\]]*\]\([^)]*\)|\[[^\]]*\]:.*|\[[^\]]*\]\[[^\]]*\]/g))
    acts.add(`link ${link}`);
  for (const [link] of plain.matchAll(/\b(?:https?:\/\/|www\.)[^\s)]+/g)) acts.add(`link ${link}`);
  for (const [tag] of plain.matchAll(/<[a-z/!?][^>]*>?/gi)) acts.add(`HTML ${tag}`);
  for (const [name] of plain.matchAll(/(?<![\w`"/])@[a-z][\w-]*/gi)) acts.add(`mention ${name}`);
  for (const [line] of plain.matchAll(/^#+ .*|^---$/gm)) acts.add(`structure ${line}`);
  return acts;
}

/** Without fenced blocks and code spans, as CommonMark finds them. */
function withoutCode(text: string): string {
  const lines: string[] = [];
  let fence = '';
  for (const line of text.split('\n')) {
    const [, run = ''] = /^ *(`{3,})[^`]*$/.exec(line) ?? [];
    if (fence === '' && run === '') lines.push(line);
    else if (fence === '') fence = run;
    else if (run.startsWith(fence) && line.trim() === run) fence = '';
  }
  // A run of backticks ends at the next run of the same length; a run without an end is text. Code does not cross paragraphs.
  return lines
    .join('\n')
    .split(/\n\n+/)
    .map((paragraph) => paragraph.replace(/(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, ''))
    .join('\n\n');
}
