// The pages in docs/ name what the code has.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ironActions } from '../src/iron/actions.ts';
import * as iron from '../src/iron/transitions.ts';
import { actions as paxosActions } from '../src/paxos/actions.ts';
import { refreshTransitions } from '../src/paxos/identity/kyc-refresh.ts';
import { identityTransitions } from '../src/paxos/identity/status.ts';
import { fiatAccountTransitions } from '../src/paxos/money/fiat-accounts.ts';
import { transferTransitions } from '../src/paxos/money/transfers.ts';
import { conversionTransitions } from '../src/paxos/trading/conversions.ts';
import { issuerExecutionTransitions } from '../src/paxos/trading/issuer-quotes.ts';
import { orchestrationTransitions } from '../src/paxos/trading/orchestration.ts';
import { orderTransitions } from '../src/paxos/trading/order-record.ts';
import { quoteExecutionTransitions } from '../src/paxos/trading/quotes.ts';
import { ruleTransitions } from '../src/paxos/trading/rules.ts';
import { settlementTransitions } from '../src/paxos/trading/settlements.ts';
import { verificationTransitions } from '../src/paxos/trading/verifications.ts';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

test.each([
  ['docs/iron.md', ironActions],
  ['docs/paxos.md', paxosActions],
])('%s names every action of its provider, and no other', (path, actions) => {
  const section = /## Actions\n([\s\S]*?)\n## /.exec(read(path))?.[1] ?? '';
  const named = [...section.matchAll(/`([a-z_]+\.[a-z_]+)`/g)].map(([, name]) => name);
  expect(named.sort()).toEqual(Object.keys(actions).sort());
});

interface Step {
  readonly from: string | readonly string[];
  readonly to: string;
  readonly evidence: string;
}

const tables: Readonly<Record<string, readonly Step[]>> = {
  'Iron customer': iron.customerTransitions,
  'Iron identification': iron.identificationTransitions,
  'Iron autoramp': iron.autorampTransitions,
  'Iron transaction': iron.transactionTransitions,
  'Iron bank account': iron.fiatAddressTransitions,
  'Iron Pix destination': iron.pixAddressTransitions,
  'Iron authentication code': iron.codeTransitions,
  'Iron open-banking payment': iron.openBankingTransitions,
  'Paxos identity': identityTransitions,
  'Paxos periodic refresh': refreshTransitions,
  'Paxos bank account': fiatAccountTransitions,
  'Paxos transfer': transferTransitions,
  'Paxos order': orderTransitions,
  'Paxos orchestration': orchestrationTransitions,
  'Paxos settlement': settlementTransitions,
  'Paxos conversion': conversionTransitions,
  'Paxos quote execution': quoteExecutionTransitions,
  'Paxos issuer quote execution': issuerExecutionTransitions,
  'Paxos rule': ruleTransitions,
  'Paxos address verification': verificationTransitions,
};

test('every table of transitions is looked at here', () => {
  const folder = new URL('../src/', import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const found = files.flatMap((file) => [
    ...readFileSync(new URL(file, folder), 'utf8').matchAll(/^export const \w+Transitions\b/gm),
  ]);
  expect(Object.keys(tables)).toHaveLength(found.length);
});

test('docs/limits.md lists the changes of a status that are inferred, and no other', () => {
  const listed = [...read('docs/limits.md').matchAll(/^\| ((?:Iron|Paxos) [^|]+) \| (.+) \|$/gm)].map(
    ([, record = '', changes = '']) => [record, changes.split(', ').sort()] as const,
  );
  const inferred = Object.entries(tables).flatMap(([record, table]) => {
    const changes = table
      .filter(({ evidence }) => evidence === 'inferred')
      .flatMap(({ from, to }) => [from].flat().map((one) => `\`${one}\` → \`${to}\``));
    return changes.length > 0 ? [[record, changes.sort()] as const] : [];
  });
  expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(inferred));
});

test('the README links every page', () => {
  for (const page of ['iron', 'paxos', 'operations', 'limits'])
    expect(read('README.md')).toContain(`(docs/${page}.md)`);
});
