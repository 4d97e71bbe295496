// The shape of what a YAML or JSON file holds, and the few walks over it that the pipeline shares.
export type Json = string | number | boolean | null | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Resolves a local `$ref` such as `#/components/schemas/Customer`; undefined where it leads nowhere. */
export function resolveRef(document: JsonObject, ref: string): Json | undefined {
  if (!ref.startsWith('#/')) return undefined;
  let node: Json | undefined = document;
  for (const part of ref.slice(2).split('/')) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    node = isObject(node) && Object.hasOwn(node, key) ? node[key] : undefined;
  }
  return node;
}

/** Follows `$ref` chains until something that is none. */
export function deref<T extends Json = JsonObject>(document: JsonObject, node: Json | undefined): T | undefined {
  let current = node;
  for (let hops = 0; isObject(current) && typeof current.$ref === 'string'; hops++) {
    if (hops > 32) throw new Error(`$ref chain without end at ${current.$ref}`);
    current = resolveRef(document, current.$ref);
  }
  return current as T | undefined;
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const;
export type Method = (typeof METHODS)[number];

export interface OperationPlace {
  readonly path: string;
  readonly method: Method;
  readonly operation: JsonObject;
}

/** Every operation below `paths` (or `webhooks`), in the document's order. */
export function operationsOf(document: JsonObject, section: 'paths' | 'webhooks' = 'paths'): OperationPlace[] {
  const found: OperationPlace[] = [];
  for (const [path, item] of Object.entries((document[section] as JsonObject | undefined) ?? {})) {
    if (!isObject(item)) continue;
    for (const method of METHODS) {
      const operation = item[method];
      if (isObject(operation)) found.push({ path, method, operation });
    }
  }
  return found;
}

/** Parameters of an operation, `$ref`s followed: its path item's first, without those that it declares itself. */
export function parametersOf(document: JsonObject, { path, operation }: OperationPlace): JsonObject[] {
  const item = (document.paths as JsonObject | undefined)?.[path];
  const shared = isObject(item) && Array.isArray(item.parameters) ? item.parameters : [];
  const own = Array.isArray(operation.parameters) ? operation.parameters : [];
  const byName = new Map<string, JsonObject>();
  for (const parameter of [...shared, ...own].map((entry) => deref(document, entry)).filter(isObject)) {
    byName.set(`${parameter.in} ${parameter.name}`, parameter);
  }
  return [...byName.values()];
}

/** Keywords whose content is data, not schema: nothing in there is a reference or a keyword. */
export const DATA_KEYS: ReadonlySet<string> = new Set(['example', 'examples', 'enum', 'default', 'const']);

/** Keywords whose content maps names to nodes: its keys are names, even where they spell a keyword such as `default`. */
export const NAME_MAPS: ReadonlySet<string> = new Set([
  ...['properties', 'patternProperties', '$defs', 'dependentSchemas'],
  ...[
    'schemas',
    'responses',
    'parameters',
    'headers',
    'requestBodies',
    'securitySchemes',
    'pathItems',
    'callbacks',
    'links',
  ],
  ...['paths', 'webhooks', 'content'],
]);

/** Sets a key whatever it is called: `__proto__` as a key of a provider's file must stay a key. */
export function put<T>(target: Record<string, T>, key: string, value: T): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}

const SUBSCHEMAS = [
  ...['items', 'additionalProperties', 'not', 'contains', 'propertyNames'],
  ...['if', 'then', 'else', 'unevaluatedItems', 'unevaluatedProperties'],
];
const SUBSCHEMA_LISTS = ['allOf', 'anyOf', 'oneOf', 'prefixItems'] as const;
const SUBSCHEMA_MAPS = ['properties', 'patternProperties', '$defs', 'dependentSchemas'] as const;

/** Rebuilds a schema from the leaves up: `change` sees each subschema with its own subschemas already changed. */
export function mapSchema(schema: JsonObject, change: (schema: JsonObject) => JsonObject): JsonObject {
  const copy: JsonObject = { ...schema };
  for (const key of SUBSCHEMAS) if (isObject(copy[key])) copy[key] = mapSchema(copy[key], change);
  for (const key of SUBSCHEMA_LISTS) {
    const list = copy[key];
    if (Array.isArray(list)) copy[key] = list.map((item) => (isObject(item) ? mapSchema(item, change) : item));
  }
  for (const key of SUBSCHEMA_MAPS) {
    const map = copy[key];
    if (!isObject(map)) continue;
    copy[key] = Object.fromEntries(
      Object.entries(map).map(([name, value]) => [name, isObject(value) ? mapSchema(value, change) : value]),
    );
  }
  return change(copy);
}

/** Visits a schema and everything inside it, outermost first. */
export function walkSchema(schema: Json | undefined, visit: (schema: JsonObject, at: string) => void, at = ''): void {
  if (!isObject(schema)) return;
  visit(schema, at);
  for (const key of SUBSCHEMAS) walkSchema(schema[key], visit, `${at}/${key}`);
  for (const key of SUBSCHEMA_LISTS) {
    const list = schema[key];
    if (Array.isArray(list))
      for (const [index, item] of list.entries()) walkSchema(item, visit, `${at}/${key}/${index}`);
  }
  for (const key of SUBSCHEMA_MAPS) {
    const map = schema[key];
    if (isObject(map))
      for (const [name, value] of Object.entries(map)) walkSchema(value, visit, `${at}/${key}/${name}`);
  }
}

/** Every media type object of an operation: of its body, its responses, or both. */
export function contentsOf(
  document: JsonObject,
  operation: JsonObject,
): { position: 'sent' | 'read'; status?: string; mediaType: string; media: JsonObject }[] {
  const found: { position: 'sent' | 'read'; status?: string; mediaType: string; media: JsonObject }[] = [];
  const body = deref(document, operation.requestBody);
  for (const [mediaType, media] of Object.entries((body?.content as JsonObject | undefined) ?? {})) {
    if (isObject(media)) found.push({ position: 'sent', mediaType, media });
  }
  for (const [status, response] of Object.entries((operation.responses as JsonObject | undefined) ?? {})) {
    const content = deref(document, response)?.content;
    for (const [mediaType, media] of Object.entries((content as JsonObject | undefined) ?? {})) {
      if (isObject(media)) found.push({ position: 'read', status, mediaType, media });
    }
  }
  return found;
}
