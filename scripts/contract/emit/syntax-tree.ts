// Walks over openapi-typescript's syntax tree, whose nodes have no text yet.
import { astToString } from 'openapi-typescript';
import ts from 'typescript';
import { visible } from '../printable.ts';

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
