// Runs a bump: roll back what an earlier run left, plan, pass the gate, write under the journal, type-check, commit.
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { differing, readIfThere } from '../files.ts';
import { type Surface, typeBreaks, unannounced } from './api/gate.ts';
import { parseReport } from './api/report.ts';
import { BumpError, textOf } from './fail.ts';
import { Journal, type WriteFile } from './journal.ts';
import { type Plan, type PlanOptions, planBump } from './plan.ts';
import type { Report } from './tell/report.ts';

export interface RunOptions extends PlanOptions {
  readonly dryRun?: boolean;
  /** Write even where hand-written code does not type-check with the new types, so that it can be mended. */
  readonly keep?: boolean;
  /** Type-checks the whole repository. `signal` ends it. */
  readonly typecheck: (root: string, signal: AbortSignal) => Promise<{ ok: boolean; output: string }>;
  readonly writeFile?: WriteFile;
  readonly signal?: AbortSignal;
  /** Told what an earlier run had left behind. */
  readonly onRecovered?: () => void;
}

export async function runBump(options: RunOptions): Promise<Report> {
  const { root, dryRun = false, keep = false, typecheck } = options;
  const signal = options.signal ?? new AbortController().signal;
  const journal = new Journal(root);
  if (journal.recover()) options.onRecovered?.();
  const plan = await planBump(options);
  signal.throwIfAborted();
  if (dryRun || plan.report.files.length === 0) return plan.report;
  passGate(plan, options);
  const changed = differing(plan.files);

  try {
    journal.write(new Map(changed.map((file) => [file, plan.files.get(file)])), options.writeFile);
    const { ok, output } = await typecheck(root, signal);
    signal.throwIfAborted();
    if (!ok && !keep)
      throw new BumpError(
        'types',
        `the new types do not type-check; the tree is as it was.\n${output.trim()}\nRun it with --keep to have the files written all the same, and mend the code that the errors name.`,
      );
    journal.commit();
    return ok ? plan.report : { ...plan.report, typeErrors: output.trim() };
  } catch (error) {
    journal.rollBack();
    if (error instanceof BumpError || signal.aborted) throw error;
    throw new BumpError(
      'writing',
      `cannot write (${textOf(error)}); the tree is as it was. Free some space or mend the permissions, and run it again.`,
      { cause: error },
    );
  }
}

function passGate(plan: Plan, { root, provider }: PlanOptions): void {
  const types = `${root}packages/${provider.name}-types/`;
  const groupsFile = `${root}packages/${provider.name}-sdk/src/generated/groups.ts`;
  const inTypes = ['index.d.ts', 'openapi.d.ts', 'schemas.d.ts'];
  const at = (file: string): string => plan.files.get(file) ?? readIfThere(file) ?? '';
  const after: Surface = { types: new Map(inTypes.map((file) => [file, at(types + file)])), groups: at(groupsFile) };
  const before = lastRelease(root, provider.name) ?? {
    types: new Map(inTypes.map((file) => [file, readIfThere(types + file) ?? ''])),
    groups: readIfThere(groupsFile) ?? '',
  };
  if ([...before.types].every(([file, text]) => after.types.get(file) === text) && before.groups === after.groups)
    return;
  const missed = unannounced(
    typeBreaks(before, after, `@org/${provider.name}-types`),
    plan.report.findings,
    pendingChangesets(root),
  );
  if (missed.length === 0) return;
  const lines = missed.slice(0, 20).map(({ name, what, detail }) => `  ${name}: ${what}. ${detail}`);
  throw new BumpError(
    'unannounced',
    `the types break in ${missed.length} ${missed.length === 1 ? 'place' : 'places'} that the comparison of contracts says nothing of. Nothing was written. This is a fault of the comparison: add the change to scripts/test/bump/corpus and teach scripts/lib/bump/diff.\n${lines.join('\n')}`,
  );
}

/** What the last release declared, where a report of it is kept. */
function lastRelease(root: string, name: string): Surface | undefined {
  const types = readIfThere(resolve(root, `packages/${name}-types/api/index.api.md`));
  const sdk = readIfThere(resolve(root, `packages/${name}-sdk/api/index.api.md`));
  const groups = sdk === undefined ? undefined : parseReport(sdk).get('src/generated/groups.ts');
  return types === undefined || groups === undefined ? undefined : { types: parseReport(types), groups };
}

/** Breaks that earlier bumps announced and no release has carried out yet. */
function pendingChangesets(root: string): string {
  try {
    const files = readdirSync(resolve(root, '.changeset')).filter((file) => file.endsWith('.md'));
    return files.map((file) => readIfThere(resolve(root, '.changeset', file)) ?? '').join('\n');
  } catch {
    return '';
  }
}
