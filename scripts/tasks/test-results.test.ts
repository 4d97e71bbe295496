// Which results of suites a run counts: those of every folder, and none that an earlier run left.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { writeAll } from '../contract/files.ts';
import { clearResults, vitestResults } from './test-results.ts';

test('results are read from every folder that has tests, and are gone before a run', () => {
  const root = `${mkdtempSync(join(tmpdir(), 'results-'))}/`;
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const results = [
    '.results/a.json',
    'packages/p/.results/b.json',
    'scripts/contract/template/sdk/.results/g.json',
    'examples/e/.results/c.json',
    'bench/.results/d.json',
    'tests/.results/e.json',
    'tests/kit/.results/f.json',
  ];
  const text = (index: number): string => JSON.stringify({ numPassedTests: index + 1, numFailedTests: index });
  writeAll(
    new Map([
      ...results.map((file, index): [string, string] => [root + file, text(index)]),
      [`${root}kept.json`, '{}'],
    ]),
  );
  const sorted = vitestResults(root).sort((a, b) => a.passed - b.passed);
  expect(sorted).toEqual(results.map((file, index) => ({ file: root + file, passed: index + 1, failed: index })));
  clearResults(root);
  expect(vitestResults(root)).toEqual([]);
});
