// The lint reports what generation would refuse, with the line to fix.
import { expect, test } from 'vitest';
import { lintProvider } from '../../lint/lint.ts';
import { Deadline } from '../../thread.ts';
import { provider } from '../support/contract.ts';
import { change, cleanContract, lint, lintWith, PETS, SCHEMAS, specsFolder } from './clean-contract.ts';

test('a scope that the security scheme does not declare is found', async () => {
  expect(await lintWith([...PETS, 'get', 'security'], [{ OAuth2: ['pets:eat'] }])).toContain(
    'GET /pets/{id}: operation: asks for the scope pets:eat, which OAuth2 does not list: declare it under components.securitySchemes.',
  );
});

test('an overlay that no longer fits is one problem, not a crash', async () => {
  const overlay = [
    'overlay: 1.0.0',
    'info: { title: More, version: 1.0.0 }',
    'actions:',
    "  - target: $.paths['/cats']",
    '    description: There are no cats.',
    '    remove: true',
  ].join('\n');
  const spec = 'openapi: 3.1.0\ninfo: { title: Acme, version: "1" }\npaths: {}\n';
  expect(await lint(spec, { '10-more.yaml': overlay })).toEqual([
    {
      file: 'spec.yaml:1',
      where: '#',
      severity: 'error',
      code: 'contract',
      message: expect.stringContaining('cannot be built: overlays/10-more.yaml, action 1 (There are no cats.)'),
    },
  ]);
});

test('a file that is not YAML is one problem, not a crash', async () => {
  expect(await lint('openapi: [')).toEqual([
    expect.objectContaining({ code: 'contract', message: expect.stringContaining('cannot be built: ') }),
  ]);
});

test('a pattern that backtracks on an example ends the lint at its deadline', async () => {
  const nick = { type: 'string', description: 'Name at home.', pattern: '^(.|.)*!$', examples: ['a'.repeat(40)] };
  const folder = specsFolder('acme', change(cleanContract(), [...SCHEMAS, 'Cat', 'properties', 'nick'], nick));
  await expect(lintProvider(provider, `${folder}/acme/`, new Deadline(2000))).rejects.toThrow(
    'checking the contract took longer than 2 s and was stopped.',
  );
});
