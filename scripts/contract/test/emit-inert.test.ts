// Nothing in a provider's file can become code: whatever its names and texts hold, the emitted files parse, declare exactly
// what they should, and keep every name as it was.
import { describe, expect, test } from 'vitest';
import { emitGroups } from '../emit-groups.ts';
import { emitScopes } from '../emit-scopes.ts';
import { emitTable } from '../emit-table.ts';
import { commentLines, emitOpenapiTypes, emitSchemaNames } from '../emit-types.ts';
import { breachesOf } from '../rules.ts';
import { contract, provider } from './support/contract.ts';
import { declaredNames, memberNames, parse, run, stringLiterals, typeErrors } from './support/typescript.ts';
import { PATH, PAYLOADS, untrustedContract } from './support/untrusted.ts';

const document = untrustedContract();
const openapi = await emitOpenapiTypes(document, provider);
const schemas = emitSchemaNames(document, provider);
const groups = emitGroups(document, provider);
const table = emitTable(document, provider);
const scopes = emitScopes(document, provider) ?? '';

test('the contract of this test breaks no rule: the rules alone would not stop it', () => {
  expect(breachesOf(document)).toEqual([]);
});

describe('each file parses and declares exactly what it should', () => {
  test.each<[string, string, string[]]>([
    ['openapi.d.ts', openapi, ['paths', 'webhooks', 'components', '$defs', 'operations']],
    ['schemas.d.ts', schemas, ['Of', 'Kind', 'Record']],
    ['operations.ts', table, ['operations']],
    ['scopes.ts', scopes, ['AcmeScope']],
    [
      'groups.ts',
      groups,
      ['NoArgs', 'ListOptions', 'GetThingArgs', 'GetThingResult', 'ThingOperations', 'AcmeGroups', 'AcmeErrors'],
    ],
  ])('%s', (_file, text, names) => {
    expect(declaredNames(text)).toEqual(names);
  });
});

test('the types are sound in themselves', () => {
  expect(typeErrors({ '/virtual/openapi.d.ts': openapi, '/virtual/schemas.d.ts': schemas })).toEqual([]);
});

test('the values of an enum are there, each as it was, and none besides', () => {
  expect(stringLiterals(openapi, 'Kind')).toEqual([...PAYLOADS]);
});

test('the properties of a record are there, each as it was', () => {
  expect(memberNames(openapi, 'Record').sort()).toEqual([...PAYLOADS].sort());
});

test('the scopes are there, each as it was', () => {
  expect(stringLiterals(scopes, 'AcmeScope').sort()).toEqual([...PAYLOADS].sort());
});

test('a row of the table is the string that it should be, and the module holds nothing else', async () => {
  expect(await run(table)).toEqual({ operations: { thing: { getThing: `GET ${PATH}` } } });
});

test('a path parameter with a quote is quoted', () => {
  expect(groups).toContain(`path: { "i'd": string };`);
});

describe('a comment', () => {
  test.each(PAYLOADS)('with %j holds nothing but the comment', (text) => {
    const commented = `${commentLines(text)}export type X = 1;\n`;
    expect(declaredNames(commented)).toEqual(['X']);
    expect(parse(commented).statements).toHaveLength(1);
  });

  test('of one line is one line, and of several a block', () => {
    expect(commentLines('One.')).toBe('/** One. */\n');
    expect(commentLines('One.\r\n\nTwo.  ', false, '  ')).toBe('  /**\n   * One.\n   *\n   * Two.\n   */\n');
  });

  test('is parted wherever JavaScript sees the end of a line', () => {
    expect(commentLines('a\rb\u2028c\u2029d')).toBe('/**\n * a\n * b\n * c\n * d\n */\n');
  });

  test('says once that something is deprecated', () => {
    expect(commentLines('', true)).toBe('/** @deprecated */\n');
    expect(commentLines('Old.\n@deprecated Use the new one.', true).match(/@deprecated/g)).toHaveLength(1);
  });

  test('of nothing is nothing', () => {
    expect(commentLines('')).toBe('');
  });
});

test('the same contract gives the same bytes twice, and leaves the contract alone', async () => {
  const before = JSON.stringify(document);
  const again = untrustedContract();
  expect(await emitOpenapiTypes(again, provider)).toBe(openapi);
  expect([emitSchemaNames(again, provider), emitTable(again, provider), emitGroups(again, provider)]).toEqual([
    schemas,
    table,
    groups,
  ]);
  expect(JSON.stringify(document)).toBe(before);
});

test('a contract without OAuth has no scopes to list', () => {
  expect(emitScopes(contract(), provider)).toBeUndefined();
});
