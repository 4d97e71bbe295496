// `schemas.d.ts`: one exported type per schema. A record is an interface, so that hovers and errors name it instead of
// spelling it out, wherever it stands.
import ts from 'typescript';
import { isObject, type JsonObject } from '../json.ts';
import type { Provider } from '../providers.ts';
import { comment, header, identifier } from './code.ts';
import { docText } from './doc-text.ts';
import { recordOf } from './records.ts';
import { nameOf, print, withReferences } from './syntax-tree.ts';

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
  const schemas = ((document.components as JsonObject | undefined)?.schemas ?? {}) as JsonObject;
  const declarations = [...types].map(([name, type]) => {
    const schema = isObject(schemas[name]) ? schemas[name] : {};
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
