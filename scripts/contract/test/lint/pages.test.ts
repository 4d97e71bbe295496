// Links to documentation lead to the provider, over https.
import { expect, test } from 'vitest';
import { docsPages } from '../../lint/lint.ts';
import { contract } from '../support/contract.ts';
import { PETS, rulesWith } from './clean-contract.ts';

test.each([
  'http://docs.example.com/pets',
  'https://docs.example.com.evil.test/pets',
  'https://example.com/pets',
  'javascript:alert(1)//docs.example.com',
  '/pets',
])('a link that leads elsewhere is found: %s', (url) => {
  expect(rulesWith([...PETS, 'get', 'externalDocs', 'url'], url)).toContain(
    `#/paths/~1pets~1{id}/get/externalDocs: docs-page: ${url} is not an https page on docs.example.com: name the provider's own page, or none.`,
  );
});

test('a page of the provider is fine, with an anchor or without', () => {
  expect(rulesWith([...PETS, 'get', 'externalDocs', 'url'], 'https://docs.example.com/a/b#c')).toEqual([]);
});

test('links on tags, schemas and the contract itself are checked too', () => {
  const externalDocs = { url: 'http://elsewhere.test' };
  const document = contract({
    schemas: { Thing: { type: 'object', externalDocs } },
    root: { externalDocs, tags: [{ name: 'Thing', externalDocs }] },
  });
  expect(docsPages('https://docs.example.com')(document).map(({ where }) => where)).toEqual([
    '#/externalDocs',
    '#/components/schemas/Thing/externalDocs',
    '#/tags/0/externalDocs',
  ]);
});

test('a property called externalDocs, and an example that holds one, are not links', () => {
  const externalDocs = { type: 'string', example: { externalDocs: { url: 'http://elsewhere.test' } } };
  const document = contract({ schemas: { Thing: { type: 'object', properties: { externalDocs } } } });
  expect(docsPages('https://docs.example.com')(document)).toEqual([]);
});

test('a provider whose documentation is not known may link to any https page', () => {
  const of = (url: string): number => docsPages('')(contract({ root: { externalDocs: { url } } })).length;
  expect([of('https://anywhere.test/a'), of('http://anywhere.test/a')]).toEqual([0, 1]);
});
