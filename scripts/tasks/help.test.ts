// What `--help` of each command prints.
import { expect, test } from 'vitest';
import { node } from '../contract/test/support/process.ts';

const LINES = 24;
/** Of a terminal that a laptop shows beside an editor. */
const COLUMNS = 130;

test.each([
  'bump.ts',
  'new-provider.ts',
  'api-report.ts',
  'start.ts',
  'test.ts',
  'contract/generate.ts',
  'contract/lint-specs.ts',
])('--help of %s fits a screen', async (file) => {
  const { code, stdout } = await node([new URL(`../${file}`, import.meta.url).pathname, '--help']);
  const lines = stdout.trimEnd().split('\n');
  expect(code).toBe(0);
  expect(lines.length).toBeGreaterThan(1);
  expect(lines.length).toBeLessThanOrEqual(LINES);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(COLUMNS);
});
