// The effective contract -> `openapi.d.ts` (openapi-typescript's paths and operations) and `schemas.d.ts` (its schemas, each
// under its own name).
import openapiTS from 'openapi-typescript';
import ts from 'typescript';
import { isObject, items, type Json, type JsonObject, own } from '../json.ts';
import type { Kind } from '../openapi.ts';
import { contentsOf, isFilled, operationsOf, parametersOf } from '../operations.ts';
import type { Provider } from '../providers.ts';
import { deref, rebuild, withoutRefsInData } from '../walk.ts';
import { docText, header, inComment } from './code.ts';
import { print, refersTo, schemasModule, withReferences } from './schemas.ts';

export interface EmittedTypes {
  /** `openapi.d.ts`: `paths`, `operations`, `components`, `webhooks`. */
  readonly openapi: string;
  /** `schemas.d.ts`: one exported type per schema, an interface where it can be one. */
  readonly schemas: string;
}

const { factory } = ts;

export async function emitTypes(document: JsonObject, provider: Provider): Promise<EmittedTypes> {
  const prepared = prepareForTypes(document, provider);
  // openapi-typescript takes its input as a plain object; `silent` keeps its own progress lines off.
  const ast = await openapiTS(prepared as unknown as Parameters<typeof openapiTS>[0], {
    alphabetize: true,
    defaultNonNullable: false,
    emptyObjectsUnknown: true,
    silent: true,
    transform: (schema) => (schema.format === OPEN_FORMAT ? factory.createTypeReferenceNode('Unlisted') : undefined),
  });
  for (const node of ast) tidyComments(node);
  const schemas = ast.flatMap(schemaMembers);
  const toSchema = (name: string): ts.TypeNode =>
    factory.createTypeReferenceNode(factory.createQualifiedName(factory.createIdentifier('schemas'), name));
  const rest = ast.map((node) => (isComponents(node) ? componentsOf(node, toSchema) : withReferences(node, toSchema)));
  const openapi = [
    header(provider),
    schemas.length > 0 ? `import type * as schemas from "./schemas";\n\n` : '\n',
    refersTo([...rest, ...schemas], 'Unlisted') ? UNLISTED : '',
    print(rest),
  ].join('');
  return { openapi, schemas: schemasModule(document, provider, schemas) };
}

const UNLISTED = `/** A string that is none of the values listed beside it: what a newer version of the API answers, or \`unlisted('…')\`. */
export type Unlisted = string & {
    readonly __unlisted: true;
};
`;

/** Format of the string beside the known values of an open enum; `transform` turns it into `Unlisted`. */
const OPEN_FORMAT = 'x-open';

const isComponents = (node: ts.Node): node is ts.InterfaceDeclaration =>
  ts.isInterfaceDeclaration(node) && node.name.text === 'components';

const isSchemas = (member: ts.TypeElement): member is ts.PropertySignature =>
  ts.isPropertySignature(member) && ts.isIdentifier(member.name) && member.name.text === 'schemas';

/** The members of `components.schemas`; none where the contract has no schemas. */
function schemaMembers(node: ts.Node): ts.PropertySignature[] {
  if (!isComponents(node)) return [];
  const type = node.members.find(isSchemas)?.type;
  return type && ts.isTypeLiteralNode(type) ? type.members.filter(ts.isPropertySignature) : [];
}

/** `components`, its schemas by their names: texts and members are in schemas.d.ts. */
function componentsOf(node: ts.InterfaceDeclaration, toSchema: (name: string) => ts.TypeNode): ts.Node {
  const members = node.members.map((member) => {
    const schemas = schemaMembers(node);
    if (!isSchemas(member) || schemas.length === 0) return withReferences(member, toSchema);
    const named = schemas.map(({ name }) =>
      factory.createPropertySignature(undefined, name, undefined, toSchema((name as ts.Identifier).text)),
    );
    return factory.createPropertySignature(undefined, member.name, undefined, factory.createTypeLiteralNode(named));
  });
  const { modifiers, name, typeParameters, heritageClauses } = node;
  return factory.updateInterfaceDeclaration(node, modifiers, name, typeParameters, heritageClauses, members);
}

/**
 * openapi-typescript's own comments: nothing in them ends them, and their lines start at one margin (it indents all but the
 * first by four spaces, which an editor's Markdown shows as code).
 */
function tidyComments(node: ts.Node): void {
  const comments = ts.getSyntheticLeadingComments(node);
  if (comments) {
    const tidy = comments.map((one) => ({
      ...one,
      text: inComment(one.text)
        .replaceAll(/(?<=\n *\*) {5}/g, ' ')
        .replace(' * @description discriminator enum property added by openapi-typescript\n', ''),
    }));
    ts.setSyntheticLeadingComments(node, tidy);
  }
  ts.forEachChild(node, tidyComments);
}

/** Moves texts to where openapi-typescript prints them plainly, marks open enums, and makes optional what the SDK fills. */
export function prepareForTypes(document: JsonObject, provider: Provider): JsonObject {
  const copy = withoutRefsInData(document);
  for (const place of operationsOf(copy)) {
    for (const parameter of parametersOf(copy, place)) {
      if (isFilled(place.operation, parameter)) parameter.required = false;
      const meanings = meaningsOf(copy, parameter);
      if (meanings !== undefined) parameter['x-enum-descriptions'] = meanings;
    }
    makeKeyOptional(copy, place.operation);
    const page = isObject(place.operation.externalDocs) ? place.operation.externalDocs.url : provider.docs;
    place.operation.description = docText(place.operation, String(page ?? provider.docs));
    delete place.operation.summary;
  }
  return rebuild(copy, 'document', preparedNode);
}

/** The field of the body that the SDK fills with an idempotency key, such as `account.ref_id`. */
function makeKeyOptional(document: JsonObject, operation: JsonObject): void {
  const key = operation['x-idempotency'];
  if (!isObject(key) || typeof key.body !== 'string') return;
  const holders = key.body.split('.');
  const field = holders.pop();
  for (const { media } of contentsOf(document, operation).filter(({ direction }) => direction === 'request')) {
    let schema = deref<JsonObject>(document, media.schema);
    for (const name of holders) schema = deref<JsonObject>(document, own(schema?.properties, name));
    if (Array.isArray(schema?.required)) schema.required = schema.required.filter((name) => name !== field);
  }
}

/** What the values of a parameter mean: its type is spelled out where it is used, so the enum's own text is not seen there. */
function meaningsOf(document: JsonObject, parameter: JsonObject): Json | undefined {
  const schema = deref(document, parameter.schema);
  const values = schema?.type === 'array' ? deref(document, schema.items) : schema;
  return own(values, 'x-enum-descriptions');
}

const preparedNode = (node: JsonObject, kind: Kind): JsonObject =>
  kind === 'discriminator' ? node : plainText(kind === 'schema' ? openEnum(node) : node);

/** openapi-typescript prints `title` as plain text and `description` behind a tag that editors show as a label. */
function plainText(node: JsonObject): JsonObject {
  const { description, summary, title, 'x-enum-descriptions': _, example: __, examples, ...rest } = node;
  const text = docText(node);
  const [example] = items(examples);
  const isPlain = ['string', 'number', 'boolean'].includes(typeof example);
  return { ...rest, ...(text ? { title: text } : {}), ...(isPlain ? { example: example as Json } : {}) };
}

function openEnum(schema: JsonObject): JsonObject {
  if (schema['x-open-enum'] !== true) return schema;
  const { type, enum: values, format, pattern, 'x-open-enum': _, ...rest } = schema;
  return {
    ...rest,
    anyOf: [
      { type: type ?? 'string', enum: values ?? [] },
      { type: 'string', format: OPEN_FORMAT },
    ],
  };
}
