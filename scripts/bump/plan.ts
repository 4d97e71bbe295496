// Everything that a bump would do, worked out in memory: nothing is written here.
import { createHash } from 'node:crypto';
import { relative } from 'node:path';
import { type Contract, contractFrom, type Parts, readParts } from '../contract/contract.ts';
import { type Diagnostic, diagnosticText } from '../contract/diagnostic.ts';
import { outputsOf } from '../contract/emit/outputs.ts';
import { factsOf } from '../contract/facts.ts';
import { readIfThere } from '../contract/files.ts';
import { isObject, type JsonObject } from '../contract/json.ts';
import { textProblems } from '../contract/lint/lint.ts';
import { operationsOf } from '../contract/operations.ts';
import { type Provider, root as realRoot } from '../contract/providers.ts';
import { unplacedTexts, withTexts } from '../contract/texts.ts';
import { Deadline } from '../contract/thread.ts';
import { validateUntrusted } from '../contract/validate-untrusted.ts';
import { yamlText } from '../contract/yaml.ts';
import { parseContract } from './contract-text.ts';
import type { Finding } from './diff/change.ts';
import { compareContracts } from './diff/diff.ts';
import { actionOf, severityOf } from './diff/kinds.ts';
import { BumpError, textOf } from './fail.ts';
import { type Fetched, fetchSpec } from './fetch.ts';
import { namesText, type Proposal, prunedNames, readNames, renameToOurs } from './names.ts';
import { fixAction } from './overlays/fixes.ts';
import { proposedHints } from './overlays/hints.ts';
import { overlayTroubles } from './overlays/moved.ts';
import { recount, recountedText } from './overlays/recount.ts';
import { refuseTroubles } from './overlays/refuse.ts';
import { readSpec, untrusted } from './read.ts';
import { nextSource, parseSource, renderSource } from './source.ts';
import { changeset } from './tell/changeset.ts';
import type { Report } from './tell/report.ts';
import { bumpFor, nextVersion } from './tell/version.ts';
import { upgrade } from './upgrade-3.0.ts';

export interface PlanOptions {
  readonly root: string;
  readonly provider: Provider;
  /** File or address; the address in source.json when left out. */
  readonly from?: string | undefined;
  readonly fetcher?: typeof fetch;
  readonly today: Date;
  /** For reading and checking the file. */
  readonly deadline?: Deadline;
}

export interface Plan {
  readonly report: Report;
  /** Whole texts of all files that the bump owns, by absolute path; only some differ from what is there. */
  readonly files: ReadonlyMap<string, string>;
}

export async function planBump(options: PlanOptions): Promise<Plan> {
  try {
    return await planned(options);
  } catch (error) {
    if (error instanceof BumpError) throw error;
    throw new BumpError('contract', `the new contract cannot be worked out: ${textOf(error)}. Nothing was written.`, {
      cause: error,
    });
  }
}

async function planned(options: PlanOptions): Promise<Plan> {
  const { root, provider } = options;
  const folder = `${root}specs/${provider.name}/`;
  const [names, source] = ['names.yaml', 'source.json'].map((file) => mustRead(folder + file));
  const ours = readParts(folder);
  const old = parseSource(source ?? '');
  const fetched = await fetchSpec(options.from ?? old.address, options.fetcher);
  const deadline = options.deadline ?? new Deadline();
  const theirs = upgrade(await readSpec(fetched, deadline));
  const { schemas: oldNames, operations: operationNames } = readNames(names ?? '');

  const renamed = renameToOurs(theirs, ours.facts, oldNames);
  const facts = factsOf(renamed.document);
  const joined = (from: JsonObject): JsonObject => withTexts(from, ours.texts).document;
  const troubles = overlayTroubles(joined(ours.facts), joined(facts), ours.overlays);
  refuseTroubles(troubles);
  const overlays = recount(ours.overlays, troubles);

  const before = lastContract(root, provider) ?? contractFrom(provider, ours).document;
  const after = contractFrom(provider, { ...ours, facts, overlays });
  const { problems } = await validateUntrusted(after.document, deadline).catch(untrusted);
  refuseUnsound(problems, after, provider);

  const findings = [
    ...compareContracts(before, after.document, provider.name),
    ...renamed.proposals.flatMap(nameFinding),
  ];
  const version = String(
    (JSON.parse(mustRead(`${root}packages/${provider.name}-types/package.json`)) as JsonObject).version,
  );
  const bump = bumpFor(findings, version);
  const nextNames = prunedNames(renamed.names, oldNames, facts);
  const files = new Map<string, string>();
  for (const [file, text] of await outputsOf(after)) files.set(root + relative(realRoot, file), text);
  files.set(`${folder}spec.yaml`, yamlText(facts));
  for (const [file] of overlays)
    files.set(`${folder}overlays/${file}`, recountedText(mustRead(`${folder}overlays/${file}`), file, troubles));
  files.set(`${folder}names.yaml`, namesText(nextNames, operationNames));
  files.set(`${folder}source.json`, sourceText(source ?? '', fetched, theirs, options.today));

  const changed = [...files].filter(([file, text]) => readIfThere(file) !== text).map(([file]) => relative(root, file));
  const report: Report = {
    provider: provider.name,
    address: fetched.address,
    before: summary(ours.facts),
    after: summary(facts),
    findings,
    bump,
    release: { from: version, to: nextVersion(version, bump) },
    texts: textDiagnostics({ ours, facts, before, after, problems }),
    names: renamed.proposals,
    hints: proposedHints(before, after.document),
    overlays: troubles,
    files: changed.sort(),
    typeTests: [],
    typeErrors: '',
  };
  const note = changeset(report, provider.pascal);
  if (note === undefined) return { report, files };
  const file = `.changeset/bump-${provider.name}-${createHash('sha256').update(note).digest('hex').slice(0, 8)}.md`;
  files.set(root + file, note);
  return { report: { ...report, files: [...changed, file].sort() }, files };
}

interface TextFacts {
  readonly ours: Parts;
  readonly facts: JsonObject;
  readonly before: JsonObject;
  readonly after: Contract;
  readonly problems: readonly Diagnostic[];
}

/** What a person has to write or to move: texts that lost their place, places without a text, examples that do not fit. */
function textDiagnostics({ ours, facts, before, after, problems }: TextFacts): Diagnostic[] {
  const found = after.provider.draft ? [] : textProblems(after);
  const known = new Set(found.length > 0 ? textProblems({ ...after, document: before }).map(diagnosticText) : []);
  return [...unplacedTexts(ours, facts), ...problems, ...found.filter((one) => !known.has(diagnosticText(one)))];
}

/** An example is a text of ours, which a person corrects afterwards; every other fault stops the bump. */
function refuseUnsound(problems: readonly Diagnostic[], { document }: Contract, { name }: Provider): void {
  const faults = problems.filter(({ code }) => code !== 'example');
  if (faults.length === 0) return;
  const lines = faults.slice(0, 20).map((fault) => {
    const action = fixAction(fault.where, fault.message, document);
    return `  ${diagnosticText(fault)}${action ? `\n    fix it in specs/${name}/overlays/20-fixes.yaml:\n${action.replace(/^/gm, '      ')}` : ''}`;
  });
  throw new BumpError(
    'contract',
    `the new contract has ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}. Nothing was written.\n${lines.join('\n')}`,
  );
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
  return [
    {
      severity: severityOf('name-mapped'),
      kind: 'name-mapped',
      operation: '',
      call: '',
      where: ours,
      before: was,
      after: theirs,
      action: actionOf('name-mapped'),
      reaches: [],
    },
  ];
}

function sourceText(text: string, fetched: Fetched, theirs: JsonObject, today: Date): string {
  const old = parseSource(text);
  const next = nextSource(old, fetched, theirs, today);
  return next === old ? text : renderSource(next);
}

const summary = (document: JsonObject): { version: string; operations: number } => ({
  version: String(isObject(document.info) ? document.info.version : ''),
  operations: operationsOf(document).length,
});
