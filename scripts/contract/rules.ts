// Our rules on the effective contract. Each problem names its place, and what to fix by overlay.
import { type Diagnostic, problem } from './diagnostic.ts';
import { entries, isObject, type Json, type JsonObject } from './json.ts';
import { groupName, isOperationName, methodName } from './names.ts';
import { contentsOf, type OperationPlace, operationsOf, parametersOf, schemaPlaces } from './operations.ts';
import { deref, pointerText, resolveRef, SCHEMAS, schemasOf, visit, walkSchema } from './walk.ts';

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

// The names of a contract become names in TypeScript. One that cannot, or that two things would share, is refused here,
// before anything is emitted from it.

export function nameProblems(document: JsonObject): Diagnostic[] {
  const operations = operationsOf(document).map(({ path, method, operation }) => ({
    place: `${method.toUpperCase()} ${path}`,
    path,
    id: operation.operationId,
    tag: Array.isArray(operation.tags) ? String(operation.tags[0]) : '',
  }));
  const problems: Diagnostic[] = [];
  const report = (where: string, message: string): void => void problems.push(problem('name', where, message));

  for (const name of Object.keys(schemasOf(document))) {
    // A capital first keeps clear of every keyword and built-in type and of the names in index.d.ts.
    if (/^[A-Z][A-Za-z0-9_]*$/.test(name)) continue;
    report(
      SCHEMAS + name,
      'cannot name a type: a capital letter, then letters, digits and _. Give it another name in names.yaml.',
    );
  }
  const methods = new Map<string, string>();
  const tags = new Map<string, string>();
  for (const { place, path, id, tag } of operations) {
    if (/\s/.test(path)) report(place, 'has white space in its path: write it percent-encoded.');
    if (typeof id !== 'string') {
      report(place, 'has no operationId: add one by overlay.');
    } else if (!isOperationName(id)) {
      report(
        place,
        `has the operationId ${id}, which cannot name a method: give it another name under \`operations\` in names.yaml.`,
      );
    } else {
      const other = methods.get(methodName(id));
      if (other)
        report(
          place,
          `becomes the method ${methodName(id)}, as ${other} does: give one of them another name under \`operations\` in names.yaml.`,
        );
      methods.set(methodName(id), place);
    }
    if (!tag) continue;
    const group = groupName(tag);
    const other = tags.get(group) ?? tag;
    tags.set(group, other);
    if (!/^[a-z_]/.test(group) || group === 'then') {
      report(place, `has the tag ${tag}, which cannot name a group: rename it by overlay.`);
    } else if (other !== tag) {
      report(place, `has the tag ${tag}, which becomes the group ${group}, as ${other} does: rename one by overlay.`);
    }
  }
  return problems;
}

export function schemaProblems(document: JsonObject): Diagnostic[] {
  const all: [string, Json | undefined][] = [
    ...Object.entries(schemasOf(document)).map(([name, schema]): [string, Json] => [SCHEMAS + name, schema]),
    ...schemaPlaces(document).map(({ where, holder }): [string, Json | undefined] => [where, holder.schema]),
  ];
  return all.flatMap(([where, schema]) => {
    const problems: Diagnostic[] = [];
    walkSchema(schema, (part, at) => {
      if (part.default === null && !allowsNull(document, part)) {
        problems.push(
          problem('default-null', where + at, 'has `default: null` on a type that is never null: remove the default.'),
        );
      }
      for (const message of discriminatorFaults(part)) problems.push(problem('discriminator', where + at, message));
    });
    return problems;
  });
}

function discriminatorFaults(union: JsonObject): string[] {
  const list = [union.anyOf, union.oneOf].find(Array.isArray);
  if (!isObject(union.discriminator) || !list) return [];
  const mapping = isObject(union.discriminator.mapping) ? Object.values(union.discriminator.mapping) : [];
  const members = list.map((member) => (isObject(member) && typeof member.$ref === 'string' ? member.$ref : undefined));
  return [
    ...members
      .filter((ref) => ref === undefined || !mapping.includes(ref))
      .map(
        (ref) => `has a discriminator whose mapping leaves out ${ref ?? 'an inline member'}: add it to the mapping.`,
      ),
    ...mapping
      .filter((ref) => !members.includes(String(ref)))
      .map((ref) => `maps to ${ref}, which is not a member: remove it from the mapping.`),
  ];
}

/** Whether `null` passes every keyword that restricts it. */
function allowsNull(document: JsonObject, schema: JsonObject, seen: readonly Json[] = []): boolean {
  const { $ref, type, enum: values, const: only, allOf } = schema;
  const passes = (member: Json): boolean => !isObject(member) || allowsNull(document, member, seen);
  if (type !== undefined && ![type].flat().includes('null')) return false;
  if (Array.isArray(values) && !values.includes(null)) return false;
  if (only !== undefined && only !== null) return false;
  if (Array.isArray(allOf) && !allOf.every(passes)) return false;
  for (const union of [schema.anyOf, schema.oneOf]) if (Array.isArray(union) && !union.some(passes)) return false;
  if ($ref === undefined || seen.includes($ref)) return true;
  const target = resolveRef(document, String($ref));
  return !isObject(target) || allowsNull(document, target, [...seen, $ref]);
}

// Bodies that the SDKs cannot send or read. The runtime writes JSON, and reads JSON and text.

export interface UnusableBody {
  readonly place: OperationPlace;
  /** `body`, or the status of the response. */
  readonly where: string;
  readonly mediaTypes: readonly string[];
}

/** Request bodies and successes of which no media type can be used. */
export function unusableBodies(document: JsonObject): UnusableBody[] {
  return operationsOf(document).flatMap((place) => {
    const all = contentsOf(document, place.operation);
    const places = new Set(all.map(({ status = 'body' }) => status).filter((one) => /^(body|2)/.test(one)));
    return [...places].flatMap((where) => {
      const here = all.filter(({ status = 'body' }) => status === where);
      const isUsable = where === 'body' ? isSent : isRead;
      const mediaTypes = here.map(({ mediaType }) => mediaType);
      return here.some(({ mediaType, media }) => isUsable(mediaType) && !isBinary(document, media))
        ? []
        : [{ place, where, mediaTypes }];
    });
  });
}

/** One diagnostic for all of them. */
export function bodyProblems(document: JsonObject): Diagnostic[] {
  const found = unusableBodies(document);
  if (found.length === 0) return [];
  const list = found.map(
    ({ place, where, mediaTypes }) => `${place.method.toUpperCase()} ${place.path} ${where} (${mediaTypes.join(', ')})`,
  );
  return [
    problem(
      'media-type',
      '#/paths',
      `${found.length === 1 ? '1 body is' : `${found.length} bodies are`} neither JSON nor text, which is all that the SDK sends and reads: ${list.join('; ')}. Remove these operations by overlay, or add the JSON body that they take as well.`,
    ),
  ];
}

/** Requests are sent as `application/json`. */
const isSent = (mediaType: string): boolean => /^(application\/json|application\/\*|\*\/\*)(;|$)/.test(mediaType);

const isRead = (mediaType: string): boolean =>
  isSent(mediaType) || (/^text\/|[/+]json(;|$)/.test(mediaType) && mediaType !== 'text/event-stream');

function isBinary(document: JsonObject, media: JsonObject): boolean {
  const schema = deref(document, media.schema);
  return isObject(schema) && schema.format === 'binary';
}
