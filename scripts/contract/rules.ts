// The rules of ours that every effective contract keeps. Each names the place and the overlay action that would mend it.
import {
  contentsOf,
  deref,
  isObject,
  type Json,
  type JsonObject,
  type OperationPlace,
  operationsOf,
  parametersOf,
  resolveRef,
} from './json.ts';
import { refsIn } from './refs.ts';
import { nameBreaches } from './rules-names.ts';
import { schemaBreaches } from './rules-schemas.ts';

export interface Breach {
  readonly place: string;
  readonly message: string;
}

export function breachesOf(document: JsonObject): Breach[] {
  return [
    ...brokenRefs(document),
    ...nameBreaches(document),
    ...operationsOf(document).flatMap((place) => operationBreaches(document, place)),
    ...schemaBreaches(document),
  ];
}

/** A `$ref` that leads nowhere would drop its parameter or example without a word. */
function brokenRefs(document: JsonObject): Breach[] {
  const parts: [string, Json][] = Object.entries((document.paths as JsonObject | undefined) ?? {});
  for (const [section, map] of Object.entries((document.components as JsonObject | undefined) ?? {})) {
    for (const [name, node] of Object.entries(isObject(map) ? map : {})) {
      parts.push([`#/components/${section}/${name}`, section === 'examples' ? {} : node]);
    }
  }
  for (const [name, node] of Object.entries((document.webhooks as JsonObject | undefined) ?? {})) {
    parts.push([`webhook ${name}`, node]);
  }
  return parts.flatMap(([place, node]) =>
    [...refsIn(node)]
      .filter((ref) => resolveRef(document, ref) === undefined)
      .map((ref) => ({ place, message: `refers to ${ref}, which does not exist: add it, or correct the reference.` })),
  );
}

function operationBreaches(document: JsonObject, place: OperationPlace): Breach[] {
  const { operation, path, method } = place;
  const where = `${method.toUpperCase()} ${path}`;
  const breaches: Breach[] = [];
  const say = (message: string): void => void breaches.push({ place: where, message });

  if (!Array.isArray(operation.tags) || operation.tags.length !== 1) {
    say('needs exactly one tag: it becomes the group of the call.');
  }
  const statuses = Object.keys((operation.responses as JsonObject | undefined) ?? {});
  if (!statuses.some((status) => status.startsWith('2'))) {
    say('declares no success: add the 2xx that it really answers.');
  }
  if (!statuses.some((status) => /^[45]/.test(status) || status === 'default')) {
    say('declares no error: add a `default` response.');
  }
  for (const status of statuses.filter((one) => !/^(\d{3}|default)$/.test(one))) {
    say(`declares the status ${status}: list the codes themselves, a range has no type.`);
  }
  for (const { status, media, mediaType } of contentsOf(document, operation)) {
    if (status === '204' || status === '205') {
      say(`answers ${status} with a body: remove its content, HTTP allows none.`);
    }
    if (!isObject(media.schema)) say(`${mediaType} of ${status ?? 'the body'} has no schema: add one.`);
  }

  const security = operation.security ?? document.security;
  if (!Array.isArray(security)) say('has neither security nor an explicit `security: []`: add which of them is true.');
  for (const requirement of Array.isArray(security) ? security.filter(isObject) : []) {
    for (const [scheme, scopes] of Object.entries(requirement)) {
      for (const thing of undeclared(document, scheme, scopes)) {
        say(`asks for ${thing}: declare it under components.securitySchemes.`);
      }
    }
  }

  const inPath = [...path.matchAll(/\{([^}]+)\}/g)].map((match) => String(match[1]));
  const declared = parametersOf(document, place)
    .filter((parameter) => parameter.in === 'path')
    .map((parameter) => String(parameter.name));
  for (const name of inPath) {
    if (!declared.includes(name)) say(`does not declare its path parameter ${name}: add it.`);
  }
  for (const name of declared) {
    if (!inPath.includes(name)) say(`declares a path parameter ${name} that its path does not have: remove it.`);
  }
  return breaches;
}

function undeclared(document: JsonObject, scheme: string, scopes: Json): string[] {
  const schemes = (document.components as JsonObject | undefined)?.securitySchemes;
  const definition = isObject(schemes) ? deref(document, schemes[scheme]) : undefined;
  if (!definition) return [`the scheme ${scheme}, which does not exist`];
  if (definition.type !== 'oauth2') return [];
  const known = new Set(
    Object.values((definition.flows as JsonObject | undefined) ?? {}).flatMap((flow) =>
      Object.keys((isObject(flow) && isObject(flow.scopes) && flow.scopes) || {}),
    ),
  );
  return (Array.isArray(scopes) ? scopes : [])
    .map(String)
    .filter((scope) => !known.has(scope))
    .map((scope) => `the scope ${scope}, which ${scheme} does not list`);
}
