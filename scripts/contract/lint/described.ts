// Everything in a contract that a reader expects a text on, each once, with the name that it goes by.
import { isObject, type Json, type JsonObject, operationsOf, walkSchema } from '../json.ts';
import { schemaSites } from '../schema-sites.ts';

export interface Described {
  readonly place: string;
  readonly kind: 'operation' | 'parameter' | 'request body' | 'response' | 'header' | 'schema' | 'property';
  readonly name: string;
  readonly node: JsonObject;
}

export interface NamedOperation {
  /** `GET /a` or `webhook b`. */
  readonly place: string;
  readonly operation: JsonObject;
}

/** The operations of the paths, then those of the webhooks. */
export function namedOperations(document: JsonObject): NamedOperation[] {
  return [
    ...operationsOf(document).map(({ path, method, operation }) => ({
      place: `${method.toUpperCase()} ${path}`,
      operation,
    })),
    ...operationsOf(document, 'webhooks').map(({ path, operation }) => ({ place: `webhook ${path}`, operation })),
  ];
}

export function describedIn(document: JsonObject): Described[] {
  const components = isObject(document.components) ? document.components : {};
  const shared = (section: string, kind: Described['kind']): Described[] =>
    entries(components[section]).flatMap(([name, node]) => one(kind, `#/components/${section}/${name}`, name, node));
  return [
    ...namedOperations(document).flatMap(inOperation),
    ...entries(document.paths).flatMap(([path, item]) => parameters(isObject(item) ? item.parameters : [], path)),
    ...shared('parameters', 'parameter'),
    ...shared('requestBodies', 'request body'),
    ...shared('headers', 'header'),
    ...entries(components.responses).flatMap(([name, node]) => response(`#/components/responses/${name}`, name, node)),
    ...shared('schemas', 'schema'),
    ...schemasIn(document).flatMap(properties),
  ];
}

export interface NamedSchema {
  readonly place: string;
  /** Of the schema, or of the parameter that it stands in; empty in a body. */
  readonly name: string;
  readonly schema: Json;
}

/** Every outermost schema, the named ones first. */
export function schemasIn(document: JsonObject): NamedSchema[] {
  const components = isObject(document.components) ? document.components : {};
  return [
    ...entries(components.schemas).map(([name, schema]) => ({ place: `#/components/schemas/${name}`, name, schema })),
    ...schemaSites(document).map(({ place, holder }) => ({
      place,
      name: String(holder.name ?? ''),
      schema: holder.schema as Json,
    })),
  ];
}

function inOperation({ place, operation }: NamedOperation): Described[] {
  return [
    ...one('operation', place, String(operation.operationId ?? place), operation),
    ...parameters(operation.parameters, place),
    ...(operation.requestBody === undefined ? [] : one('request body', `${place} body`, '', operation.requestBody)),
    ...entries(operation.responses).flatMap(([status, node]) => response(`${place} ${status}`, status, node)),
  ];
}

function parameters(list: Json | undefined, place: string): Described[] {
  return (Array.isArray(list) ? list : [])
    .filter(isObject)
    .flatMap((node) => one('parameter', `${place} ${node.in} ${node.name}`, String(node.name), node));
}

function response(place: string, name: string, node: Json): Described[] {
  const headers = entries(isObject(node) ? node.headers : undefined);
  return [
    ...one('response', place, name, node),
    ...headers.flatMap(([header, value]) => one('header', `${place} header ${header}`, header, value)),
  ];
}

/** The properties at any depth of one schema. What takes a single value tells by that value what it is, and needs no text. */
function properties({ place, schema }: NamedSchema): Described[] {
  const found: Described[] = [];
  walkSchema(schema, (part, at) => {
    for (const [name, node] of entries(part.properties)) {
      if (!isObject(node) || isSingleValue(node)) continue;
      found.push({ place: `${place}${at}/properties/${name}`, kind: 'property', name, node });
    }
  });
  return found;
}

const isSingleValue = ({ const: only, enum: values }: JsonObject): boolean =>
  only !== undefined || (Array.isArray(values) && values.length === 1);

/** What is a mere reference has its text at the target, which is visited under `components`. */
const one = (kind: Described['kind'], place: string, name: string, node: Json): Described[] =>
  isObject(node) && (kind === 'schema' || node.$ref === undefined) ? [{ place, kind, name, node }] : [];

const entries = (map: Json | undefined): [string, Json][] => (isObject(map) ? Object.entries(map) : []);
