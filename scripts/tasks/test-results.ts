// The result files that the test runs of the repository leave: one per suite.
import { globSync, readFileSync, rmSync } from 'node:fs';
import type { VitestResult } from './test-summary.ts';

/** @param root with a trailing slash */
const resultFiles = (root: string): string[] =>
  globSync(
    ['', 'packages/*/', 'scripts/contract/template/*/', 'examples/*/', 'bench/', 'tests/', 'tests/kit/'].map(
      (folder) => `${root}${folder}.results/*.json`,
    ),
  );

/** What other runs left must not be counted; turbo brings back those of tasks that need not run again. */
export function clearResults(root: string): void {
  for (const file of resultFiles(root)) rmSync(file);
}

export const vitestResults = (root: string): VitestResult[] =>
  resultFiles(root).map((file) => {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>;
    return { file, passed: numPassedTests ?? 0, failed: numFailedTests ?? 0 };
  });
