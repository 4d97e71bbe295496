// A discriminator leads every value to a schema that admits it.
import { expect, test } from 'vitest';
import { lintWith, rulesWith, SCHEMAS } from './clean-contract.ts';

const MAPPING: readonly string[] = [...SCHEMAS, 'Pet', 'discriminator', 'mapping'];
const CAT = '#/components/schemas/Cat';
const DOG = '#/components/schemas/Dog';

test('a discriminator without mapping is found', () => {
  expect(rulesWith(MAPPING, undefined)).toEqual([
    '#/components/schemas/Pet: discriminator-mapping: has a discriminator kind without mapping: generators would put schema names in place of its values.',
  ]);
});

test('a mapping that leaves out a member is found', async () => {
  expect(await lintWith(MAPPING, { cat: CAT })).toContain(
    `#/components/schemas/Pet: discriminator: has a discriminator whose mapping leaves out ${DOG}: add it to the mapping.`,
  );
});

test('a mapping to something that is not a member is found', async () => {
  expect(await lintWith(MAPPING, { cat: CAT, dog: DOG, away: '#/components/schemas/PetStatus' })).toContain(
    '#/components/schemas/Pet: discriminator: maps to #/components/schemas/PetStatus, which is not a member: remove it from the mapping.',
  );
});

test('a value that its schema does not admit is found', () => {
  const found = rulesWith(MAPPING, { cat: DOG, dog: CAT });
  expect(found).toEqual([
    `#/components/schemas/Pet: discriminator-mapping: maps cat to ${DOG}, where kind takes dog: correct the mapping or that enum.`,
    `#/components/schemas/Pet: discriminator-mapping: maps dog to ${CAT}, where kind takes cat: correct the mapping or that enum.`,
  ]);
});

test('a schema that fixes no value is found', () => {
  const kind = { type: 'string', description: 'Sort of animal.' };
  expect(rulesWith([...SCHEMAS, 'Cat', 'properties', 'kind'], kind)).toEqual([
    `#/components/schemas/Pet: discriminator-mapping: maps cat to ${CAT}, where kind takes no fixed value: correct the mapping or that enum.`,
  ]);
});

test('a value may be fixed by a constant, or in a part of the schema', () => {
  const nick = { type: 'string', description: 'What it is called at home.' };
  const tagged = { type: 'object', required: ['kind'], properties: { kind: { const: 'cat' } } };
  const cat = { description: 'An animal that purrs.', allOf: [tagged, { type: 'object', properties: { nick } }] };
  expect(rulesWith([...SCHEMAS, 'Cat'], cat)).toEqual([]);
});
