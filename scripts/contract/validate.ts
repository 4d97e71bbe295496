// Is the effective contract sound? The OpenAPI schema, rules of ours, every schema compiled, every example valid. In that
// order, and no further than the first that finds something: what follows would only say the same in other words.
import { Validator } from '@seriousme/openapi-schema-validator';
import { createCompiler, schemasOf } from './compiler.ts';
import { checkExamples } from './examples.ts';
import type { JsonObject } from './json.ts';
import { refsIn } from './refs.ts';
import { breachesOf } from './rules.ts';
import { schemaSites } from './schema-sites.ts';

export interface Problem {
  readonly place: string;
  readonly message: string;
}

export interface Report {
  readonly problems: readonly Problem[];
  readonly examples: { readonly present: number; readonly valid: number };
}

export async function validateContract(document: JsonObject): Promise<Report> {
  const unsound = (problems: readonly Problem[]): Report => ({ problems, examples: { present: 0, valid: 0 } });
  const malformed = await openapiProblems(document);
  if (malformed.length > 0) return unsound(malformed);
  const compiler = createCompiler(document);
  const named = Object.keys(schemasOf(document)).map((name): [string, () => unknown] => [
    `#/components/schemas/${name}`,
    () => compiler.byName(name),
  ]);
  const inline = schemaSites(document).map(({ place, holder }): [string, () => unknown] => [
    place,
    () => compiler.schema(holder.schema as JsonObject),
  ]);
  const broken = compileProblems(named);
  const faults = [...breachesOf(document), ...(broken.length > 0 ? causes(document, broken) : compileProblems(inline))];
  if (faults.length > 0) return unsound(faults);
  const { problems, present } = checkExamples(document, compiler);
  return { problems, examples: { present, valid: present - problems.length } };
}

/** One for all, because compiling the schema of OpenAPI itself is most of its work. */
const openapi = new Validator();

async function openapiProblems(document: JsonObject): Promise<Problem[]> {
  const result = await openapi.validate(structuredClone(document));
  if (result.valid && String(document.openapi).startsWith('3.1.')) return [];
  if (result.valid) return [{ place: '#/openapi', message: `is ${document.openapi}: contracts here are OpenAPI 3.1.` }];
  const errors = Array.isArray(result.errors) ? result.errors : [{ instancePath: '', message: String(result.errors) }];
  return errors.slice(0, 20).map((error) => ({
    place: `#${error.instancePath}`,
    message: `is not OpenAPI 3.1: ${error.message ?? 'unknown reason'}`,
  }));
}

function compileProblems(compilations: readonly [place: string, compile: () => unknown][]): Problem[] {
  return compilations.flatMap(([place, compile]) => {
    try {
      compile();
      return [];
    } catch (error) {
      return [{ place, message: `does not compile: ${(error as Error).message}` }];
    }
  });
}

/** A schema fails with each that it refers to: those that fail by themselves are the ones to mend. */
function causes(document: JsonObject, broken: readonly Problem[]): readonly Problem[] {
  const places = new Set(broken.map(({ place }) => place));
  const schemas = new Map(
    Object.entries(schemasOf(document)).map(([name, one]) => [`#/components/schemas/${name}`, one]),
  );
  const alone = broken.filter(({ place }) => ![...refsIn(schemas.get(place))].some((ref) => places.has(ref)));
  return alone.length > 0 ? alone : broken;
}
