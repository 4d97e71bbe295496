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
  walkSchema,
} from './json.ts';
import { groupName, methodName } from './names.ts';

export interface Breach {
  readonly place: string;
  readonly message: string;
}

export function breachesOf(document: JsonObject): Breach[] {
  const operations = operationsOf(document);
  return [
    ...operations.flatMap((place) => operationBreaches(document, place)),
    ...clashes(operations),
    ...schemaBreaches(document),
  ];
}

function operationBreaches(document: JsonObject, place: OperationPlace): Breach[] {
  const { operation, path, method } = place;
  const where = `${method.toUpperCase()} ${path}`;
  const breaches: Breach[] = [];
  const say = (message: string): void => void breaches.push({ place: where, message });

  if (typeof operation.operationId !== 'string') say('has no operationId: add one by overlay.');
  else if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(operation.operationId))
    say(`operationId ${operation.operationId} cannot name a method.`);
  if (!Array.isArray(operation.tags) || operation.tags.length !== 1)
    say('needs exactly one tag: it becomes the group of the call.');

  const statuses = Object.keys((operation.responses as JsonObject | undefined) ?? {});
  if (!statuses.some((status) => status.startsWith('2')))
    say('declares no success: add the 2xx that it really answers.');
  if (!statuses.some((status) => /^[45]/.test(status) || status === 'default'))
    say('declares no error: add a `default` response.');
  for (const { status, media, mediaType } of contentsOf(document, operation)) {
    if (status === '204' || status === '205')
      say(`answers ${status} with a body: remove its content, HTTP allows none.`);
    if (!isObject(media.schema)) say(`${mediaType} of ${status ?? 'the body'} has no schema.`);
  }

  if (!Array.isArray(operation.security) && !Array.isArray(document.security)) {
    say('has neither security nor an explicit `security: []`.');
  }
  for (const requirement of Array.isArray(operation.security) ? operation.security : []) {
    for (const [scheme, scopes] of Object.entries(isObject(requirement) ? requirement : {})) {
      for (const scope of undeclared(document, scheme, scopes))
        say(`asks for ${scope}, which ${scheme} does not declare.`);
    }
  }

  const inPath = [...path.matchAll(/\{([^}]+)\}/g)].map((match) => match[1]);
  const declared = parametersOf(document, place)
    .filter((parameter) => parameter.in === 'path')
    .map((parameter) => parameter.name);
  for (const name of inPath) if (!declared.includes(name as Json)) say(`does not declare its path parameter ${name}.`);
  for (const name of declared)
    if (!inPath.includes(name as string)) say(`declares a path parameter ${name} that its path does not have.`);
  return breaches;
}

function undeclared(document: JsonObject, scheme: string, scopes: Json): string[] {
  const schemes = (document.components as JsonObject | undefined)?.securitySchemes;
  const definition = isObject(schemes) ? deref(document, schemes[scheme]) : undefined;
  if (!definition) return [`the scheme ${scheme}`];
  if (definition.type !== 'oauth2') return [];
  const known = new Set(
    Object.values((definition.flows as JsonObject | undefined) ?? {}).flatMap((flow) =>
      Object.keys((isObject(flow) && isObject(flow.scopes) && flow.scopes) || {}),
    ),
  );
  return (Array.isArray(scopes) ? scopes : []).map(String).filter((scope) => !known.has(scope));
}

/** Two operations that would become the same call. */
function clashes(operations: readonly OperationPlace[]): Breach[] {
  const seen = new Map<string, string>();
  return operations.flatMap(({ operation, path, method }) => {
    const tag = Array.isArray(operation.tags) ? String(operation.tags[0]) : '';
    const call = `${groupName(tag)}.${methodName(String(operation.operationId))}`;
    const where = `${method.toUpperCase()} ${path}`;
    const other = seen.get(call);
    seen.set(call, where);
    return other ? [{ place: where, message: `becomes ${call}, as ${other} does: rename one by overlay.` }] : [];
  });
}

function schemaBreaches(document: JsonObject): Breach[] {
  const schemas = ((document.components as JsonObject | undefined)?.schemas ?? {}) as Record<string, JsonObject>;
  return Object.entries(schemas).flatMap(([name, schema]) => {
    const breaches: Breach[] = [];
    walkSchema(schema, (part, at) => {
      const place = `#/components/schemas/${name}${at}`;
      const say = (message: string): void => void breaches.push({ place, message });
      if (part.default === null && !allowsNull(part))
        say('has `default: null` on a type that is never null: remove the default.');
      const members = [part.anyOf, part.oneOf].find(Array.isArray);
      if (!isObject(part.discriminator) || !members) return;
      const mapping = isObject(part.discriminator.mapping) ? Object.values(part.discriminator.mapping) : [];
      for (const member of members) {
        const ref = isObject(member) ? member.$ref : undefined;
        if (ref === undefined || !mapping.includes(ref)) {
          say(`has a discriminator whose mapping leaves out ${ref ?? 'an inline member'}: add it to the mapping.`);
        }
      }
      for (const ref of mapping)
        if (!members.some((member) => isObject(member) && member.$ref === ref))
          say(`maps to ${ref}, which is not a member.`);
    });
    return breaches;
  });
}

function allowsNull(schema: JsonObject): boolean {
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  return (
    types.includes('null') ||
    [schema.anyOf, schema.oneOf].some(
      (members) => Array.isArray(members) && members.some((member) => isObject(member) && allowsNull(member)),
    )
  );
}
