// Splits a document into request and response types and picks out a schema of it.
import type { JsonObject } from '../../json.ts';
import { splitRequestsFromResponses } from '../../request-response.ts';
import { at } from './contract.ts';

export interface Split {
  readonly document: JsonObject;
  readonly split: readonly string[];
  readonly names: readonly string[];
  schema(name: string): JsonObject;
}

export function splitOf(document: JsonObject, nullableWhenRead: boolean = false): Split {
  const done = splitRequestsFromResponses(document, { nullableWhenRead });
  const schemas = (at(done.document, 'components', 'schemas') ?? {}) as JsonObject;
  return { ...done, names: Object.keys(schemas), schema: (name) => schemas[name] as JsonObject };
}
