// Validates the effective contract: the OpenAPI schema, our rules and the compilation of every schema, then every example.
// A step that finds problems is the last: the next ones would report the same faults again.
import { Validator } from '@seriousme/openapi-schema-validator';
import { createCompiler } from './compiler.ts';
import { type Diagnostic, problem } from './diagnostic.ts';
import { checkExamples } from './examples.ts';
import type { JsonObject } from './json.ts';
import { schemaPlaces } from './operations.ts';
import { refsIn, schemasOf, withoutRefsInData } from './refs.ts';
import { ruleProblems } from './rules.ts';

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
