// Validates the effective contract: the OpenAPI schema, our rules and the compilation of every schema, then every example.
// A step that finds problems is the last: the next ones would report the same faults again.

import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { type Diagnostic, problem } from './diagnostic.ts';
import { entries, isObject, items, type Json, type JsonObject } from './json.ts';
import { schemaPlaces } from './operations.ts';
import { ruleProblems } from './rules.ts';
import { deref, mapRefs, mapSchema, refsIn, schemasOf, walkSchema, withoutRefsInData } from './walk.ts';

export interface Report {
  readonly problems: readonly Diagnostic[];
  readonly examples: { readonly present: number; readonly valid: number };
}

export async function validateContract(document: JsonObject): Promise<Report> {
  const unsound = (problems: readonly Diagnostic[]): Report => ({ problems, examples: { present: 0, valid: 0 } });
  const malformed = await openapiProblems(document);
  if (malformed.length > 0) return unsound(malformed);
  const compiler = createCompiler(document);
  const named = Object.keys(schemasOf(document)).map((name): [string, () => unknown] => [
    `#/components/schemas/${name}`,
    () => compiler.byName(name),
  ]);
  const inline = schemaPlaces(document).map(({ where, holder }): [string, () => unknown] => [
    where,
    () => compiler.schema(holder.schema as JsonObject),
  ]);
  const broken = compileProblems(named);
  const faults = [
    ...ruleProblems(document),
    ...(broken.length > 0 ? causes(document, broken) : compileProblems(inline)),
  ];
  if (faults.length > 0) return unsound(faults);
  const { problems, present } = checkExamples(document, compiler);
  return { problems, examples: { present, valid: present - problems.length } };
}

/** One for all, because compiling the schema of OpenAPI itself is most of its work. */
const openapi = new Validator();

/** Compiles the schema of OpenAPI 3.1, which the first validation would do otherwise. */
export async function prepare(): Promise<void> {
  await openapi.validate({ openapi: '3.1.0', info: { title: '', version: '' }, paths: {} });
}

async function openapiProblems(document: JsonObject): Promise<Diagnostic[]> {
  const result = await openapi.validate(withoutRefsInData(document, { names: true }));
  if (result.valid && String(document.openapi).startsWith('3.1.')) return [];
  if (result.valid) return [problem('openapi', '#/openapi', `is ${document.openapi}: contracts here are OpenAPI 3.1.`)];
  const errors = Array.isArray(result.errors) ? result.errors : [{ instancePath: '', message: String(result.errors) }];
  return errors
    .slice(0, 20)
    .map((error) =>
      problem('openapi', `#${error.instancePath}`, `is not OpenAPI 3.1: ${error.message ?? 'unknown reason'}`),
    );
}

function compileProblems(compilations: readonly [where: string, compile: () => unknown][]): Diagnostic[] {
  return compilations.flatMap(([where, compile]) => {
    try {
      compile();
      return [];
    } catch (error) {
      return [problem('schema', where, `does not compile: ${(error as Error).message}`)];
    }
  });
}

/** A schema fails with each that it refers to: those that fail by themselves are the ones to fix. */
function causes(document: JsonObject, broken: readonly Diagnostic[]): readonly Diagnostic[] {
  const places = new Set(broken.map(({ where }) => where));
  const schemas = new Map(
    Object.entries(schemasOf(document)).map(([name, one]) => [`#/components/schemas/${name}`, one]),
  );
  const alone = broken.filter(({ where }) => ![...refsIn(schemas.get(where), 'schema')].some((ref) => places.has(ref)));
  return alone.length > 0 ? alone : broken;
}

// Compiles the schemas of a contract with ajv: a schema that does not compile here would fail in Prism and in users' validators.

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

// Validates every example of a contract against its schema: Prism returns examples, and readers copy them.

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
