// Is the effective contract sound? The OpenAPI schema, every schema compiled, every example valid, and rules of ours.
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import {
  contentsOf,
  deref,
  isObject,
  type Json,
  type JsonObject,
  operationsOf,
  parametersOf,
  walkSchema,
} from './json.ts';
import { breachesOf } from './rules.ts';

export interface Problem {
  readonly place: string;
  readonly message: string;
}

export interface Report {
  readonly problems: readonly Problem[];
  readonly examples: { readonly present: number; readonly valid: number };
}

export async function validateContract(document: JsonObject): Promise<Report> {
  const problems: Problem[] = [...(await openapiProblems(document)), ...breachesOf(document)];
  const compiler = createCompiler(document);
  for (const name of Object.keys(schemasOf(document))) {
    try {
      compiler.byName(name);
    } catch (error) {
      problems.push({
        place: `#/components/schemas/${name}`,
        message: `does not compile: ${(error as Error).message}`,
      });
    }
  }
  // A schema that does not compile makes every example behind it noise.
  if (problems.length > 0) return { problems, examples: { present: 0, valid: 0 } };
  const examples = exampleProblems(document, compiler);
  return {
    problems: examples.problems,
    examples: { present: examples.present, valid: examples.present - examples.problems.length },
  };
}

async function openapiProblems(document: JsonObject): Promise<Problem[]> {
  const result = await new Validator().validate(structuredClone(document));
  if (result.valid) return [];
  const errors = Array.isArray(result.errors) ? result.errors : [{ instancePath: '', message: String(result.errors) }];
  return errors.slice(0, 20).map((error) => ({
    place: `#${error.instancePath}`,
    message: `is not OpenAPI 3.1: ${error.message ?? 'unknown reason'}`,
  }));
}

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
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true });
  addFormats.default(ajv);
  for (const [name, format] of Object.entries(FORMATS)) ajv.addFormat(name, format);
  ajv.addSchema({ $id: 'contract', components: { schemas: schemasOf(document) } });
  return {
    byName: (name) => ajv.compile({ $ref: `contract#/components/schemas/${encodeURIComponent(name)}` }),
    schema: (schema) => ajv.compile(absolute(schema) as JsonObject),
  };
}

/** `#/…` inside a schema that is compiled alone would point into itself. */
function absolute(node: Json): Json {
  if (Array.isArray(node)) return node.map(absolute);
  if (!isObject(node)) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      key === '$ref' && typeof value === 'string' ? value.replace(/^#/, 'contract#') : absolute(value),
    ]),
  );
}

function exampleProblems(document: JsonObject, compiler: Compiler): { problems: Problem[]; present: number } {
  const problems: Problem[] = [];
  let present = 0;
  const check = (place: string, validate: ValidateFunction, value: Json): void => {
    present++;
    if (validate(value)) return;
    const reasons = (validate.errors ?? []).slice(0, 3).map((error) => `${error.instancePath || '/'} ${error.message}`);
    problems.push({ place, message: `example is not valid: ${reasons.join('; ')}` });
  };
  const checkAll = (place: string, holder: JsonObject, schema: JsonObject): void => {
    const values = examplesOf(document, holder);
    if (values.length === 0) return;
    const validate = compiler.schema(schema);
    for (const { name, value } of values) check(name ? `${place} ${name}` : place, validate, value);
  };
  for (const place of [...operationsOf(document), ...operationsOf(document, 'webhooks')]) {
    const named = `${place.method.toUpperCase()} ${place.path}`;
    for (const parameter of parametersOf(document, place)) {
      if (isObject(parameter.schema))
        checkAll(`${named} ${parameter.in} ${parameter.name}`, parameter, parameter.schema);
    }
    for (const { position, status, media } of contentsOf(document, place.operation)) {
      if (isObject(media.schema)) checkAll(`${named} ${status ?? position}`, media, media.schema);
    }
  }
  for (const [name, schema] of Object.entries(schemasOf(document))) {
    walkSchema(schema, (part, at) => {
      if (!Array.isArray(part.examples) || part.examples.length === 0) return;
      const validate = compiler.schema(part);
      for (const value of part.examples) check(`#/components/schemas/${name}${at}`, validate, value);
    });
  }
  return { problems, present };
}

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

function schemasOf(document: JsonObject): Record<string, JsonObject> {
  return ((document.components as JsonObject | undefined)?.schemas ?? {}) as Record<string, JsonObject>;
}
