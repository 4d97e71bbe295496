// Runs a bump: roll back what an earlier run left, plan, pass the gate, write under the journal, type-check, commit.
import { differing } from '../contract/files.ts';
import { passGate } from './api/pass.ts';
import { BumpError, textOf } from './fail.ts';
import { Journal, type WriteFile } from './journal.ts';
import { type PlanOptions, planBump } from './plan.ts';
import type { Report } from './report/report.ts';

export interface RunOptions extends PlanOptions {
  readonly dryRun?: boolean;
  /** Write even where hand-written code does not type-check with the new types, so that it can be fixed. */
  readonly keep?: boolean;
  /** Type-checks the whole repository. `signal` ends it. */
  readonly typecheck: (root: string, signal: AbortSignal) => Promise<{ ok: boolean; output: string }>;
  readonly writeFile?: WriteFile;
  readonly signal?: AbortSignal;
  /** Told before the first file changes: from here on a signal has to wait until everything is taken back. */
  readonly onWriting?: () => void;
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
  const typeTests = passGate(plan, options);
  const changed = differing(plan.files);

  options.onWriting?.();
  try {
    journal.write(new Map(changed.map((file) => [file, plan.files.get(file)])), options.writeFile);
    const { ok, output } = await typecheck(root, signal);
    signal.throwIfAborted();
    if (!ok && !keep)
      throw new BumpError(
        'types',
        `hand-written code does not type-check with the new types; the tree is as it was.\n${output.trim()}\nRun it with --keep to have the files written all the same, and fix the code that the errors name.`,
      );
    journal.commit();
    return { ...plan.report, typeTests, typeErrors: ok ? '' : output.trim() };
  } catch (error) {
    journal.rollBack();
    if (error instanceof BumpError || signal.aborted) throw error;
    throw new BumpError(
      'writing',
      `cannot write (${textOf(error)}); the tree is as it was. Free some space or fix the permissions, and run it again.`,
      { cause: error },
    );
  }
}
