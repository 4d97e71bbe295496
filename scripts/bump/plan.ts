// Everything that a bump would do, worked out in memory: nothing is written here. The provider's facts are compared first, without our
// overlays, so that there is a report whatever else does not fit.
import { createHash } from 'node:crypto';
import { relative } from 'node:path';
import { type Contract, contractFrom, normalise, type Parts, readParts } from '../contract/contract.ts';
import { type Diagnostic, diagnosticText } from '../contract/diagnostic.ts';
import { factsOf } from '../contract/facts.ts';
import { readIfThere, yamlText } from '../contract/files.ts';
import { type JsonObject, own } from '../contract/json.ts';
import { textProblems } from '../contract/lint/lint.ts';
import { operationsOf } from '../contract/operations.ts';
import { type Provider, root as realRoot } from '../contract/providers.ts';
import { unplacedTexts, withTexts } from '../contract/texts.ts';
import { Deadline, prepareValidation, validateUntrusted } from '../contract/thread.ts';
import { SCHEMAS, schemasOf } from '../contract/walk.ts';
import type { CompilerJudgement } from './api/release.ts';
import type { Finding } from './diff/change.ts';
import { compareContracts, withHidden } from './diff/diff.ts';
import { actionOf, severityOf } from './diff/kinds.ts';
import { BumpError, textOf } from './fail.ts';
import { fetchSpec, nextSource, parseSource, renderSource } from './fetch.ts';
import { judgementOf, larger, nextVersion, parseContract, type Report, withVerdicts } from './judge.ts';
import type { Target } from './lock.ts';
import { namesText, type Proposal, prunedNames, readNames, renameToOurs } from './names.ts';
import { editedText, fitOverlays } from './overlays/fit.ts';
import { refusalOfFaults } from './overlays/fixes.ts';
import { readSpec, untrusted } from './read.ts';
import { changeset } from './report/forms.ts';
import { upgrade } from './upgrade-3.0.ts';

export interface PlanOptions {
  /** With a trailing slash. */
  readonly root: string;
  readonly provider: Provider;
  /** File or address; the address in source.json when left out. */
  readonly from?: string | undefined;
  readonly fetcher?: typeof fetch;
  readonly today: Date;
  /** For reading and checking the file. */
  readonly deadline?: Deadline;
  /** Ask the compiler too, which takes some seconds. Without, the release type is that of the contract. */
  readonly compiles?: boolean;
}

export interface Plan {
  readonly report: Report;
  /** Undefined where nothing is to be released. */
  readonly changeset: string | undefined;
  /** Files that differ, with what planning read there. */
  readonly targets: readonly Target[];
  /** Why nothing can be written. It has the report. */
  readonly stop?: BumpError;
}

/** @throws {BumpError} if the file cannot be read, so that nothing can be compared */
export async function planBump(options: PlanOptions): Promise<Plan> {
  try {
    return await planned(options);
  } catch (error) {
    if (error instanceof BumpError) throw error;
    throw new BumpError('contract', `the new facts cannot be compared: ${textOf(error)}. Nothing was written.`, {
      cause: error,
    });
  }
}

async function planned(options: PlanOptions): Promise<Plan> {
  const { root, provider, deadline = new Deadline() } = options;
  const folder = `${root}specs/${provider.name}/`;
  const read = new Map(['names.yaml', 'source.json'].map((file) => [folder + file, mustRead(folder + file)]));
  const [names = '', source = ''] = read.values();
  const old = parseSource(source);
  const fetched = await fetchSpec(options.from ?? old.address, options.fetcher);
  const reading = readSpec(fetched, deadline);
  // Handled below: reading ours takes as long, and a rejection must not be found unhandled meanwhile.
  reading.catch(() => undefined);
  prepareValidation();
  await new Promise((resolve) => setImmediate(resolve));
  const ours = readParts(folder);
  for (const file of ['spec.yaml', ...ours.overlays.map(([name]) => `overlays/${name}`)])
    read.set(folder + file, mustRead(folder + file));
  const theirs = upgrade(await reading);
  const { schemas: oldNames, operations: operationNames } = readNames(names);
  const renamed = renameToOurs(theirs, ours.facts, oldNames, referredTo(ours));
  const facts = factsOf(renamed.document);

  const ofFacts = compareContracts(normalise(ours.facts), normalise(facts), provider.name);
  const joined = (from: JsonObject): JsonObject => withTexts(from, ours.texts).document;
  const met = joined(facts);
  const fit = fitOverlays(joined(ours.facts), met, ours.overlays);
  const before = lastContract(root, provider) ?? contractFrom(provider, ours).document;
  // An example is a text of ours, which a person corrects afterwards; every other fault stops the bump.
  const refuse = (problems: readonly Diagnostic[]): BumpError | undefined => {
    const faults = problems.filter(({ code }) => code !== 'example');
    return faults.length > 0 ? refusalOfFaults(faults, met, renamed.names, provider.name) : undefined;
  };
  const parts = { ...ours, facts, overlays: fit.overlays };
  const made = await madeOf(options, parts, fit.diagnostics, deadline, refuse);

  const found =
    'after' in made ? withHidden(compareContracts(before, made.after.document, provider.name), ofFacts) : ofFacts;
  const verdicts = withVerdicts(folder, [...found, ...renamed.proposals.flatMap(nameFinding)]);
  const overlays = [...fit.diagnostics, ...verdicts.diagnostics];
  const files = new Map('files' in made ? made.files : []);
  files.set(`${folder}spec.yaml`, yamlText(facts));
  for (const [file] of ours.overlays)
    files.set(
      `${folder}overlays/${file}`,
      editedText(read.get(`${folder}overlays/${file}`) ?? '', fit.edits.get(file) ?? new Map()),
    );
  files.set(`${folder}names.yaml`, namesText(prunedNames(renamed.names, oldNames, facts), operationNames));
  const next = nextSource(old, fetched, theirs, options.today);
  files.set(`${folder}source.json`, next === old ? source : renderSource(next));

  const stopped = 'error' in made ? made.error : refusalOf(overlays);
  const compiler = await compilerOf(options, files, stopped);
  const version = String(
    (JSON.parse(mustRead(`${root}packages/${provider.name}-types/package.json`)) as JsonObject).version,
  );
  const judgement = judgementOf(verdicts.findings, compiler.breaks, version);
  const bump = larger(judgement);
  const draft: Report = {
    provider: provider.name,
    address: fetched.address,
    before: summary(ours.facts),
    after: summary(facts),
    findings: verdicts.findings,
    bump,
    judgement,
    accepted: verdicts.accepted,
    release: { from: version, to: nextVersion(version, bump) },
    texts: 'after' in made ? textDiagnostics(ours, facts, before, made.after, made.problems) : [],
    names: renamed.proposals,
    overlays,
    files: [],
    typeTests: compiler.typeTests,
    typeErrors: '',
  };
  const note = changeset(draft, provider.pascal);
  if (note !== undefined) files.set(changesetFile(root, provider, note), note);
  const targets = [...files]
    .map(([file, text]): Target => ({ file, was: read.get(file) ?? readIfThere(file), text }))
    .filter(({ was, text }) => was !== text);
  const report = { ...draft, files: stopped ? [] : targets.map(({ file }) => relative(root, file)).sort() };
  if (stopped === undefined) return { report, changeset: note, targets };
  const stop = new BumpError(stopped.kind, stopped.message, { cause: stopped.cause, report });
  return { report, changeset: note, targets: [], stop };
}

type Made =
  | { readonly after: Contract; readonly files: ReadonlyMap<string, string>; readonly problems: readonly Diagnostic[] }
  | { readonly error: BumpError };

/** The effective contract and what is generated of it, or why there is none. */
async function madeOf(
  { root, provider }: PlanOptions,
  parts: Parts,
  diagnostics: readonly Diagnostic[],
  deadline: Deadline,
  refuse: (problems: readonly Diagnostic[]) => BumpError | undefined,
): Promise<Made> {
  const misfit = refusalOf(diagnostics);
  if (misfit) return { error: misfit };
  try {
    const after = contractFrom(provider, parts);
    const validated = validateUntrusted(after.document, deadline).catch(untrusted);
    // Validation has a thread of its own, and what is emitted of an unsound contract is thrown away.
    const emitted = emit(root, after).catch((error: unknown) => error as Error);
    const { problems } = await validated;
    const unsound = refuse(problems);
    if (unsound) return { error: unsound };
    const files = await emitted;
    if (files instanceof Error) throw files;
    return { after, files, problems };
  } catch (error) {
    if (error instanceof BumpError) return { error };
    const text = `the new contract cannot be worked out: ${textOf(error)}. Nothing was written.`;
    return { error: new BumpError('contract', text, { cause: error }) };
  }
}

async function emit(root: string, contract: Contract): Promise<Map<string, string>> {
  // Loaded here, because the thread works while the compiler is loaded.
  const { outputsOf } = await import('../contract/emit/outputs.ts');
  return new Map([...(await outputsOf(contract))].map(([file, text]) => [root + relative(realRoot, file), text]));
}

async function compilerOf(
  { root, provider, compiles = false }: PlanOptions,
  files: ReadonlyMap<string, string>,
  stopped: BumpError | undefined,
): Promise<CompilerJudgement> {
  if (!compiles || stopped) return { breaks: [], typeTests: [] };
  const { judgedByCompiler } = await import('./api/release.ts');
  return judgedByCompiler(root, provider, files);
}

/** Schemas that overlays refer to stay in the facts, whether an operation still leads to them or not. */
function referredTo({ facts, overlays }: Parts): Set<string> {
  const text = JSON.stringify(overlays.map(([, { actions }]) => actions.map(({ update }) => update ?? null)));
  return new Set(Object.keys(schemasOf(facts)).filter((name) => text.includes(JSON.stringify(SCHEMAS + name))));
}

/** What a person has to write or to move: texts that lost their place, places without a text, examples that do not fit. */
function textDiagnostics(
  ours: Parts,
  facts: JsonObject,
  before: JsonObject,
  after: Contract,
  problems: readonly Diagnostic[],
): Diagnostic[] {
  const found = after.provider.draft ? [] : textProblems(after);
  const known = new Set(found.length > 0 ? textProblems({ ...after, document: before }).map(diagnosticText) : []);
  return [...unplacedTexts(ours, facts), ...problems, ...found.filter((one) => !known.has(diagnosticText(one)))];
}

function refusalOf(diagnostics: readonly Diagnostic[]): BumpError | undefined {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return undefined;
  const lines = errors.map((one) => `  ${diagnosticText(one)}`).join('\n');
  const what = errors.length === 1 ? 'one thing has' : `${errors.length} things have`;
  return new BumpError('overlays', `${what} to be decided in overlays or verdicts. Nothing was written.\n${lines}`);
}

/**
 * The contract as it was generated last. Not built anew from spec and overlays: overlays that were changed to fit the new
 * spec need not fit the old one any more.
 */
function lastContract(root: string, { name }: Provider): JsonObject | undefined {
  const text = readIfThere(`${root}packages/${name}-types/openapi.json`);
  return text === undefined ? undefined : parseContract(text);
}

function mustRead(file: string): string {
  const text = readIfThere(file);
  if (text === undefined)
    throw new BumpError('file', `${file} is missing. Is this a provider's folder? \`pnpm new-provider\` makes one.`);
  return text;
}

/** A rename that names.yaml takes up is no change for anybody who uses the types. */
function nameFinding({ theirs, ours, was }: Proposal): Finding[] {
  if (was === undefined) return [];
  const kind = 'name-mapped';
  const [severity, action] = [severityOf(kind), actionOf(kind)];
  const id = `${kind} ${ours}`;
  return [
    { id, severity, kind, operation: '', call: '', where: ours, before: was, after: theirs, action, reaches: [] },
  ];
}

const changesetFile = (root: string, { name }: Provider, note: string): string =>
  `${root}.changeset/bump-${name}-${createHash('sha256').update(note).digest('hex').slice(0, 8)}.md`;

const summary = (document: JsonObject): { version: string; operations: number } => ({
  version: String(own(document.info, 'version') ?? ''),
  operations: operationsOf(document).length,
});
