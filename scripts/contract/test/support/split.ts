// Splits a document into its sent and read forms and picks out a schema of it.
import type { JsonObject } from '../../json.ts';
import { splitPositions } from '../../positions.ts';
import { at } from './contract.ts';

export interface Split {
  readonly document: JsonObject;
  readonly split: readonly string[];
  readonly names: readonly string[];
  schema(name: string): JsonObject;
}

export function splitOf(document: JsonObject, nullableWhenRead: boolean = false): Split {
  const done = splitPositions(document, { nullableWhenRead });
  const schemas = (at(done.document, 'components', 'schemas') ?? {}) as JsonObject;
  return { ...done, names: Object.keys(schemas), schema: (name) => schemas[name] as JsonObject };
}
