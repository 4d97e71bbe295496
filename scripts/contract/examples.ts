// Validates every example of a contract against its schema: Prism returns examples, and readers copy them.
import type { ValidateFunction } from 'ajv/dist/2020.js';
import type { Compiler } from './compiler.ts';
import { type Diagnostic, problem } from './diagnostic.ts';
import { entries, isObject, items, type Json, type JsonObject } from './json.ts';
import { schemaPlaces } from './operations.ts';
import { deref, schemasOf } from './refs.ts';
import { walkSchema } from './walk.ts';

export interface ExampleReport {
  readonly problems: readonly Diagnostic[];
  readonly present: number;
}

export function checkExamples(document: JsonObject, compiler: Compiler): ExampleReport {
  const problems: Diagnostic[] = [];
  let present = 0;
  const check = (where: string, validate: ValidateFunction, value: Json): void => {
    present++;
    if (validate(value)) return;
    const reasons = (validate.errors ?? []).slice(0, 3).map((error) => `${error.instancePath || '/'} ${error.message}`);
    problems.push(problem('example', where, `example is not valid: ${reasons.join('; ')}`));
  };
  const checkInside = (where: string, schema: Json | undefined): void =>
    walkSchema(schema, (part, at) => {
      const values = [...('example' in part ? [part.example as Json] : []), ...items(part.examples)];
      for (const value of values) check(where + at, compiler.schema(part), value);
    });
  for (const { where, holder } of schemaPlaces(document)) {
    for (const { name, value } of examplesOf(document, holder)) {
      check(name ? `${where} ${name}` : where, compiler.schema(holder.schema as JsonObject), value);
    }
    checkInside(where, holder.schema);
  }
  for (const [name, schema] of Object.entries(schemasOf(document))) {
    checkInside(`#/components/schemas/${name}`, schema);
  }
  return { problems, present };
}

/** The example values of a parameter or media type: `example`, and `examples` with their names, `$ref`s followed. */
export function examplesOf(document: JsonObject, holder: JsonObject): { name?: string; value: Json }[] {
  const found: { name?: string; value: Json }[] = [];
  if ('example' in holder) found.push({ value: holder.example as Json });
  for (const [name, entry] of entries(holder.examples)) {
    const example = deref(document, entry);
    if (isObject(example) && 'value' in example) found.push({ name, value: example.value as Json });
  }
  return found;
}
