// Which types can be interfaces: object types, and intersections of them that an interface can extend.
import ts from 'typescript';
import { nameOf, schemaName } from './syntax-tree.ts';

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
  return { bases: [], members: properties, fields: new Set(properties.map(({ name }) => textOf(name))) };
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

const textOf = (name: ts.PropertyName): string =>
  ts.isIdentifier(name) || ts.isStringLiteral(name) || ts.isNumericLiteral(name) ? name.text : '';
