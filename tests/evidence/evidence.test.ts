// The sandbox's page of evidence: `UPDATE=1` writes it.
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readDocumentedPages } from './documented-pages.ts';
import { pageOf } from './page.ts';
import { gatherRows } from './rows.ts';

const file = new URL('../../packages/sandbox/docs/operations.md', import.meta.url);
const rows = await gatherRows();

test('the published page says of every operation what its call shows', () => {
  const text = pageOf(rows);
  if (process.env.UPDATE) writeFileSync(file, text);
  expect(readFileSync(file, 'utf8'), 'out of date: run this test with UPDATE=1').toBe(text);
});

test('our SDK calls every operation, and the sandbox accepts the request', () => {
  expect(rows.filter(({ sdk }) => !sdk).map(({ operation }) => operation.id)).toEqual([]);
});

test('every test of a documented page is about operations that the contract has', () => {
  const operations = rows.map(({ provider, operation }) => `${provider} ${operation.method} ${operation.path}`);
  expect([...readDocumentedPages().keys()].filter((named) => !operations.includes(named))).toEqual([]);
});
