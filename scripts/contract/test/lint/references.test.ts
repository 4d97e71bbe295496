// Names in backticks that look like operations or schemas exist.
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../json.ts';
import { at } from '../support/contract.ts';
import { cleanContract, PETS, rulesWith, SCHEMAS } from './clean-contract.ts';

const inText = (text: string): string[] => rulesWith([...PETS, 'get', 'description'], text);

test.each(['getPats', 'PetState', 'GET /pets', 'DELETE /pets/{id}'])('an unknown name is found: %s', (name) => {
  expect(inText(`Reads one pet; see \`${name}\` too.`)).toEqual([
    `#/paths/~1pets~1{id}/get: text-reference: names \`${name}\`, which the contract does not have: correct the name, or write it without backticks.`,
  ]);
});

test.each(['putPet', 'PetStatus', 'GET /pets/{id}', 'nick', 'HOME'])('a name that exists is fine: %s', (name) => {
  expect(inText(`Reads one pet; see \`${name}\` too.`)).toEqual([]);
});

test.each([
  'YYYY-MM-DD',
  'true',
  'X-Trace',
  'application/json',
  'id.time',
  '0x',
  'curl -T',
  'https://docs.example.com',
])('formats and values may be named freely: %s', (name) =>
  expect(inText(`Reads one pet; see \`${name}\` too.`)).toEqual([]),
);

describe('texts in every place', () => {
  const wrong =
    'names `noSuchCall`, which the contract does not have: correct the name, or write it without backticks.';

  test('an unknown name in the meaning of a value is found', () => {
    const meanings = { HOME: 'In the house', AWAY: 'See `noSuchCall`' };
    expect(rulesWith([...SCHEMAS, 'PetStatus', 'x-enum-descriptions'], meanings)).toEqual([
      `#/components/schemas/PetStatus: text-reference: ${wrong}`,
    ]);
  });

  test('an unknown name in the description of a tag is found', () => {
    expect(rulesWith(['tags', '0', 'description'], 'Begin with `noSuchCall`.')).toEqual([
      `#/tags/0: text-reference: ${wrong}`,
    ]);
  });

  test('a name in a block of code is not checked', () => {
    expect(inText('Reads one pet:\n\n```js\nawait `noSuchCall`\n```\n\nThat is all.')).toEqual([]);
  });
});

test('a name does not exist because a text consists of it', () => {
  const operation = { ...(at(cleanContract(), ...PETS, 'get') as JsonObject), summary: 'noSuchCall' };
  expect(rulesWith([...PETS, 'get'], { ...operation, description: 'See `noSuchCall`.' })).toEqual([
    '#/paths/~1pets~1{id}/get: text-reference: names `noSuchCall`, which the contract does not have: correct the name, or write it without backticks.',
  ]);
});

describe('operations in texts', () => {
  const withId = (operationId: string, text: string): string[] =>
    rulesWith([...PETS, 'put'], {
      ...(at(cleanContract(), ...PETS, 'put') as JsonObject),
      operationId,
      summary: 'Register a pet',
      description: text,
    }).filter((problem) => !problem.startsWith('#/paths/~1pets~1{id}/get'));

  test.each(['See `PutPet`.', 'See PutPet.', 'PutPet, and then wait.'])(
    'an operation named by its operationId is found: %s',
    (text) => {
      expect(withId('PutPet', text)).toEqual([
        '#/paths/~1pets~1{id}/put: text-method: names the operation PutPet: write `putPet`, its method.',
      ]);
    },
  );

  test.each(['See `putPet`.', 'See PutPets, InputPutPet and /PutPet.'])(
    'a method and other names are fine: %s',
    (text) => {
      expect(withId('PutPet', text)).toEqual([]);
    },
  );

  test('an operationId of one word is found in backticks only', () => {
    expect(withId('Register', 'Register it at home.')).toEqual([]);
    expect(withId('Register', 'See `Register`.')).toEqual([
      '#/paths/~1pets~1{id}/put: text-method: names the operation Register: write `register`, its method.',
    ]);
  });
});
