// Every example of a contract against its schema: examples are what Prism answers and what readers copy.
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { type Compiler, schemasOf } from './compiler.ts';
import { deref, isObject, type Json, type JsonObject, walkSchema } from './json.ts';
import { schemaSites } from './schema-sites.ts';

export interface ExampleProblem {
  readonly place: string;
  readonly message: string;
}

export interface ExampleReport {
  readonly problems: readonly ExampleProblem[];
  readonly present: number;
}

export function checkExamples(document: JsonObject, compiler: Compiler): ExampleReport {
  const problems: ExampleProblem[] = [];
  let present = 0;
  const check = (place: string, validate: ValidateFunction, value: Json): void => {
    present++;
    if (validate(value)) return;
    const reasons = (validate.errors ?? []).slice(0, 3).map((error) => `${error.instancePath || '/'} ${error.message}`);
    problems.push({ place, message: `example is not valid: ${reasons.join('; ')}` });
  };
  const checkInside = (place: string, schema: Json | undefined): void =>
    walkSchema(schema, (part, at) => {
      const values = [...('example' in part ? [part.example as Json] : []), ...listOf(part.examples)];
      for (const value of values) check(place + at, compiler.schema(part), value);
    });
  for (const { place, holder } of schemaSites(document)) {
    for (const { name, value } of examplesOf(document, holder)) {
      check(name ? `${place} ${name}` : place, compiler.schema(holder.schema as JsonObject), value);
    }
    checkInside(place, holder.schema);
  }
  for (const [name, schema] of Object.entries(schemasOf(document))) {
    checkInside(`#/components/schemas/${name}`, schema);
  }
  return { problems, present };
}

const listOf = (node: Json | undefined): Json[] => (Array.isArray(node) ? node : []);

/** The example values of a parameter or media type: `example`, and `examples` with their names, `$ref`s followed. */
export function examplesOf(document: JsonObject, holder: JsonObject): { name?: string; value: Json }[] {
  const found: { name?: string; value: Json }[] = [];
  if ('example' in holder) found.push({ value: holder.example as Json });
  if (isObject(holder.examples)) {
    for (const [name, entry] of Object.entries(holder.examples)) {
      const example = deref(document, entry);
      if (isObject(example) && 'value' in example) found.push({ name, value: example.value as Json });
    }
  }
  return found;
}
