// redocly runs with its recommended rules, and whatever is switched off says why.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { root } from '../../providers.ts';
import { lintWith, PETS } from './clean-contract.ts';

const config = readFileSync(`${root}redocly.yaml`, 'utf8');

test('the recommended rules are the base', () => {
  expect(parse(config).extends).toEqual(['recommended']);
});

test('a rule that is switched off or only warns has its reason on the line above', () => {
  const lines = config.split('\n');
  const loosened = lines.flatMap((line, index) => (/^\s+[\w-]+: *(?:off|warn)/.test(line) ? [index] : []));
  expect(loosened).toHaveLength(Object.values(parse(config).rules).filter((level) => level !== 'error').length);
  for (const index of loosened) expect(lines[index - 1]).toMatch(/^ +# \S.{20,}\.$/);
});

test('a warning of redocly is a problem too', async () => {
  expect(await lintWith(['tags', '0', 'description'], undefined)).toEqual([
    '#/tags/0/description: redocly/tag-description: Tag object should contain `description` field.',
  ]);
});

test('a parameter that the path does not have is found by redocly under its pointer', async () => {
  const found = await lintWith([...PETS, 'get', 'parameters', '0', 'name'], 'number');
  expect(found).toContainEqual(expect.stringMatching(/^#\/paths\/~1pets~1\{id\}.*redocly\/path-parameters-defined: /));
});
