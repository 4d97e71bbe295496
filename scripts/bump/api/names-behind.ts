// What a line of a program is about: the names in its statement, and those in the declarations that it rests on.
import ts from 'typescript';

/** Identifiers and texts, from the statement at `position` and, by way of its names, from earlier statements at the top. */
export function namesBehind(source: ts.SourceFile, position: number): Set<string> {
  const declared = declarationsOf(source);
  const names = new Set<string>();
  const open = [partAt(source, position)];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    for (const name of namesIn(part)) {
      if (names.has(name)) continue;
      names.add(name);
      open.push(...(declared.get(name) ?? []));
    }
  }
  return names;
}

/** The statement; of an import only the name, as the others beside it are no concern of the line. */
function partAt(source: ts.SourceFile, position: number): ts.Node {
  const statement = source.statements.find(({ pos, end }) => pos <= position && position < end) ?? source;
  return importsIn(statement).find(({ pos, end }) => pos <= position && position < end) ?? statement;
}

function declarationsOf(source: ts.SourceFile): Map<string, ts.Node[]> {
  const declared = new Map<string, ts.Node[]>();
  const add = (name: string, node: ts.Node): void => void declared.set(name, [...(declared.get(name) ?? []), node]);
  for (const statement of source.statements) {
    for (const specifier of importsIn(statement)) add(specifier.name.text, specifier);
    if (ts.isVariableStatement(statement))
      for (const declaration of statement.declarationList.declarations)
        for (const name of namesIn(declaration.name)) add(name, declaration);
    else if (
      ts.isTypeAliasDeclaration(statement) ||
      ts.isInterfaceDeclaration(statement) ||
      ts.isFunctionDeclaration(statement)
    )
      add(statement.name?.text ?? '', statement);
  }
  return declared;
}

function importsIn(statement: ts.Node): readonly ts.ImportSpecifier[] {
  const bindings = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : undefined;
  return bindings && ts.isNamedImports(bindings) ? bindings.elements : [];
}

function namesIn(node: ts.Node): string[] {
  if (ts.isIdentifier(node) || ts.isStringLiteralLike(node)) return [node.text];
  const names: string[] = [];
  node.forEachChild((child) => void names.push(...namesIn(child)));
  return names;
}
