// The command `pnpm generate`, run as a program on a copy of the repository.
import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildContract } from '../contract.ts';
import { operationsOf } from '../operations.ts';
import { providers } from '../providers.ts';
import { checkout } from './support/checkout.ts';

const TIMEOUT = { timeout: 60_000 };
const names = providers.map(({ name }) => name).join(', ');

/** An overlay of one action for Iron. */
const overlay = (action: object): string =>
  JSON.stringify({
    overlay: '1.0.0',
    info: { title: 't', version: '1' },
    actions: [{ description: 'For a test.', ...action }],
  });

describe('the command line', () => {
  const { generate, generated } = checkout();

  test('--help prints the outputs, the options and the providers, and writes nothing', TIMEOUT, async () => {
    const before = generated();
    const { code, stdout, stderr } = await generate('--help');
    expect([code, stderr]).toEqual([0, '']);
    for (const part of [
      'openapi.json',
      'schemas.d.ts',
      'operations.ts',
      'groups.ts',
      '--check',
      `Providers: ${names}`,
    ]) {
      expect(stdout).toContain(part);
    }
    expect(generated()).toEqual(before);
  });

  test('a provider that does not exist is refused, and those that do are named', TIMEOUT, async () => {
    expect(await generate('acme')).toEqual({
      code: 1,
      stdout: '',
      stderr: `generate: no provider acme; there are ${names}\n`,
    });
  });

  test('an option that does not exist is refused by name', TIMEOUT, async () => {
    const { code, stderr } = await generate('--chekc');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^generate: Unknown option '--chekc'/);
  });
});

test('--check accepts the committed files', TIMEOUT, async () => {
  const { generate, generated } = checkout();
  const { code, stdout, stderr } = await generate('--check');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  for (const provider of providers) {
    const count = operationsOf(buildContract(provider).document).length;
    expect(stdout).toContain(`${provider.name}: ${count} operations, `);
  }
  expect(stdout).toContain(`${generated().size} generated files are up to date`);
});

test('--check names an edited file and a missing one, and writes neither', TIMEOUT, async () => {
  const { folder, generate, generated } = checkout();
  appendFileSync(join(folder, 'packages/iron-types/schemas.d.ts'), '// by hand\n');
  rmSync(join(folder, 'packages/iron-sdk/src/generated/groups.ts'));
  const before = generated();
  const { code, stderr } = await generate('iron', '--check');
  expect(code).toBe(1);
  expect(stderr.split('\n').sort()).toEqual([
    '',
    'Run `pnpm generate` and commit the result. Generated files are never edited by hand.',
    'differs from what the contract generates: packages/iron-sdk/src/generated/groups.ts',
    'differs from what the contract generates: packages/iron-types/schemas.d.ts',
  ]);
  expect(generated()).toEqual(before);
});

test('a changed contract is written once, and the next generation changes nothing', TIMEOUT, async () => {
  const { folder, generate, generated } = checkout();
  const before = generated();
  const note = overlay({ target: '$.components.schemas.Customer', update: { title: 'Changed for a test.' } });
  writeFileSync(join(folder, 'specs/iron/overlays/90-test.yaml'), note);

  const checked = await generate('iron', '--check');
  expect([checked.code, checked.stderr.includes('packages/iron-types/openapi.json')]).toEqual([1, true]);
  expect(generated()).toEqual(before);

  const { stdout } = await generate('iron');
  expect(stdout).toContain('wrote packages/iron-types/openapi.json');
  expect(generated().get('packages/iron-types/openapi.json')).toContain('Changed for a test.');

  const again = await generate('iron');
  expect(again).toEqual({ code: 0, stdout: 'nothing has changed since the last generation: iron\n', stderr: '' });
});

test('an edit by hand is undone by the next generation, though the contract is the same', TIMEOUT, async () => {
  const { folder, generate, generated } = checkout();
  const before = generated();
  expect((await generate('iron')).stdout).toMatch(/^iron: \d+ operations, .*\n\d files, none changed\n$/);
  appendFileSync(join(folder, 'packages/iron-types/schemas.d.ts'), '// by hand\n');
  expect((await generate('iron')).stdout).toContain('wrote packages/iron-types/schemas.d.ts\n');
  expect(generated()).toEqual(before);
});

describe('a contract with a fault writes nothing', () => {
  const { folder, generate, generated } = checkout();
  const before = generated();
  const file = join(folder, 'specs/iron/overlays/99-fault.yaml');

  test.each<[string, string, string[]]>([
    [
      'an action that matches nothing',
      overlay({ target: '$.components.schemas.Costumer', update: {} }),
      [
        'generate: overlays/99-fault.yaml, action 1 (For a test.): $.components.schemas.Costumer',
        "nearest places: $.components.schemas['Customer']",
      ],
    ],
    [
      'a violation of a rule',
      overlay({ target: "$.paths['/customers'].post.operationId", update: 'getAllCustomers' }),
      [
        'iron: POST /customers: becomes the method getAllCustomers, as GET /customers does: give one of them another name under `operations` in names.yaml.',
        'nothing was written. Fix them in specs/iron/overlays/.',
      ],
    ],
    [
      'an example that is not valid',
      overlay({ target: '$.components.schemas.Customer.properties.email', update: { examples: [7] } }),
      ['iron: #/components/schemas/Customer/properties/email: example is not valid: / must be string'],
    ],
    ['a file that is not YAML', 'actions: [', ['generate: ', 'specs/iron/overlays/99-fault.yaml: ']],
    [
      'a file that is empty',
      '',
      ['generate: ', 'contains no mapping of keys to values. Check that it is the right file.'],
    ],
    ['an alias', 'a: &a [1]\nactions: *a\n', ['generate: ', '99-fault.yaml: Alias resolution is disabled']],
  ])('writes nothing for %s', TIMEOUT, async (_label, text, parts) => {
    writeFileSync(file, text);
    const { code, stderr } = await generate();
    expect(code).toBe(1);
    for (const part of parts) expect(stderr).toContain(part);
    expect(generated()).toEqual(before);
  });
});
