// Everything that a bump would do, worked out in memory: nothing is written here.
import { createHash } from 'node:crypto';
import { relative } from 'node:path';
import { parse } from 'yaml';
import { type Contract, contractFrom, type OverlayFile, readOverlays } from '../contract/contract.ts';
import { readIfThere } from '../contract/files.ts';
import { isObject, type JsonObject, operationsOf } from '../contract/json.ts';
import { outputsOf } from '../contract/outputs.ts';
import { type Provider, root as realRoot } from '../contract/providers.ts';
import { Deadline } from '../contract/thread.ts';
import { parseContract } from './contract-text.ts';
import type { Finding } from './diff/change.ts';
import { actionOf, severityOf } from './diff/kinds.ts';
import { BumpError, textOf } from './fail.ts';
import { type Fetched, fetchSpec } from './fetch.ts';
import { mergeFacts } from './merge/merge.ts';
import { type Names, type Proposal, renameToOurs } from './merge/names.ts';
import { patchNames, prunedNames } from './merge/names-text.ts';
import { parsed, patchYaml } from './merge/yaml-patch.ts';
import { newFindings } from './new-findings.ts';
import { proposedHints } from './overlays/hints.ts';
import { overlayTroubles } from './overlays/moved.ts';
import { recount, recountedText } from './overlays/recount.ts';
import { refuseTroubles } from './overlays/refuse.ts';
import { readSpec } from './read.ts';
import { sound } from './sound.ts';
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
  const [spec, names, source] = ['spec.yaml', 'names.yaml', 'source.json'].map((file) => mustRead(folder + file));
  const old = parseSource(source ?? '');
  const fetched = await fetchSpec(options.from ?? old.address, options.fetcher);
  const deadline = options.deadline ?? new Deadline();
  const theirs = upgrade(await readSpec(fetched, deadline));
  const written = parsed(spec ?? '');
  const ours = written.value as JsonObject;
  const oldNames = (parse(names ?? '') ?? {}) as Names;

  const renamed = renameToOurs(theirs, ours, oldNames);
  const merged = mergeFacts(ours, renamed.document);
  const document = structuredClone(merged.document);
  const oldOverlays = readOverlays(folder);
  const troubles = overlayTroubles(structuredClone(ours), structuredClone(document), oldOverlays);
  refuseTroubles(troubles);
  const overlays = recount(oldOverlays, troubles);

  const build = (from: JsonObject, by: readonly OverlayFile[]): Contract =>
    contractFrom(provider, structuredClone(from), structuredClone(by) as OverlayFile[]);
  const before = lastContract(root, provider) ?? build(ours, oldOverlays).document;
  const checked = await sound((from) => build(from, overlays), document, provider, before, deadline);
  const { after, examples } = checked;

  const findings = [...checked.findings, ...renamed.proposals.flatMap(nameFinding)];
  const version = String(
    (JSON.parse(mustRead(`${root}packages/${provider.name}-types/package.json`)) as JsonObject).version,
  );
  const bump = bumpFor(findings, version);
  const nextNames = prunedNames(renamed.names, oldNames, document);
  const files = new Map<string, string>();
  for (const [file, text] of await outputsOf(after)) files.set(root + relative(realRoot, file), text);
  files.set(`${folder}spec.yaml`, patchYaml(written, document));
  for (const [file] of overlays)
    files.set(`${folder}overlays/${file}`, recountedText(mustRead(`${folder}overlays/${file}`), file, troubles));
  files.set(`${folder}names.yaml`, patchNames(names ?? '', oldNames, nextNames));
  files.set(`${folder}source.json`, sourceText(source ?? '', fetched, theirs, options.today));

  const changed = [...files].filter(([file, text]) => readIfThere(file) !== text).map(([file]) => relative(root, file));
  const report: Report = {
    provider: provider.name,
    address: fetched.address,
    before: summary(ours),
    after: summary(document),
    findings,
    bump,
    release: { from: version, to: nextVersion(version, bump) },
    needsProse: merged.needsProse,
    names: renamed.proposals,
    examples,
    lint: provider.draft ? [] : newFindings(before, after),
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
