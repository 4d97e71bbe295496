// The meanings of an enum cover its values, all of them and no other, and are there where the name promises them.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { enumMeanings } from '../../lint/lint.ts';
import { contract } from '../support/contract.ts';
import { PETS, rulesWith, SCHEMAS } from './clean-contract.ts';

const AWAY = 'AWAY has no meaning in x-enum-descriptions: add a short text.';
const HOTEL = 'x-enum-descriptions explains HOTEL, which is not a value: remove it, or correct its spelling.';

describe('an enum that needs meanings', () => {
  test('an enum of a name such as status needs meanings', () => {
    expect(rulesWith([...SCHEMAS, 'PetStatus', 'x-enum-descriptions'], undefined)).toEqual([
      '#/components/schemas/PetStatus: enum-meaning: the values of PetStatus have no meanings: add x-enum-descriptions with a short text on each of HOME, AWAY.',
    ]);
  });

  test.each([
    ['a value without meaning', { HOME: 'In the house' }, [AWAY]],
    ['a value whose meaning is empty', { HOME: 'In the house', AWAY: '' }, [AWAY]],
    ['an unknown value', { HOME: 'In', AWAY: 'Out', HOTEL: 'On holiday' }, [HOTEL]],
  ])('an enum of a name such as status is reported for %s', (_, meanings, messages) => {
    expect(rulesWith([...SCHEMAS, 'PetStatus', 'x-enum-descriptions'], meanings)).toEqual(
      messages.map((message) => `#/components/schemas/PetStatus: enum-meaning: ${message}`),
    );
  });
});

const withEnum = (name: string): string[] =>
  enumMeanings(contract({ schemas: { Thing: { properties: { [name]: { enum: ['A', 'B'] } } } } })).map(
    ({ where }) => where,
  );

test.each(['status', 'transfer_status', 'subStatus', 'statuses', 'state', 'reason_code', 'type', 'kinds', 'category'])(
  'an enum called %s needs meanings',
  (name) => expect(withEnum(name)).toEqual([`#/components/schemas/Thing/properties/${name}`]),
);

test.each(['network', 'order', 'market', 'prototype', 'statement', 'estate'])(
  'an enum called %s needs no meanings',
  (name) => expect(withEnum(name)).toEqual([]),
);

test('an enum of a single value needs no meaning', () => {
  expect(enumMeanings(contract({ schemas: { Kind: { enum: ['A'] } } }))).toEqual([]);
});

test('an enum inside an array or a union goes by the name of its property or parameter', () => {
  const items = { type: 'array', items: { anyOf: [{ enum: ['A', 'B'] }, { type: 'null' }] } };
  expect(
    enumMeanings(contract({ schemas: { Thing: { properties: { types: items } } } })).map(({ where }) => where),
  ).toEqual(['#/components/schemas/Thing/properties/types/items/anyOf/0']);
  expect(rulesWith([...PETS, 'get', 'parameters', '1', 'schema'], { type: 'string', enum: ['IN', 'OUT'] })).toContain(
    'GET /pets/{id} query status: enum-meaning: the values of status have no meanings: add x-enum-descriptions with a short text on each of IN, OUT.',
  );
});

test('the messages are exactly the differences between values and meanings, whatever both are', () => {
  const names = fc.uniqueArray(fc.stringMatching(/^[A-Z_]{1,4}$/), { minLength: 2, maxLength: 6 });
  fc.assert(
    fc.property(names, fc.uniqueArray(fc.stringMatching(/^[A-Z_]{1,4}$/)), (values, explained) => {
      const meanings = Object.fromEntries(explained.map((value) => [value, 'Something.']));
      const schema = { enum: values, 'x-enum-descriptions': meanings };
      const found = enumMeanings(contract({ schemas: { Thing: schema } })).map(({ message }) => message);
      const missing = values.filter((value) => !explained.includes(value));
      const unknown = explained.filter((value) => !values.includes(value));
      expect(found).toHaveLength(missing.length + unknown.length);
      for (const value of missing)
        expect(found).toContain(`${value} has no meaning in x-enum-descriptions: add a short text.`);
      for (const value of unknown)
        expect(found.some((message) => message.startsWith(`x-enum-descriptions explains ${value},`))).toBe(true);
    }),
  );
});
