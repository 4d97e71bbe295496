// Names that cannot become names in TypeScript, and names that two things would share, are refused with what to do.
import { expect, test } from 'vitest';
import type { JsonObject } from '../json.ts';
import { ruleProblems } from '../rules.ts';
import { contract, operation, withKey } from './support/contract.ts';

const said = (document: JsonObject): string[] =>
  ruleProblems(document).map(({ where, message }) => `${where} ${message}`);
const schema = (name: string): string[] => said(contract({ schemas: withKey({}, name, { type: 'string' }) }));
const two = (one: JsonObject, other: JsonObject): string[] =>
  said(contract({ paths: { '/a': { get: operation(one) }, '/b': { post: operation(other) } } }));

test.each(['Customer', 'A', 'FiatAccount2', 'Some_Name', 'Record', 'String'])(
  'the schema name %s is a type name',
  (name) => {
    expect(schema(name)).toEqual([]);
  },
);

test.each([
  ...['Foo-Bar', 'Foo.Bar', 'Foo Bar', '2Foo', '', 'Straße', '*/', '`', `\${x}`, "Foo'", 'Foo\nBar', 'Foo\u2028'],
  ...['__proto__', '_Foo', '$Foo', 'customer', 'class', 'interface', 'string', 'any', 'default', 'await', 'type'],
  ...['components', 'operations', 'paths', 'webhooks'],
])('the schema name %j is refused', (name) => {
  expect(schema(name)).toEqual([
    `#/components/schemas/${name} cannot name a type: a capital letter, then letters, digits and _. ` +
      'Give it another name in names.yaml.',
  ]);
});

test('an operation needs an id', () => {
  const { operationId: _, ...rest } = operation();
  expect(said(contract({ operation: rest }))).toEqual(['GET /things has no operationId: add one by overlay.']);
});

test.each(['get-thing', 'get.thing', 'get thing', '1st', '_get', '', '__proto__', '*/', 'get\n', 'then', 'Then'])(
  'the operationId %j is refused',
  (operationId) => {
    expect(said(contract({ operation: operation({ operationId }) }))).toEqual([
      `GET /things has the operationId ${operationId}, which cannot name a method: give it another name under \`operations\` in names.yaml.`,
    ]);
  },
);

test.each(['GetThing', 'get_thing', 'constructor', 'delete', 'getV2'])(
  'the operationId %s names a method',
  (operationId) => {
    expect(said(contract({ operation: operation({ operationId }) }))).toEqual([]);
  },
);

test('two operations that become one method are refused, in one group', () => {
  expect(two({ operationId: 'getThing' }, { operationId: 'GetThing' })).toEqual([
    'POST /b becomes the method getThing, as GET /a does: give one of them another name under `operations` in names.yaml.',
  ]);
});

test('two operations that become one method are refused in different groups too: their types would clash', () => {
  expect(two({ operationId: 'getThing', tags: ['A'] }, { operationId: 'getThing', tags: ['B'] })).toEqual([
    'POST /b becomes the method getThing, as GET /a does: give one of them another name under `operations` in names.yaml.',
  ]);
});

test.each(['!!!', ' ', '日本', 'then', '__ __'])('the tag %j is refused', (tag) => {
  expect(said(contract({ operation: operation({ tags: [tag] }) }))).toEqual([
    `GET /things has the tag ${tag}, which cannot name a group: rename it by overlay.`,
  ]);
});

test('two tags that become one group are refused', () => {
  expect(two({ tags: ['API Credentials'] }, { tags: ['ApiCredentials'], operationId: 'other' })).toEqual([
    'POST /b has the tag ApiCredentials, which becomes the group apiCredentials, as API Credentials does: rename one by overlay.',
  ]);
});

test('one tag on two operations is one group', () => {
  expect(two({}, { operationId: 'other' })).toEqual([]);
});

test.each(['/a b', '/a\nretry=never', '/a\u2028b'])('the path %j is refused because of white space', (path) => {
  expect(said(contract({ paths: { [path]: { get: operation() } } }))).toEqual([
    `GET ${path} has white space in its path: write it percent-encoded.`,
  ]);
});
