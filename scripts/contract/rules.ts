// Our rules on the effective contract. Each problem names its place, and what to fix by overlay.
import { type Diagnostic, problem } from './diagnostic.ts';
import { entries, isObject, items, type Json, type JsonObject, own } from './json.ts';
import {
  contentsOf,
  groupName,
  isOperationName,
  methodName,
  type OperationPlace,
  operationKey,
  operationsOf,
  parametersOf,
  schemaPlaces,
} from './operations.ts';
import { deref, pointerText, refsOf, resolveRef, SCHEMAS, schemasOf, visit, walkSchema } from './walk.ts';

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
    for (const ref of refsOf(node, kind).filter((one) => resolveRef(document, one) === undefined)) {
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
  const { operation, path } = place;
  const statuses = entries(operation.responses).map(([status]) => status);
  const bodies = contentsOf(document, operation);
  const security = operation.security ?? document.security;
  const asked = items(security).flatMap((requirement) => entries(requirement));
  const inPath = [...path.matchAll(/\{([^}]+)\}/g)].map((match) => String(match[1]));
  const declared = parametersOf(document, place)
    .filter((parameter) => parameter.in === 'path')
    .map((parameter) => String(parameter.name));
  const faults: [isFault: boolean, message: string][] = [
    [items(operation.tags).length === 0, 'needs a tag: the first one becomes the group of the operation method.'],
    [!statuses.some((status) => status.startsWith('2')), 'declares no success: add the 2xx that it really returns.'],
    [!statuses.some((status) => /^([45]|default$)/.test(status)), 'declares no error: add a `default` response.'],
    ...statuses.map((status): [boolean, string] => [
      !/^(\d{3}|default)$/.test(status),
      `declares the status ${status}: list the codes themselves, a range has no type.`,
    ]),
    ...bodies.flatMap(({ status, media, mediaType }): [boolean, string][] => [
      [/^20[45]$/.test(status ?? ''), `returns ${status} with a body: remove its content, HTTP allows none.`],
      [!isObject(media.schema), `${mediaType} of ${status ?? 'the body'} has no schema: add one.`],
    ]),
    [!Array.isArray(security), 'has neither security nor an explicit `security: []`: add which of them is true.'],
    ...asked.flatMap(([scheme, scopes]) =>
      undeclared(document, scheme, scopes).map((thing): [boolean, string] => [
        true,
        `asks for ${thing}: declare it under components.securitySchemes.`,
      ]),
    ),
    ...inPath.map((name): [boolean, string] => [
      !declared.includes(name),
      `does not declare its path parameter ${name}: add it.`,
    ]),
    ...declared.map((name): [boolean, string] => [
      !inPath.includes(name),
      `declares a path parameter ${name} that its path does not have: remove it.`,
    ]),
  ];
  return faults.flatMap(([isFault, message]) => (isFault ? [problem('operation', operationKey(place), message)] : []));
}

function undeclared(document: JsonObject, scheme: string, scopes: Json): string[] {
  const definition = deref(document, own(own(document.components, 'securitySchemes'), scheme));
  if (!definition) return [`the scheme ${scheme}, which does not exist`];
  if (definition.type !== 'oauth2') return [];
  const known = entries(definition.flows).flatMap(([, flow]) => entries(own(flow, 'scopes')).map(([scope]) => scope));
  return items(scopes)
    .map(String)
    .filter((scope) => !known.includes(scope))
    .map((scope) => `the scope ${scope}, which ${scheme} does not list`);
}

// The names of a contract become names in TypeScript. One that cannot, or that two things would share, is refused here,
// before anything is emitted from it.

export function nameProblems(document: JsonObject): Diagnostic[] {
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
  for (const place of operationsOf(document)) {
    const where = operationKey(place);
    const { operationId: id } = place.operation;
    if (/\s/.test(place.path)) report(where, 'has white space in its path: write it percent-encoded.');
    const method = methodName(String(id));
    const instead = 'another name under `operations` in names.yaml.';
    if (typeof id !== 'string') report(where, 'has no operationId: add one by overlay.');
    else if (!isOperationName(id))
      report(where, `has the operationId ${id}, which cannot name a method: give it ${instead}`);
    else if (methods.has(method))
      report(where, `becomes the method ${method}, as ${methods.get(method)} does: give one of them ${instead}`);
    methods.set(method, where);
    const tag = String(items(place.operation.tags)[0] ?? '');
    if (!tag) continue;
    const group = groupName(tag);
    const other = tags.get(group) ?? tag;
    tags.set(group, other);
    if (!/^[a-z_]/.test(group) || group === 'then')
      report(where, `has the tag ${tag}, which cannot name a group: rename it by overlay.`);
    else if (other !== tag)
      report(where, `has the tag ${tag}, which becomes the group ${group}, as ${other} does: rename one by overlay.`);
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
  const mapping = entries(union.discriminator.mapping).map(([, ref]) => String(ref));
  const members = list.map((member) => own(member, '$ref'));
  const missing = members.filter((ref) => ref === undefined || !mapping.includes(String(ref)));
  const extra = mapping.filter((ref) => !members.includes(ref));
  return [
    ...missing.map(
      (ref) => `has a discriminator whose mapping leaves out ${ref ?? 'an inline member'}: add it to the mapping.`,
    ),
    ...extra.map((ref) => `maps to ${ref}, which is not a member: remove it from the mapping.`),
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
    ({ place, where, mediaTypes }) => `${operationKey(place)} ${where} (${mediaTypes.join(', ')})`,
  );
  const count = found.length === 1 ? '1 body is' : `${found.length} bodies are`;
  const message = `${count} neither JSON nor text, which is all that the SDK sends and reads: ${list.join('; ')}. Remove these operations by overlay, or add the JSON body that they take as well.`;
  return [problem('media-type', '#/paths', message)];
}

/** Requests are sent as `application/json`. */
const isSent = (mediaType: string): boolean => /^(application\/json|application\/\*|\*\/\*)(;|$)/.test(mediaType);

const isRead = (mediaType: string): boolean =>
  isSent(mediaType) || (/^text\/|[/+]json(;|$)/.test(mediaType) && mediaType !== 'text/event-stream');

function isBinary(document: JsonObject, media: JsonObject): boolean {
  return deref(document, media.schema)?.format === 'binary';
}
