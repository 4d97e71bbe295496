// A status that is new in the contract must not compile until somebody has decided what it means.
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const contract = fileURLToPath(import.meta.resolve('@org/iron-types/openapi.json')).replace(
  /openapi\.json$/,
  'schemas.d.ts',
);

/** Compiles the sources with a changed contract, and gives which file's errors name which new member. */
function failures(change: (declarations: string) => string): string[] {
  const config = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile).config as object;
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, root);
  const host = ts.createCompilerHost(options);
  const { readFile } = host;
  host.readFile = (name) => (name.endsWith('/schemas.d.ts') ? change(readFile(contract) ?? '') : readFile(name));
  const entries = ['onboarding/index', 'webhooks/index', 'ramps'].map((entry) => `${root}src/${entry}.ts`);
  const found = ts.getPreEmitDiagnostics(ts.createProgram(entries, options, host)).flatMap(({ file, messageText }) => {
    const names = ts.flattenDiagnosticMessageText(messageText, '\n').match(/new_?\w+/gi) ?? [];
    return names.map((name) => `${name}: ${file?.fileName.replace(`${root}src/`, '')}`);
  });
  return [...new Set(found)].filter((line) => NEW.some((name) => line.startsWith(`${name}:`))).sort();
}

const NEW = [
  'NewAbility',
  'NewAutoramp',
  'NewCustomer',
  'NewFiatAddress',
  'NewIdentification',
  'NewRail',
  'NewRequirement',
  'NewTransaction',
  'new_step',
  'new_topic',
  'new_type',
];

/** Adds something right after each of these texts, which must be there exactly once. */
function insert(declarations: string, changes: Record<string, string>): string {
  let result = declarations;
  for (const [after, added] of Object.entries(changes)) {
    const parts = result.split(after);
    expect([after, parts.length]).toEqual([after, 2]);
    result = parts.join(after + added);
  }
  return result;
}

test('the contract as it is compiles', { timeout: 60_000 }, () => {
  expect(failures((declarations) => declarations)).toEqual([]);
});

// Apart, since in the stage table an error about a pair hides one about a whole status.
test('a new status of identifications fails the build wherever it matters', { timeout: 60_000 }, () => {
  const change = (declarations: string) =>
    insert(declarations, { '\nexport type IdentificationStatus = ': '"NewIdentification" | ' });
  expect(failures(change)).toEqual([
    'NewIdentification: onboarding/describe-status.ts',
    'NewIdentification: onboarding/edd.ts',
    'NewIdentification: onboarding/progress.ts',
    'NewIdentification: onboarding/stage.ts',
    'NewIdentification: workflows/wait-for-identification.ts',
  ]);
});

test('every other new status, step, topic and type fails the build wherever it matters', { timeout: 60_000 }, () => {
  const change = (declarations: string) =>
    insert(declarations, {
      '\nexport type CustomerStatus = ': '"NewCustomer" | ',
      '\nexport type AbilityStatus = ': '"NewAbility" | ',
      '\nexport type AutorampStatus = ': '"NewAutoramp" | ',
      '\nexport type AutorampTransactionStatus = ': '"NewTransaction" | ',
      '\nexport type RequirementCode = (': '"NewRequirement" | ',
      '\nexport type DepositAccountType = (': '"NewRail" | ',
      '\nexport type FiatAddressStatus = (': '"NewFiatAddress" | ',
      '\nexport interface PersonIdentificationStepStatus {': ' new_step?: null;',
      '\nexport type WebhookEventType = ': '"NewTopic" | ',
      ' type: ("transaction" | ': '"new_type" | ',
    });
  expect(failures(change)).toEqual([
    'NewAbility: onboarding/describe-status.ts',
    'NewAutoramp: workflows/wait-for-autoramp.ts',
    'NewCustomer: onboarding/describe-status.ts',
    'NewCustomer: onboarding/stage.ts',
    'NewCustomer: workflows/wait-for-customer-status.ts',
    'NewFiatAddress: workflows/wait-for-fiat-address.ts',
    'NewRail: ramps/rails.ts',
    'NewRequirement: onboarding/requirements.ts',
    'NewTransaction: ramps/explain-transaction.ts',
    'NewTransaction: workflows/wait-for-transaction.ts',
    'new_step: onboarding/comments.ts',
    'new_topic: webhooks/events.ts',
    'new_type: webhooks/events.ts',
  ]);
});
