// Lints one provider's contract: the rules of the generator, redocly's, and ours on texts and examples.
import { lintFromString, loadConfig } from '@redocly/openapi-core';
import { buildContract, type Contract } from '../contract.ts';
import { type Diagnostic, type LocatedDiagnostic, problem, type Rule } from '../diagnostic.ts';
import { entries, isObject, items, type Json, type JsonObject, own } from '../json.ts';
import { contentsOf, operationsOf, parametersOf } from '../operations.ts';
import { type Provider, root, specDir } from '../providers.ts';
import { Deadline, validateUntrusted } from '../thread.ts';
import { examplesOf } from '../validate.ts';
import { deref, pointerText, SCHEMAS, visit } from '../walk.ts';
import { cutTexts, locate, readSources, type Source } from './sources.ts';
import { descriptions, methodNames, namedOperations, references, schemasIn } from './texts.ts';

/**
 * Everything that is wrong with a provider's contract, in the order of its files.
 *
 * @throws {DeadlineError} if validation takes too long, for example because a pattern backtracks
 */
export async function lintProvider(
  provider: Provider,
  directory: string = specDir(provider),
  deadline: Deadline = new Deadline(),
): Promise<LocatedDiagnostic[]> {
  const sources = readSources(directory);
  const found = [...sources.flatMap(cutTexts), ...(await effectiveProblems(provider, directory, sources, deadline))];
  const unique = new Map(found.map((one) => [JSON.stringify(one), one]));
  return [...unique.values()].sort((a, b) => byFile(a.file, b.file));
}

async function effectiveProblems(
  provider: Provider,
  directory: string,
  sources: readonly Source[],
  deadline: Deadline,
): Promise<LocatedDiagnostic[]> {
  let contract: Contract;
  try {
    contract = buildContract(provider, directory);
  } catch (error) {
    return [{ ...problem('contract', '#', `cannot be built: ${(error as Error).message}`), file: 'spec.yaml:1' }];
  }
  const { problems } = await validateUntrusted(contract.document, deadline);
  const inputs = inputNames(contract);
  const found = [...problems, ...textProblems(contract), ...(await redocly(contract.document))].map((one) => {
    const written = inputs.get(schemaName(one.where));
    return { ...one, file: locate(sources, written ? one.where.replace(`${written}Input`, written) : one.where) };
  });
  return [...found, ...unplacedTexts(contract, sources)];
}

/** What the rules of ours on texts and examples report. A bump asks for these alone: loading redocly takes a second. */
export function textProblems(contract: Contract): Diagnostic[] {
  const rules: Rule[] = [
    descriptions,
    operationExamples,
    pathExamples,
    enumMeanings,
    discriminators,
    references,
    methodNames,
    docsPages(contract.provider.docs),
  ];
  // The request type of a schema has the texts of the schema: what is wrong there is reported once.
  const inputs = inputNames(contract);
  return rules.flatMap((rule) => rule(contract.document)).filter(({ where }) => !inputs.has(schemaName(where)));
}

/** Request types with the names of the schemas that they are made from. */
const inputNames = ({ split }: Contract): ReadonlyMap<string, string> =>
  new Map(split.map((name) => [`${name}Input`, name]));

const schemaName = (where: string): string =>
  where.startsWith(SCHEMAS) ? (where.slice(SCHEMAS.length).split('/')[0] ?? '') : '';

const unplacedTexts = ({ unplaced }: Contract, sources: readonly Source[]): LocatedDiagnostic[] =>
  unplaced.map((pointer) => {
    const where = pointerText(pointer);
    const message = 'has a text, but the contract has no such place any more: move the text, or delete it.';
    return { ...problem('text-without-place', where, message), file: locate(sources, where) };
  });

/**
 * redocly's rules, as redocly.yaml at the root sets them. Its library rather than its command, which is a process of its own,
 * asks for updates and reports use; redocly rather than spectral because it knows OpenAPI 3.1 without a ruleset of ours.
 */
export async function redocly(document: JsonObject, config: string = `${root}redocly.yaml`): Promise<Diagnostic[]> {
  const problems = await lintFromString({
    source: JSON.stringify(document),
    absoluteRef: `${root}contract.json`,
    config: await loadConfig({ configPath: config }),
  });
  return problems.map(({ location, message, ruleId }) =>
    problem(`redocly/${ruleId}`, location[0]?.pointer ?? '#/', message.replaceAll(/\s+/g, ' ').trim()),
  );
}

/** By file name, then by line as a number. */
function byFile(a: string, b: string): number {
  const [left, right] = [a.split(':'), b.split(':')];
  return left[0] === right[0] ? Number(left[1]) - Number(right[1]) : String(left[0]) < String(right[0]) ? -1 : 1;
}

/** Every request body and every success has an example: mocks return it, and readers copy it. */
export const operationExamples: Rule = (document) =>
  namedOperations(document).flatMap(({ where, operation }) =>
    contentsOf(document, operation)
      .filter(({ direction, status }) => direction === 'request' || status?.startsWith('2'))
      .filter(({ media }) => examplesOf(document, media).length === 0)
      .map(({ status, mediaType }) =>
        problem(
          'operation-example',
          `${where} ${status ?? 'body'}`,
          `${mediaType} has no example: add a named one that a user could really meet.`,
        ),
      ),
  );

/** Every path parameter has an example, its own or its schema's, or known values: hovers show a call with it. */
export const pathExamples: Rule = (document) =>
  operationsOf(document).flatMap((place) =>
    parametersOf(document, place)
      .filter((parameter) => parameter.in === 'path' && examplesOf(document, parameter).length === 0)
      .filter(({ schema }) => !EXEMPLIFIED.some((key) => own(deref(document, schema), key) !== undefined))
      .map(({ name }) =>
        problem(
          'path-example',
          `${place.method.toUpperCase()} ${place.path} path ${name}`,
          'path parameter has no example: add one, which the example of the method is made of.',
        ),
      ),
  );

const EXEMPLIFIED = ['example', 'examples', 'enum'];

/**
 * Every `externalDocs` is an https page on the host of the provider's documentation, where one is known: editors show it as
 * `@see`.
 */
export const docsPages =
  (docs: string): Rule =>
  (document) => {
    const host = docs === '' ? undefined : new URL(docs).host;
    const found: Diagnostic[] = [];
    visit(document, 'document', (node, _, pointer) => {
      if (!isObject(node.externalDocs)) return;
      const url = String((node.externalDocs as JsonObject).url);
      const link = URL.parse(url);
      if (link?.protocol === 'https:' && (host === undefined || link.host === host)) return;
      const message = `${url} is not an https page on ${host ?? 'any host'}: name the provider's own page, or none.`;
      found.push(problem('docs-page', pointerText([...pointer, 'externalDocs']), message));
    });
    return found;
  };

// `x-enum-descriptions` has the meaning of each value of an enum: editors and reference pages show it. Required for names such
// as status, state, reason, type, kind and category. Elsewhere (chains, banks, markets, sort orders) it is optional, and
// checked if present.

export const enumMeanings: Rule = (document) =>
  schemasIn(document).flatMap(({ where, name, schema }) =>
    Array.isArray(schema.enum) && schema.enum.length > 1
      ? meaningFaults(schema, schema.enum.map(String), name).map((message) => problem('enum-meaning', where, message))
      : [],
  );

const WITH_MEANING: ReadonlySet<string> = new Set([
  ...['status', 'state', 'reason', 'type', 'kind', 'category'],
  ...['statuses', 'states', 'reasons', 'types', 'kinds', 'categories'],
]);

function meaningFaults(schema: JsonObject, values: readonly string[], name: string): string[] {
  const meanings = schema['x-enum-descriptions'];
  if (!isObject(meanings)) {
    if (!wordsOf(name).some((word) => WITH_MEANING.has(word))) return [];
    return [
      `the values of ${name} have no meanings: add x-enum-descriptions with a short text on each of ${values.join(', ')}.`,
    ];
  }
  const given = Object.keys(meanings).filter((value) => typeof meanings[value] === 'string' && meanings[value] !== '');
  return [
    ...values
      .filter((value) => !given.includes(value))
      .map((value) => `${value} has no meaning in x-enum-descriptions: add a short text.`),
    ...Object.keys(meanings)
      .filter((value) => !values.includes(value))
      .map(
        (value) => `x-enum-descriptions explains ${value}, which is not a value: remove it, or correct its spelling.`,
      ),
  ];
}

/** `onchain_statuses` -> onchain, statuses; `InstitutionSubType` -> institution, sub, type. */
const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .match(/[a-z]+/g) ?? [];

// A discriminator has a mapping, and each schema that it leads to admits the value that leads there. (That the mapping has
// every member, no more and no less, is a rule of rules-schemas.ts.)

export const discriminators: Rule = (document) =>
  schemasIn(document).flatMap(({ where, schema }) =>
    isObject(schema.discriminator)
      ? faults(document, schema.discriminator).map((message) => problem('discriminator-mapping', where, message))
      : [],
  );

function faults(document: JsonObject, { propertyName, mapping }: JsonObject): string[] {
  const property = String(propertyName);
  if (entries(mapping).length === 0)
    return [
      `has a discriminator ${property} without mapping: generators would put schema names in place of its values.`,
    ];
  return entries(mapping).flatMap(([value, ref]) => {
    const admitted = valuesOf(document, { $ref: ref }, property);
    if (admitted.includes(value)) return [];
    const seen = admitted.length > 0 ? admitted.join(', ') : 'no fixed value';
    return [`maps ${value} to ${ref}, where ${property} takes ${seen}: correct the mapping or that enum.`];
  });
}

/** The values that a schema fixes for a property, itself or in what it is put together from. */
function valuesOf(document: JsonObject, node: Json, property: string): string[] {
  const schema = deref(document, node);
  const fixed = deref(document, own(schema?.properties, property));
  const values = [...items(fixed?.enum), ...(fixed?.const === undefined ? [] : [fixed.const])].map(String);
  return [...values, ...items(schema?.allOf).flatMap((part) => valuesOf(document, part, property))];
}
