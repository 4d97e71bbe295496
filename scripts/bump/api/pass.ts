// Holds what a bump would write against the last release: its declarations, and its type tests.
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { readIfThere } from '../../contract/files.ts';
import type { JsonObject } from '../../contract/json.ts';
import { parseContract } from '../contract-text.ts';
import { compareContracts } from '../diff/diff.ts';
import { BumpError } from '../fail.ts';
import type { Plan, PlanOptions } from '../plan.ts';
import { count } from '../report/text.ts';
import { unannounced } from './announced.ts';
import type { Surface } from './checks.ts';
import { typeBreaks } from './gate.ts';
import { parseReport, RELEASED_CONTRACT } from './report.ts';
import { type FailedTypeTest, failedTypeTests } from './type-tests.ts';

const MODULES = ['index.d.ts', 'openapi.d.ts', 'schemas.d.ts'];

/**
 * Gives the type tests of the tree that an announced break asks to be fixed.
 *
 * @throws {BumpError} on a break that the comparison of contracts did not announce
 */
export function passGate(plan: Plan, { root, provider }: PlanOptions): FailedTypeTest[] {
  const types = `${root}packages/${provider.name}-types/`;
  const groupsFile = `${root}packages/${provider.name}-sdk/src/generated/groups.ts`;
  const surface = (read: (file: string) => string): Surface => ({
    types: new Map(MODULES.map((file) => [file, read(types + file)])),
    groups: read(groupsFile),
  });
  const now = surface((file) => plan.files.get(file) ?? readIfThere(file) ?? '');
  const before = lastRelease(root, provider.name) ?? surface((file) => readIfThere(file) ?? '');
  if ([...before.types].every(([file, text]) => now.types.get(file) === text) && before.groups === now.groups)
    return [];

  const breaks = typeBreaks(before, now, `@org/${provider.name}-types`);
  const tests = failedTypeTests(root, provider.name, plan.files);
  const contracts = contractsOf(plan, types);
  const [old, next] = contracts;
  // All that changed since the release: other bumps may have come before this one.
  const findings = old && next ? compareContracts(old, next, provider.name) : plan.report.findings;
  const missed = unannounced([...breaks, ...tests], findings, pendingChangesets(root), contracts);
  if (missed.length > 0) throw refusal(missed);
  return tests.filter(({ kept }) => !kept);
}

/** The released contract, or the tree's where none was released yet, and the new one. */
function contractsOf(plan: Plan, types: string): JsonObject[] {
  const old = readIfThere(`${types}${RELEASED_CONTRACT}`) ?? readIfThere(`${types}openapi.json`);
  const next = plan.files.get(`${types}openapi.json`);
  return old === undefined || next === undefined ? [] : [parseContract(old), parseContract(next)];
}

function refusal(missed: ReturnType<typeof unannounced>): BumpError {
  const lines = missed.slice(0, 20).map(({ name, what, detail }) => `  ${name}: ${what}. ${detail}`);
  return new BumpError(
    'unannounced',
    `the types break in ${count(missed.length, 'place')} that the comparison of contracts says nothing of. Nothing was written. This is a fault of the comparison: add the change to scripts/bump/test/corpus and teach scripts/bump/diff.\n${lines.join('\n')}`,
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
