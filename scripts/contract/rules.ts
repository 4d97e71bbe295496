// Our rules on the effective contract. Each problem names its place, and what to fix by overlay.
import { type Diagnostic, problem } from './diagnostic.ts';
import { entries, isObject, type Json, type JsonObject } from './json.ts';
import { contentsOf, type OperationPlace, operationsOf, parametersOf } from './operations.ts';
import { deref, resolveRef } from './refs.ts';
import { bodyProblems } from './rules-bodies.ts';
import { nameProblems } from './rules-names.ts';
import { schemaProblems } from './rules-schemas.ts';
import { pointerText, visit } from './walk.ts';

export function ruleProblems(document: JsonObject): Diagnostic[] {
  return [
    ...brokenRefs(document),
    ...nameProblems(document),
    ...operationsOf(document).flatMap((place) => operationProblems(document, place)),
    ...schemaProblems(document),
    ...bodyProblems(document),
  ];
}

/** A `$ref` that does not resolve would drop its parameter or example without an error. */
function brokenRefs(document: JsonObject): Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  visit(document, 'document', (node, kind, pointer) => {
    const refs = kind === 'discriminator' ? entries(node.mapping).map(([, ref]) => String(ref)) : [];
    if (typeof node.$ref === 'string') refs.push(node.$ref);
    for (const ref of refs.filter((one) => resolveRef(document, one) === undefined)) {
      const where = whereOf(pointer);
      const message = `refers to ${ref}, which does not exist: add it, or correct the reference.`;
      found.set(`${where} ${ref}`, problem('reference', where, message));
    }
  });
  return [...found.values()];
}

/** The path, webhook or component that a place belongs to. */
function whereOf([section = '', name = '', component = '']: readonly string[]): string {
  if (section === 'paths') return name;
  return section === 'webhooks' ? `webhook ${name}` : pointerText([section, name, component]);
}

function operationProblems(document: JsonObject, place: OperationPlace): Diagnostic[] {
  const { operation, path, method } = place;
  const where = `${method.toUpperCase()} ${path}`;
  const problems: Diagnostic[] = [];
  const report = (message: string): void => void problems.push(problem('operation', where, message));

  if (!Array.isArray(operation.tags) || operation.tags.length === 0) {
    report('needs a tag: the first one becomes the group of the operation method.');
  }
  const statuses = entries(operation.responses).map(([status]) => status);
  if (!statuses.some((status) => status.startsWith('2'))) {
    report('declares no success: add the 2xx that it really returns.');
  }
  if (!statuses.some((status) => /^[45]/.test(status) || status === 'default')) {
    report('declares no error: add a `default` response.');
  }
  for (const status of statuses.filter((one) => !/^(\d{3}|default)$/.test(one))) {
    report(`declares the status ${status}: list the codes themselves, a range has no type.`);
  }
  for (const { status, media, mediaType } of contentsOf(document, operation)) {
    if (status === '204' || status === '205') {
      report(`returns ${status} with a body: remove its content, HTTP allows none.`);
    }
    if (!isObject(media.schema)) report(`${mediaType} of ${status ?? 'the body'} has no schema: add one.`);
  }

  const security = operation.security ?? document.security;
  if (!Array.isArray(security))
    report('has neither security nor an explicit `security: []`: add which of them is true.');
  for (const requirement of Array.isArray(security) ? security.filter(isObject) : []) {
    for (const [scheme, scopes] of Object.entries(requirement)) {
      for (const thing of undeclared(document, scheme, scopes)) {
        report(`asks for ${thing}: declare it under components.securitySchemes.`);
      }
    }
  }

  const inPath = [...path.matchAll(/\{([^}]+)\}/g)].map((match) => String(match[1]));
  const declared = parametersOf(document, place)
    .filter((parameter) => parameter.in === 'path')
    .map((parameter) => String(parameter.name));
  for (const name of inPath) {
    if (!declared.includes(name)) report(`does not declare its path parameter ${name}: add it.`);
  }
  for (const name of declared) {
    if (!inPath.includes(name)) report(`declares a path parameter ${name} that its path does not have: remove it.`);
  }
  return problems;
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
