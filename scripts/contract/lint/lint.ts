// Lints one provider's contract: the rules of the generator, redocly's, and ours on texts and examples.
import { lintFromString, loadConfig } from '@redocly/openapi-core';
import { buildContract, type Contract } from '../contract.ts';
import { type Diagnostic, type LocatedDiagnostic, problem, type Rule } from '../diagnostic.ts';
import type { JsonObject } from '../json.ts';
import { type Provider, root, specDir } from '../providers.ts';
import { Deadline, validateUntrusted } from '../thread.ts';
import { pointerText, SCHEMAS } from '../walk.ts';
import { discriminators, docsPages, enumMeanings, operationExamples, pathExamples } from './operations.ts';
import { cutTexts, locate, readSources, type Source } from './sources.ts';
import { descriptions, methodNames, references } from './texts.ts';

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
