// Everything in a contract that a reader expects a text on, each once, with the name that it goes by.
import type { JsonObject } from '../json.ts';
import type { Kind } from '../openapi.ts';
import { operationsOf, placeName } from '../operations.ts';
import { type Pointer, visit } from '../walk.ts';

export interface Described {
  readonly where: string;
  readonly kind: 'operation' | 'parameter' | 'request body' | 'response' | 'header' | 'schema' | 'property';
  readonly name: string;
  readonly node: JsonObject;
}

export interface NamedOperation {
  /** `GET /a` or `webhook b`. */
  readonly where: string;
  readonly operation: JsonObject;
}

/** The operations of the paths, then those of the webhooks. */
export function namedOperations(document: JsonObject): NamedOperation[] {
  return [
    ...operationsOf(document).map(({ path, method, operation }) => ({
      where: `${method.toUpperCase()} ${path}`,
      operation,
    })),
    ...operationsOf(document, 'webhooks').map(({ path, operation }) => ({ where: `webhook ${path}`, operation })),
  ];
}

const KINDS: Partial<Record<Kind, Described['kind']>> = {
  operation: 'operation',
  parameter: 'parameter',
  requestBody: 'request body',
  response: 'response',
  header: 'header',
};

export function describedIn(document: JsonObject): Described[] {
  const found: Described[] = [];
  visit(document, 'document', (node, kind, pointer, kinds) => {
    const described = KINDS[kind] ?? (kind === 'schema' ? describedSchema(node, pointer, kinds) : undefined);
    // A reference alone has its text at its target, which is visited under `components`.
    const isReference = node.$ref !== undefined && kind !== 'schema';
    if (described === undefined || isReference) return;
    const name = kind === 'operation' ? node.operationId : kind === 'parameter' ? node.name : pointer.at(-1);
    found.push({ where: placeName(document, pointer), kind: described, name: String(name ?? ''), node });
  });
  return found;
}

/** A component, or a property. What takes a single value explains itself by that value, and needs no text. */
function describedSchema(
  node: JsonObject,
  pointer: Pointer,
  kinds: readonly Kind[],
): 'schema' | 'property' | undefined {
  if (kinds.at(-1) === 'components') return 'schema';
  return pointer.at(-2) === 'properties' && kinds.at(-1) === 'schema' && !isSingleValue(node) ? 'property' : undefined;
}

const isSingleValue = ({ const: only, enum: values }: JsonObject): boolean =>
  only !== undefined || (Array.isArray(values) && values.length === 1);

export interface NamedSchema {
  readonly where: string;
  /** Of the property, component or parameter that the schema belongs to; empty in a body. */
  readonly name: string;
  readonly schema: JsonObject;
}

/** Every schema of a contract, at any depth. */
export function schemasIn(document: JsonObject): NamedSchema[] {
  const found: NamedSchema[] = [];
  visit(document, 'document', (schema, kind, pointer) => {
    if (kind !== 'schema') return;
    const where = placeName(document, pointer);
    found.push({ where, name: nameIn(where), schema });
  });
  return found;
}

/** Of `#/components/schemas/A/properties/b/items`, `b`; of `GET /a query c/items`, `c`. */
function nameIn(where: string): string {
  const own = where.replace(/(?:\/(?:items|anyOf|oneOf|allOf|\d+))+$/, '');
  return /(?:\/properties\/|^#\/components\/schemas\/| (?:path|query|header|cookie) )([^/ ]+)$/.exec(own)?.[1] ?? '';
}
