// In a YAML flow map a comma ends the text, and the rest becomes a key that nobody sees.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { cutTexts } from '../../lint/sources.ts';
import { lint } from './clean-contract.ts';

const cutIn = (yaml: string): number => {
  const source = { file: 'spec.yaml', document: parseDocument(yaml), lineOf: () => 1 };
  return cutTexts(source).length;
};

test('a text cut in a spec and one cut in an overlay are found with their lines', async () => {
  const spec = [
    'openapi: 3.1.0',
    'info: { title: Acme, version: "1" }',
    'tags:',
    '  - { name: Pets, description: Cats, dogs }',
    'paths: {}',
    'components: { schemas: {} }',
  ].join('\n');
  const overlay = [
    'overlay: 1.0.0',
    'info: { title: More, version: 1.0.0 }',
    'actions:',
    '  - target: $.info',
    '    description: Says who it is for.',
    '    update: { description: For people, their pets and others }',
  ].join('\n');
  const found = await lint(spec, { '10-more.yaml': overlay });
  expect(found.filter(({ code }) => code === 'cut-text')).toEqual([
    {
      file: 'overlays/10-more.yaml:6',
      severity: 'error',
      where: '#',
      code: 'cut-text',
      message:
        '"their pets and others" is a key without a value: quote the text before it, which the comma cut in two.',
    },
    {
      file: 'spec.yaml:4',
      severity: 'error',
      where: '#',
      code: 'cut-text',
      message: '"dogs" is a key without a value: quote the text before it, which the comma cut in two.',
    },
  ]);
});

test('every unquoted text with a comma in a flow map is found, and no quoted one', () => {
  const words = fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 2, maxLength: 5 });
  fc.assert(
    fc.property(words, (list) => {
      const parts = list.map((word, index) => `${word}${index}`);
      expect(cutIn(`a: { description: ${parts.join(', ')} }`)).toBe(parts.length - 1);
      expect(cutIn(`a: { description: '${parts.join(', ')}' }`)).toBe(0);
      expect(cutIn(`a: { required: [${parts.join(', ')}] }`)).toBe(0);
    }),
  );
});

test('a null that is written out, and an empty value in a block, are not cut texts', () => {
  expect(cutIn('a: { default: null }')).toBe(0);
  expect(cutIn('a:\n  default:\n  other: 1')).toBe(0);
});
