// The compiler, on files of which some stand only in memory: what a bump would write, or what the last release declared.
import ts from 'typescript';

export interface Complaint {
  /** From 0. */
  readonly line: number;
  readonly text: string;
  /** An assertion that two types are the same, `is<A, B>()`, which no program of a user's makes. */
  readonly isOfEquality: boolean;
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

function sourceOf(program: ts.Program, file: string): ts.SourceFile {
  const source = program.getSourceFile(file);
  if (!source) throw new Error(`the compiler cannot find ${file}`);
  return source;
}

const foldersOf = (file: string): string[] =>
  [...file.matchAll(/\//g)].map(({ index }) => file.slice(0, index)).filter(Boolean);

function complaint(source: ts.SourceFile, { start = 0, code, messageText }: ts.Diagnostic): Complaint {
  return {
    line: source.getLineAndCharacterOfPosition(start).line,
    text: ts.flattenDiagnosticMessageText(messageText, ' ').slice(0, 400),
    // Arguments are missing where `is` was called: its types differ.
    isOfEquality: code === 2554 && /^is\b/.test(source.text.slice(start)),
  };
}

/** Type of the parameter and of the result, for each function constant of a file, in order. */
export function functionsOf(program: ts.Program, file: string): [from: ts.Type, to: ts.Type][] {
  const checker = program.getTypeChecker();
  return (program.getSourceFile(file)?.statements ?? []).flatMap((statement) => {
    if (!ts.isVariableStatement(statement)) return [];
    return statement.declarationList.declarations.flatMap(({ initializer }): [ts.Type, ts.Type][] => {
      if (!initializer || !ts.isArrowFunction(initializer) || !initializer.type) return [];
      const [parameter] = initializer.parameters;
      return parameter?.type
        ? [[checker.getTypeFromTypeNode(parameter.type), checker.getTypeFromTypeNode(initializer.type)]]
        : [];
    });
  });
}

/**
 * Fields that a type had and has no more, as `body.address.zip`, those within lists as `items[].id`. Assignability
 * alone does not see one that was optional, though code that reads or writes it no longer compiles.
 */
export function lostFields(checker: ts.TypeChecker, before: ts.Type, after: ts.Type): string[] {
  const seen = new Set<string>();
  const lost: string[] = [];
  const walk = (left: readonly ts.Type[], right: readonly ts.Type[], path: string): void => {
    // Anything at all may stand there now, so any field may be read.
    if (right.some(isAny)) return;
    const [old, now] = [objectsIn(left), objectsIn(right)];
    const key = `${old.map(idOf)}|${now.map(idOf)}`;
    if (seen.has(key)) return;
    seen.add(key);
    for (const [kind, mark] of [
      [ts.IndexKind.Number, '[]'],
      [ts.IndexKind.String, '{}'],
    ] as const) {
      const [was, is] = [itemsOf(checker, old, kind), itemsOf(checker, now, kind)];
      if (was.length > 0 && is.length > 0) walk(was, is, path + mark);
    }
    const isOpen = itemsOf(checker, now, ts.IndexKind.String).length > 0;
    const present = fieldsOf(checker, now);
    for (const [name, was] of fieldsOf(checker, old)) {
      const is = present.get(name);
      const place = path === '' ? name : `${path}.${name}`;
      if (is !== undefined) walk(was, is, place);
      else if (!isOpen) lost.push(place);
    }
  };
  walk([before], [after], '');
  return lost;
}

/** `Unlisted` is a string with a brand, and has no fields of its own to lose. */
const isString = ({ flags }: ts.Type): boolean => (flags & ts.TypeFlags.String) !== 0;

const isAny = ({ flags }: ts.Type): boolean => (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0;

const idOf = (type: ts.Type): number => (type as ts.Type & { id: number }).id;

/** The object types among the variants. */
function objectsIn(types: readonly ts.Type[]): ts.Type[] {
  const variants = types.flatMap((type) => (type.isUnion() ? type.types : [type]));
  return variants.filter(
    (type) =>
      (type.flags & ts.TypeFlags.Object) !== 0 ||
      (type.isIntersection() && !type.types.some(isString) && objectsIn(type.types).length > 0),
  );
}

/** What lists hold under numbers, and maps under any name. */
const itemsOf = (checker: ts.TypeChecker, types: readonly ts.Type[], kind: ts.IndexKind): ts.Type[] =>
  types.flatMap((type) => checker.getIndexTypeOfType(type, kind) ?? []);

/** Fields of all variants; of a list its items count, not its methods. */
function fieldsOf(checker: ts.TypeChecker, types: readonly ts.Type[]): Map<string, ts.Type[]> {
  const fields = new Map<string, ts.Type[]>();
  for (const type of types) {
    if (checker.isArrayType(type) || checker.isTupleType(type)) continue;
    for (const symbol of checker.getPropertiesOfType(type)) {
      const of = checker.getTypeOfSymbol(symbol);
      // `query?: never` says that there is none.
      if ((of.flags & (ts.TypeFlags.Never | ts.TypeFlags.Undefined)) !== 0) continue;
      fields.set(symbol.name, [...(fields.get(symbol.name) ?? []), of]);
    }
  }
  return fields;
}
