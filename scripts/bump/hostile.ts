// Names that a provider chooses end up in code, addresses and reports. What cannot stand there is refused by name and place.
// Texts need no such check: none of the provider's is kept.
import { isObject, type Json, type JsonObject } from '../contract/json.ts';
import { groupName } from '../contract/names.ts';
import { operationsOf } from '../contract/operations.ts';
import { BumpError } from './fail.ts';

const FORMS: Readonly<Record<string, RegExp>> = {
  'schema name': /^[A-Za-z0-9._-]{1,200}$/,
  path: /^\/(?:[A-Za-z0-9._~!()+,;=:@%/-]|\{[A-Za-z0-9._-]+\})*$/,
  'webhook name': /^[A-Za-z0-9._/-]{1,200}$/,
  operationId: /^[A-Za-z][A-Za-z0-9_.-]{0,200}$/,
  tag: /^[A-Za-z][A-Za-z0-9 ._&/()-]{0,100}$/,
  'parameter name': /^[A-Za-z0-9$_.@[\]-]{1,200}$/,
  'header name': /^[A-Za-z0-9!#$%&'*+.^_|~-]{1,200}$/,
  'media type': /^[A-Za-z0-9!#$&^_.+*-]+\/[A-Za-z0-9!#$&^_.+*-]+(?:; ?[A-Za-z0-9-]+=[A-Za-z0-9_."-]+)*$/,
  status: /^(?:[1-5](?:\d\d|XX)|default)$/,
  'security scheme': /^[A-Za-z0-9._-]{1,100}$/,
  scope: /^[A-Za-z0-9._:/*-]{1,200}$/,
};

/** Names that mean something to every object, so that reading or awaiting one would go wrong. */
const RESERVED: ReadonlySet<string> = new Set([
  '__proto__',
  'constructor',
  'prototype',
  'then',
  'toString',
  'valueOf',
  'toJSON',
  'hasOwnProperty',
]);

/** Throws for the first name that cannot be used. */
export function refuseHostileNames(document: JsonObject): void {
  for (const { what, name, where } of namesIn(document)) {
    const isReserved =
      (what === 'schema name' || what === 'operationId' || what === 'security scheme') && RESERVED.has(name);
    if (!FORMS[what]?.test(name) || isReserved) {
      throw new BumpError(
        'hostile',
        `the ${what} ${JSON.stringify(name.slice(0, 80))} (${where}) cannot be used in code and addresses, so the file is refused. Ask the provider, or rename it in a copy of the file.`,
      );
    }
  }
}

interface Named {
  readonly what: keyof typeof FORMS;
  readonly name: string;
  readonly where: string;
}

function* namesIn(document: JsonObject): Generator<Named> {
  for (const name of keysOf(document.paths)) yield { what: 'path', name, where: 'paths' };
  for (const name of keysOf(document.webhooks)) yield { what: 'webhook name', name, where: 'webhooks' };
  const components = isObject(document.components) ? document.components : {};
  for (const name of keysOf(components.schemas)) yield { what: 'schema name', name, where: 'components' };
  for (const [name, scheme] of Object.entries(isObject(components.securitySchemes) ? components.securitySchemes : {})) {
    yield { what: 'security scheme', name, where: 'components' };
    if (!isObject(scheme) || !isObject(scheme.flows)) continue;
    for (const flow of Object.values(scheme.flows))
      for (const scope of keysOf(isObject(flow) ? flow.scopes : undefined))
        yield { what: 'scope', name: scope, where: name };
  }
  for (const { path, method, operation } of [...operationsOf(document), ...operationsOf(document, 'webhooks')]) {
    yield* namesOfOperation(operation, `${method.toUpperCase()} ${path}`);
  }
  for (const node of Object.values(isObject(components.parameters) ? components.parameters : {}))
    yield* nameOfParameter(node, 'components');
}

function* namesOfOperation(operation: JsonObject, where: string): Generator<Named> {
  if (operation.operationId !== undefined) yield { what: 'operationId', name: String(operation.operationId), where };
  for (const tag of listOf(operation.tags)) {
    yield { what: 'tag', name: String(tag), where };
    if (RESERVED.has(groupName(String(tag)))) yield { what: 'operationId', name: groupName(String(tag)), where };
  }
  for (const parameter of listOf(operation.parameters)) yield* nameOfParameter(parameter, where);
  for (const requirement of listOf(operation.security))
    for (const name of keysOf(requirement)) yield { what: 'security scheme', name, where };
  const answers = isObject(operation.responses) ? operation.responses : {};
  for (const [status, answer] of Object.entries(answers)) {
    yield { what: 'status', name: status, where };
    if (!isObject(answer)) continue;
    for (const name of keysOf(answer.headers)) yield { what: 'header name', name, where };
    for (const name of keysOf(answer.content)) yield { what: 'media type', name, where };
  }
  if (isObject(operation.requestBody))
    for (const name of keysOf(operation.requestBody.content)) yield { what: 'media type', name, where };
}

function* nameOfParameter(parameter: Json, where: string): Generator<Named> {
  if (!isObject(parameter) || parameter.name === undefined) return;
  yield { what: parameter.in === 'header' ? 'header name' : 'parameter name', name: String(parameter.name), where };
}

const keysOf = (node: Json | undefined): string[] =>
  isObject(node) ? Object.keys(node).filter((key) => !key.startsWith('x-')) : [];
const listOf = (node: Json | undefined): Json[] => (Array.isArray(node) ? node : []);
