// `schemas.d.ts`: one exported type per schema. A record is an interface, so that hovers and errors name it instead of
// spelling it out, wherever it stands.

import { astToString } from 'openapi-typescript';
import ts from 'typescript';
import { visible } from '../diagnostic.ts';
import type { JsonObject } from '../json.ts';
import type { Provider } from '../providers.ts';
import { schemasOf } from '../walk.ts';
import { comment, docText, header, identifier } from './code.ts';

const { factory } = ts;

/** @param members what openapi-typescript makes of `components.schemas` */
export function schemasModule(
  document: JsonObject,
  provider: Provider,
  members: readonly ts.PropertySignature[],
): string {
  const types = new Map(members.map(({ name, type }) => [(name as ts.Identifier).text, type as ts.TypeNode]));
  const helpers = new Map(HELPERS.map((helper) => [helper, free(helper, types)]));
  const used = new Set<string>();
  const toSchema = (name: string): ts.TypeNode => factory.createTypeReferenceNode(identifier(name));
  // A schema may be called `Record` or `Unlisted`; what is not a schema's name here means the helper or the built-in type.
  const notSchema = (reference: ts.TypeReferenceNode): ts.TypeReferenceNode => {
    const name = nameOf(reference) ?? '';
    const helper = helpers.get(name);
    if (helper !== undefined) used.add(name);
    else if (!types.has(name)) return reference;
    const typeName = helper
      ? factory.createIdentifier(helper)
      : factory.createQualifiedName(factory.createIdentifier('globalThis'), name);
    return factory.updateTypeReferenceNode(reference, typeName, reference.typeArguments);
  };
  const schemas = schemasOf(document);
  const declarations = [...types].map(([name, type]) => {
    const schema = schemas[name] ?? {};
    const declaration = declare(name, type, types);
    const text = comment(docText(schema), { deprecated: schema.deprecated === true });
    return text + print(withReferences(declaration, toSchema, notSchema));
  });
  const imports = [...helpers]
    .filter(([name]) => used.has(name))
    .map(([name, local]) => (name === local ? name : `${name} as ${local}`));
  const head = imports.length > 0 ? `import type { ${imports.join(', ')} } from "./openapi";\n\n` : '';
  return `${header(provider)}${head}${declarations.join('') || 'export {};\n'}`;
}

/** What openapi.d.ts declares that a schema may refer to. */
const HELPERS = ['Unlisted', 'WithRequired', 'components'];

function free(name: string, types: ReadonlyMap<string, unknown>): string {
  let candidate = name;
  while (types.has(candidate)) candidate += '_';
  return candidate;
}

type Declaration = ts.InterfaceDeclaration | ts.TypeAliasDeclaration;
const EXPORT = [factory.createModifier(ts.SyntaxKind.ExportKeyword)];

function declare(name: string, type: ts.TypeNode, types: ReadonlyMap<string, ts.TypeNode>): Declaration {
  const record = recordOf(type, types);
  if (!record) return factory.createTypeAliasDeclaration(EXPORT, identifier(name), undefined, type);
  const heritage =
    record.bases.length > 0 ? [factory.createHeritageClause(ts.SyntaxKind.ExtendsKeyword, record.bases)] : [];
  return factory.createInterfaceDeclaration(EXPORT, identifier(name), undefined, heritage, record.members);
}

// Which types can be interfaces: object types, and intersections of them that an interface can extend.

export interface RecordType {
  readonly bases: readonly ts.ExpressionWithTypeArguments[];
  readonly members: readonly ts.PropertySignature[];
  /** Of its own members and those of its bases. */
  readonly fields: ReadonlySet<string>;
}

type Types = ReadonlyMap<string, ts.TypeNode>;

/**
 * Undefined for what an interface cannot express: a union, a map, or an intersection in which two parts have a field of the same
 * name, which an interface would have to redeclare.
 */
export function recordOf(type: ts.TypeNode, types: Types, within: readonly ts.TypeNode[] = []): RecordType | undefined {
  if (within.includes(type)) return undefined;
  if (ts.isParenthesizedTypeNode(type)) return recordOf(type.type, types, within);
  if (ts.isTypeLiteralNode(type)) return literalRecord(type);
  if (ts.isIntersectionTypeNode(type)) {
    const parts = type.types.map((part) => recordOf(part, types, [...within, type]));
    return join(parts);
  }
  return baseRecord(type, types, within);
}

function literalRecord({ members }: ts.TypeLiteralNode): RecordType | undefined {
  const properties = members.filter(ts.isPropertySignature);
  if (properties.length === 0 || properties.length < members.length) return undefined;
  return { bases: [], members: properties, fields: new Set(properties.map(({ name }) => fieldName(name))) };
}

/** Another record by its name, whole or as `Omit<Name, 'field'>`. */
function baseRecord(type: ts.TypeNode, types: Types, within: readonly ts.TypeNode[]): RecordType | undefined {
  const name = schemaName(type);
  if (name !== undefined) {
    const base = types.get(name);
    const record = base && recordOf(base, types, [...within, type]);
    return record && { bases: [baseOf(name)], members: [], fields: record.fields };
  }
  if (!ts.isTypeReferenceNode(type) || nameOf(type) !== 'Omit' || types.has('Omit')) return undefined;
  const [from, keys] = type.typeArguments ?? [];
  const record = from && baseRecord(from, types, within);
  if (!record || !keys) return undefined;
  const omitted = new Set(literalsOf(keys));
  const fields = new Set([...record.fields].filter((field) => !omitted.has(field)));
  return { bases: [baseOf('Omit', type.typeArguments)], members: [], fields };
}

const baseOf = (name: string, typeArguments?: readonly ts.TypeNode[]): ts.ExpressionWithTypeArguments =>
  ts.factory.createExpressionWithTypeArguments(ts.factory.createIdentifier(name), typeArguments);

function join(parts: readonly (RecordType | undefined)[]): RecordType | undefined {
  const records = parts.filter((part) => part !== undefined);
  const fields = new Set(records.flatMap((record) => [...record.fields]));
  const count = records.reduce((sum, record) => sum + record.fields.size, 0);
  if (records.length < parts.length || fields.size < count) return undefined;
  return {
    bases: records.flatMap(({ bases }) => bases),
    members: records.flatMap(({ members }) => members),
    fields,
  };
}

const literalsOf = (type: ts.TypeNode): string[] =>
  // openapi-typescript writes a string literal as an identifier with the literal's JSON as its name.
  (ts.isUnionTypeNode(type) ? [...type.types] : [type]).flatMap((one: ts.Node) =>
    ts.isIdentifier(one) ? String(JSON.parse(one.text)) : [],
  );

const fieldName = (name: ts.PropertyName): string =>
  ts.isIdentifier(name) || ts.isStringLiteral(name) || ts.isNumericLiteral(name) ? name.text : '';

// Walks over openapi-typescript's syntax tree, whose nodes have no text yet.

/** The text of the nodes. Invisible characters are in literals and comments, where an escape means the same. */
export const print = (nodes: ts.Node | ts.Node[]): string => visible(astToString(nodes), '\n');

/** A copy in which every `components["schemas"]["X"]` is what `toSchema` makes of X; `onType` may replace other references. */
export function withReferences<T extends ts.Node>(
  node: T,
  toSchema: (name: string) => ts.TypeNode,
  onType: (reference: ts.TypeReferenceNode) => ts.TypeReferenceNode = (reference) => reference,
): T {
  const visit = (one: ts.Node): ts.Node => {
    const name = schemaName(one);
    if (name !== undefined) return toSchema(name);
    const visited = ts.visitEachChild(one, visit, undefined);
    return ts.isTypeReferenceNode(visited) ? onType(visited) : visited;
  };
  return visit(node) as T;
}

/** X of `components["schemas"]["X"]`. */
export function schemaName(node: ts.Node): string | undefined {
  if (!ts.isIndexedAccessTypeNode(node) || !ts.isIndexedAccessTypeNode(node.objectType)) return undefined;
  const { objectType: root, indexType: section } = node.objectType;
  const isComponents = ts.isTypeReferenceNode(root) && nameOf(root) === 'components';
  return isComponents && textOf(section) === 'schemas' ? textOf(node.indexType) : undefined;
}

const textOf = (node: ts.TypeNode): string | undefined =>
  ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal) ? node.literal.text : undefined;

/** The name of a type that stands without a qualifier. */
export const nameOf = (reference: ts.TypeReferenceNode): string | undefined =>
  ts.isIdentifier(reference.typeName) ? reference.typeName.text : undefined;

/** Whether a type of that name is used anywhere in the nodes. */
export function refersTo(nodes: readonly ts.Node[], name: string): boolean {
  return nodes.some(
    (node) =>
      (ts.isTypeReferenceNode(node) && nameOf(node) === name) ||
      ts.forEachChild(node, (child) => refersTo([child], name)),
  );
}
