// Nothing in a provider's file can become code: whatever its names and texts hold, the emitted files parse, declare exactly
// what they should, and keep every name as it was.
import { describe, expect, test } from 'vitest';
import { comment, identifier, literal, propertyName } from '../emit/code.ts';
import { nameSchemas } from '../emit/name-schemas.ts';
import { emitNamespace } from '../emit/namespace.ts';
import { emitTypes } from '../emit/openapi-types.ts';
import { emitOperations } from '../emit/operations.ts';
import { emitScopes } from '../emit/scopes.ts';
import { emitTable } from '../emit/table.ts';
import { ruleProblems } from '../rules.ts';
import { contract, provider } from './support/contract.ts';
import { declaredNames, memberNames, parse, run, stringLiterals, typeErrors } from './support/typescript.ts';
import { PATH, PAYLOADS, untrustedContract } from './support/untrusted.ts';

const document = untrustedContract();
const named = nameSchemas(document);
const { openapi, schemas } = await emitTypes(named, provider);
const groups = emitOperations(named, provider);
const namespace = emitNamespace(named, provider);
const table = emitTable(document, provider);
const scopes = emitScopes(document, provider) ?? '';

test('the contract of this test breaks no rule: the rules alone would not stop it', () => {
  expect(ruleProblems(document)).toEqual([]);
});

describe('each file parses and declares exactly what it should', () => {
  test.each<[string, string, string[]]>([
    ['openapi.d.ts', openapi, ['Unlisted', 'paths', 'webhooks', 'components', '$defs', 'operations']],
    ['schemas.d.ts', schemas, ['Kind', 'Record']],
    ['operations.ts', table, ['AcmeOperation', 'operations']],
    ['scopes.ts', scopes, ['AcmeScope']],
    [
      'groups.ts',
      groups,
      ['NoArguments', 'ListOptions', 'GetThingArgs', 'GetThingResult', 'ThingOperations', 'AcmeGroups', 'AcmeErrors'],
    ],
    ['namespace.ts', namespace, ['Acme']],
  ])('%s', (_file, text, names) => {
    expect(declaredNames(text)).toEqual(names);
  });
});

test('the types are sound in themselves', () => {
  expect(typeErrors({ '/virtual/openapi.d.ts': openapi, '/virtual/schemas.d.ts': schemas })).toEqual([]);
});

test('the values of an enum are there, each as it was, and none besides', () => {
  expect(stringLiterals(schemas, 'Kind')).toEqual([...PAYLOADS]);
});

test('the properties of a record are there, each as it was', () => {
  expect(memberNames(schemas, 'Record').sort()).toEqual([...PAYLOADS].sort());
});

test('the scopes are there, each as it was', () => {
  expect(stringLiterals(scopes, 'AcmeScope').sort()).toEqual([...PAYLOADS].sort());
});

test('the table holds the operation with its path as it was, and the module holds nothing else', async () => {
  const facts = { method: 'GET', path: PATH, response: expect.any(String) };
  expect(await run(table)).toEqual({ operations: { thing: { getThing: expect.objectContaining(facts) } } });
});

test('a path parameter with a quote is quoted', () => {
  expect(groups).toContain(`path: { "i'd": string };`);
});

describe('a comment', () => {
  test.each(PAYLOADS)('with %j holds nothing but the comment', (text) => {
    const commented = `${comment(text)}export type X = 1;\n`;
    expect(declaredNames(commented)).toEqual(['X']);
    expect(parse(commented).statements).toHaveLength(1);
  });

  test('of one line is one line, and of several a block', () => {
    expect(comment('One.')).toBe('/** One. */\n');
    expect(comment('One.\r\n\nTwo.  ', { indent: '  ' })).toBe('  /**\n   * One.\n   *\n   * Two.\n   */\n');
  });

  test('is parted wherever JavaScript sees the end of a line', () => {
    expect(comment('a\rb\u2028c\u2029d')).toBe('/**\n * a\n * b\n * c\n * d\n */\n');
  });

  test('says once that something is deprecated', () => {
    expect(comment('', { deprecated: true })).toBe('/** @deprecated */\n');
    expect(comment('Old.\n@deprecated Use the new one.', { deprecated: true }).match(/@deprecated/g)).toHaveLength(1);
  });

  test('of nothing is nothing', () => {
    expect(comment('')).toBe('');
  });
});

describe('a literal', () => {
  test.each(PAYLOADS)('of %j is that value again, on one line', (text) => {
    expect(JSON.parse(literal(text))).toBe(text);
    expect(parse(`export const x = ${literal(text)};`).statements).toHaveLength(1);
    expect(literal(text)).not.toMatch(/[\n\r\u2028\u2029]|<\//);
  });

  test('shows characters that would hide what it says', () => {
    expect(literal({ 'a\u202eb': ['\u0000\u2066\ufeff', 1, null] })).toBe(
      '{"a\\u202eb":["\\u0000\\u2066\\ufeff",1,null]}',
    );
  });
});

describe('a name', () => {
  test.each(['Customer', '_a1', '$ref'])('%j stays as it is', (name) => {
    expect([identifier(name), propertyName(name)]).toEqual([name, name]);
  });

  test.each([...PAYLOADS.filter((name) => !/^\w+$/.test(name)), '', '1a', 'a-b', 'é'])(
    '%j is no identifier',
    (name) => {
      expect(() => identifier(name)).toThrow(`${literal(name)} cannot be a name in TypeScript`);
      expect(propertyName(name)).toBe(literal(name));
    },
  );

  test.each(['class', 'string', 'never', 'type'])(
    '%j is a word of the language, and may name a property only',
    (name) => {
      expect(() => identifier(name)).toThrow(`"${name}" cannot be a name in TypeScript`);
      expect(propertyName(name)).toBe(name);
    },
  );
});

test('a comment shows characters that would hide what it says', () => {
  expect(comment('a\u202eb\u200b*\u0007/')).toBe('/** a\\u202eb\\u200b*\\u0007/ */\n');
});

test('the same contract gives the same bytes twice, and leaves the contract alone', async () => {
  const before = JSON.stringify(document);
  const again = untrustedContract();
  expect(await emitTypes(nameSchemas(again), provider)).toEqual({ openapi, schemas });
  expect([emitTable(again, provider), emitOperations(nameSchemas(again), provider)]).toEqual([table, groups]);
  expect(JSON.stringify(document)).toBe(before);
});

test('a contract without OAuth has no scopes to list', () => {
  expect(emitScopes(contract(), provider)).toBeUndefined();
});
