// A small sound contract, and parts of one, for tests that break exactly one thing.
import type { Json, JsonObject } from '../../json.ts';
import type { Provider } from '../../providers.ts';

export const provider: Provider = {
  name: 'acme',
  pascal: 'Acme',
  docs: 'https://docs.example.com',
  nullableWhenRead: true,
};

/** An operation that keeps every rule; `changes` replaces some of its fields. */
export function operation(changes: JsonObject = {}): JsonObject {
  return {
    operationId: 'getThing',
    tags: ['Thing'],
    summary: 'Reads a thing.',
    security: [],
    responses: {
      '200': { description: 'The thing.', content: { 'application/json': { schema: { type: 'string' } } } },
      default: { description: 'An error.' },
    },
    ...changes,
  };
}

export interface Parts {
  readonly operation?: JsonObject;
  readonly paths?: JsonObject;
  readonly webhooks?: JsonObject;
  readonly schemas?: JsonObject;
  readonly components?: JsonObject;
  readonly root?: JsonObject;
}

/** A contract of one operation, `GET /things`, with whatever else a test needs. */
export function contract(parts: Parts = {}): JsonObject {
  return {
    openapi: '3.1.0',
    info: { title: 'Acme', version: '1' },
    paths: parts.paths ?? { '/things': { get: parts.operation ?? operation() } },
    ...(parts.webhooks ? { webhooks: parts.webhooks } : {}),
    components: { schemas: parts.schemas ?? {}, ...parts.components },
    ...parts.root,
  };
}

export const json = (schema: JsonObject): JsonObject => ({ 'application/json': { schema } });
export const ref = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });

/** A contract that sends `sent` in a body and reads `read` in an answer. */
export function exchange(sent: JsonObject, read: JsonObject, schemas: JsonObject = {}): JsonObject {
  const post = operation({
    requestBody: { content: json(sent) },
    responses: { '200': { description: 'Done.', content: json(read) }, default: { description: 'An error.' } },
  });
  return contract({ paths: { '/things': { post } }, schemas });
}

/** The node at a path of keys, such as `at(document, 'components', 'schemas', 'X')`. */
export function at(node: Json | undefined, ...keys: readonly (string | number)[]): Json | undefined {
  return keys.reduce<Json | undefined>((here, key) => (here as JsonObject | undefined)?.[key as string], node);
}

/** Keeps `__proto__` a key, which an object literal would not. */
export function withKey(object: JsonObject, key: string, value: Json): JsonObject {
  return Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}
