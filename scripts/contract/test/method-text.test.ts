// What an editor shows of each of the operation methods: every line that applies to it, and no other.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { OperationFacts } from '../emit/table.ts';
import { entries, isObject, type JsonObject } from '../json.ts';
import { operationsOf } from '../operations.ts';
import { providers, sdkDir, typesDir } from '../providers.ts';
import { deref } from '../walk.ts';
import { methodsOf } from './support/methods.ts';

const COUNTS: Readonly<Record<string, number>> = { iron: 70, paxos: 125 };

/** The operation table that the runtime works with. */
const tableOf = async (folder: string): Promise<Record<string, Record<string, OperationFacts>>> =>
  ((await import(`${folder}src/generated/operations.ts`)) as { operations: never }).operations;

/** The lines of a method's facts, in their order. */
function expected(facts: OperationFacts, limit: unknown): string[] {
  const { idempotency, pagination, scopes, retry } = facts;
  const never = retry === false || (!idempotency && ['POST', 'PATCH'].includes(facts.method));
  const limits = facts.rateLimit ?? (isObject(limit) ? (limit as OperationFacts['rateLimit']) : undefined);
  return [
    facts.sandboxOnly ? 'Sandbox environment only.' : '',
    facts.public
      ? 'Credentials: none.'
      : scopes
        ? `: \`${scopes.flat().join(scopes.length > 1 ? '` and `' : '` or `')}\`.`
        : 'Credentials: ',
    idempotency
      ? `Idempotency key: ${'header' in idempotency ? `header \`${idempotency.header}` : `\`body.${idempotency.body}`}\``
      : '',
    never ? 'Retries: ' : '',
    pagination ? `\`query.${pagination.parameter}\`` : '',
    limits ? `Rate limit: class \`${limits.class}\`, ${limits.perSecond} requests a second.` : '',
    'Errors:',
  ].filter(Boolean);
}

test.each(providers)('every method of $name has all lines that apply to it', async (provider) => {
  const document = JSON.parse(readFileSync(`${typesDir(provider)}openapi.json`, 'utf8')) as JsonObject;
  const table = await tableOf(sdkDir(provider));
  const operations = new Map(
    operationsOf(document).map((place) => [`\`${place.method.toUpperCase()} ${place.path}\``, place.operation]),
  );
  const methods = methodsOf(provider);
  expect(methods.length).toBe(COUNTS[provider.name]);
  for (const { group, name, text } of methods) {
    const facts = table[group]?.[name] as OperationFacts;
    const heading = `\`${facts.method} ${facts.path}\``;
    const operation = operations.get(heading) ?? {};
    const [before = '', after = ''] = text.split(`\n${heading}\n`);
    expect(before, name).toContain(operation.summary);
    const lines = after.split('\n');
    const wanted = expected(facts, document['x-rate-limit']);
    expect(
      lines.filter((line) => line.startsWith('- ')),
      name,
    ).toEqual(wanted.map((part) => expect.stringContaining(part)));
    const errors = entries(operation.responses).filter(([status]) => !status.startsWith('2'));
    expect(
      lines.filter((line) => line.startsWith('  - ')),
      name,
    ).toEqual(
      errors.map(([status, response]) => {
        const start = String(deref(document, response)?.description).split('. ')[0];
        return expect.stringContaining(`\`${status}\`: ${start}`);
      }),
    );
  }
});
