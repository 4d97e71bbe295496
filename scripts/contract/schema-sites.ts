// Where schemas stand outside `components.schemas`: in parameters, headers and bodies, each with its position.
import { isObject, type Json, type JsonObject, operationsOf } from './json.ts';

export type Position = 'sent' | 'read';

export interface SchemaSite {
  /** As people name it: `GET /a query limit`, `POST /a body application/json`, `#/components/responses/Problem …`. */
  readonly place: string;
  readonly position: Position;
  /** The parameter, header or media type object: its `schema` is the schema, its examples are examples of that. */
  readonly holder: JsonObject;
}

/** Every holder of a schema, each once: what is shared through a `$ref` stands under `components`. */
export function schemaSites(document: JsonObject): SchemaSite[] {
  const components = (document.components as JsonObject | undefined) ?? {};
  const paths = Object.entries((document.paths as JsonObject | undefined) ?? {});
  return [
    ...entries(components.parameters).flatMap(([name, node]) =>
      parameter(node, 'sent', `#/components/parameters/${name}`),
    ),
    ...entries(components.requestBodies).flatMap(([name, node]) =>
      contents(node, 'sent', `#/components/requestBodies/${name}`),
    ),
    ...entries(components.responses).flatMap(([name, node]) =>
      response(node, 'read', `#/components/responses/${name}`),
    ),
    ...entries(components.headers).flatMap(([name, node]) => holder(node, 'read', `#/components/headers/${name}`)),
    ...paths.flatMap(([path, item]) => parameters(isObject(item) ? item.parameters : undefined, 'sent', path)),
    ...operationsOf(document).flatMap(({ path, method, operation }) =>
      operationSites(operation, `${method.toUpperCase()} ${path}`, 'sent'),
    ),
    // A webhook is a call the other way round: what it carries we read, what we answer we send.
    ...operationsOf(document, 'webhooks').flatMap(({ path, operation }) =>
      operationSites(operation, `webhook ${path}`, 'read'),
    ),
  ];
}

function operationSites(operation: JsonObject, place: string, asked: Position): SchemaSite[] {
  const answered = asked === 'sent' ? 'read' : 'sent';
  return [
    ...parameters(operation.parameters, asked, place),
    ...contents(operation.requestBody, asked, `${place} body`),
    ...entries(operation.responses).flatMap(([status, node]) => response(node, answered, `${place} ${status}`)),
  ];
}

function parameters(list: Json | undefined, position: Position, place: string): SchemaSite[] {
  return (Array.isArray(list) ? list : []).flatMap((node) =>
    isObject(node) ? parameter(node, position, `${place} ${node.in} ${node.name}`) : [],
  );
}

/** A parameter has a schema, or one media type with a schema. */
const parameter = (node: Json, position: Position, place: string): SchemaSite[] => [
  ...holder(node, position, place),
  ...contents(node, position, place),
];

function response(node: Json, position: Position, place: string): SchemaSite[] {
  const headers = entries(isObject(node) ? node.headers : undefined);
  return [
    ...contents(node, position, place),
    ...headers.flatMap(([name, header]) => holder(header, position, `${place} header ${name}`)),
  ];
}

function contents(node: Json | undefined, position: Position, place: string): SchemaSite[] {
  return entries(isObject(node) ? node.content : undefined).flatMap(([mediaType, media]) =>
    holder(media, position, `${place} ${mediaType}`),
  );
}

function holder(node: Json, position: Position, place: string): SchemaSite[] {
  return isObject(node) && isObject(node.schema) ? [{ place, position, holder: node }] : [];
}

const entries = (map: Json | undefined): [string, Json][] => (isObject(map) ? Object.entries(map) : []);
