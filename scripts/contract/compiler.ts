// Compiles the schemas of a contract with ajv: a schema that does not compile here would fail in Prism and in users' validators.
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { JsonObject } from './json.ts';
import { mapRefs, schemasOf } from './refs.ts';
import { mapSchema } from './walk.ts';

export interface Compiler {
  byName(name: string): ValidateFunction;
  schema(schema: JsonObject): ValidateFunction;
}

/** Formats of the providers that ajv does not know; `decimal` and 64-bit numbers are strings on the wire. */
const FORMATS: Record<string, RegExp | true> = {
  decimal: /^-?\d+(\.\d+)?$/,
  uint64: /^\d+$/,
  int64: true,
  uint32: true,
  int32: true,
  double: true,
  float: true,
  byte: true,
  'x-open': true,
};

export function createCompiler(document: JsonObject): Compiler {
  // Without a logger: ajv's warnings repeat what a provider wrote, and an unknown format is not an error.
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true, logger: false });
  addFormats.default(ajv);
  for (const [name, format] of Object.entries(FORMATS)) ajv.addFormat(name, format);
  ajv.addSchema({ $id: 'contract', components: { schemas: schemasOf(document) } });
  // Compiling is the slow part, and a few leaf schemas (a UUID, a date-time) are used in hundreds of places.
  const compiled = new Map<string, ValidateFunction>();
  const compile = (schema: JsonObject): ValidateFunction => {
    // `#/…` inside a schema that is compiled alone would point into itself.
    const bare = mapRefs(mapSchema(schema, withoutNotes), 'schema', (ref) =>
      ref.replace(/^#/, 'contract#'),
    ) as JsonObject;
    const key = JSON.stringify(bare);
    const known = compiled.get(key) ?? ajv.compile(bare);
    compiled.set(key, known);
    return known;
  };
  return {
    byName: (name) => compile({ $ref: `#/components/schemas/${encodeURIComponent(name)}` }),
    schema: compile,
  };
}

/** Texts and examples do not affect validation. */
function withoutNotes({ description, examples, 'x-enum-descriptions': _, ...rest }: JsonObject): JsonObject {
  return rest;
}
