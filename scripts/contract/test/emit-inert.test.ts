// Nothing in a provider's file can become code: whatever its names and texts hold, the emitted files parse, declare exactly
// what they should, and keep every name as it was.
import { describe, expect, test } from 'vitest';
import { comment, identifier, literal, propertyName } from '../emit/code.ts';
import { emitTypes } from '../emit/openapi-types.ts';
import { emitNamespace, emitOperations } from '../emit/operations.ts';
import { nameSchemas } from '../emit/outputs.ts';
import { emitScopes, emitTable } from '../emit/table.ts';
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

test('the contract of this test is accepted by every rule but that on media types, which here are payloads', () => {
  expect(ruleProblems(document).map(({ code }) => code)).toEqual(['media-type']);
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
  ])('%s parses and declares exactly the expected names', (_file, text, names) => {
    expect(declaredNames(text)).toEqual(names);
  });
});

test('the emitted types type-check', () => {
  expect(typeErrors({ '/virtual/openapi.d.ts': openapi, '/virtual/schemas.d.ts': schemas })).toEqual([]);
});

test('the emitted enum has exactly the values of the contract', () => {
  expect(stringLiterals(schemas, 'Kind')).toEqual([...PAYLOADS]);
});

test('the emitted record has exactly the properties of the contract', () => {
  expect(memberNames(schemas, 'Record').sort()).toEqual([...PAYLOADS].sort());
});

test('the emitted scopes are exactly those of the contract', () => {
  expect(stringLiterals(scopes, 'AcmeScope').sort()).toEqual([...PAYLOADS].sort());
});

test('the operation table has the operation with its exact path, and the module holds nothing else', async () => {
  const facts = { method: 'GET', path: PATH, response: expect.any(String) };
  expect(await run(table)).toEqual({ operations: { thing: { getThing: expect.objectContaining(facts) } } });
});

test('a path parameter with a quote is quoted', () => {
  expect(groups).toContain(` */\n    "i'd": string;\n  };\n`);
});

describe('a comment', () => {
  test.each(PAYLOADS)('a comment with %j holds nothing but the comment', (text) => {
    const commented = `${comment(text)}export type X = 1;\n`;
    expect(declaredNames(commented)).toEqual(['X']);
    expect(parse(commented).statements).toHaveLength(1);
  });

  test('a comment of one line is one line, and one of several lines is a block', () => {
    expect(comment('One.')).toBe('/** One. */\n');
    expect(comment('One.\r\n\nTwo.  ', { indent: '  ' })).toBe('  /**\n   * One.\n   *\n   * Two.\n   */\n');
  });

  test('a comment is split at every line terminator of JavaScript', () => {
    expect(comment('a\rb\u2028c\u2029d')).toBe('/**\n * a\n * b\n * c\n * d\n */\n');
  });

  test('a comment has a single @deprecated tag', () => {
    expect(comment('', { deprecated: true })).toBe('/** @deprecated */\n');
    expect(comment('Old.\n@deprecated Use the new one.', { deprecated: true }).match(/@deprecated/g)).toHaveLength(1);
  });

  test('a comment of an empty text is empty', () => {
    expect(comment('')).toBe('');
  });
});

describe('a literal', () => {
  test.each(PAYLOADS)('a literal of %j evaluates to that value, on one line', (text) => {
    expect(JSON.parse(literal(text))).toBe(text);
    expect(parse(`export const x = ${literal(text)};`).statements).toHaveLength(1);
    expect(literal(text)).not.toMatch(/[\n\r\u2028\u2029]|<\//);
  });

  test('a literal has escapes for invisible characters', () => {
    expect(literal({ 'a\u202eb': ['\u0000\u2066\ufeff', 1, null] })).toBe(
      '{"a\\u202eb":["\\u0000\\u2066\\ufeff",1,null]}',
    );
  });
});

describe('a name', () => {
  test.each(['Customer', '_a1', '$ref'])('the name %j is an identifier', (name) => {
    expect([identifier(name), propertyName(name)]).toEqual([name, name]);
  });

  test.each([...PAYLOADS.filter((name) => !/^\w+$/.test(name)), '', '1a', 'a-b', 'é'])(
    'the name %j is refused as an identifier',
    (name) => {
      expect(() => identifier(name)).toThrow(`${literal(name)} cannot be a name in TypeScript`);
      expect(propertyName(name)).toBe(literal(name));
    },
  );

  test.each(['class', 'string', 'never', 'type'])('the keyword %j may name a property only', (name) => {
    expect(() => identifier(name)).toThrow(`"${name}" cannot be a name in TypeScript`);
    expect(propertyName(name)).toBe(name);
  });
});

test('a comment has escapes for invisible characters', () => {
  expect(comment('a\u202eb\u200b*\u0007/')).toBe('/** a\\u202eb\\u200b*\\u0007/ */\n');
});

test('the same contract gives the same bytes twice, and leaves the contract alone', async () => {
  const before = JSON.stringify(document);
  const again = untrustedContract();
  expect(await emitTypes(nameSchemas(again), provider)).toEqual({ openapi, schemas });
  expect([emitTable(again, provider), emitOperations(nameSchemas(again), provider)]).toEqual([table, groups]);
  expect(JSON.stringify(document)).toBe(before);
});

test('a contract without OAuth has no scopes file', () => {
  expect(emitScopes(contract(), provider)).toBeUndefined();
});
