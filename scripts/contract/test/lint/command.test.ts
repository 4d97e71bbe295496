// pnpm lint:specs as people and CI run it. (That the contracts of this repository have no problems is a task of its own in
// `npm test`.)
import { spawnSync } from 'node:child_process';
import { relative } from 'node:path';
import { expect, test } from 'vitest';
import { providers, root } from '../../providers.ts';
import { change, cleanContract, PETS, SCHEMAS, specsFolder } from './clean-contract.ts';

function run(...args: string[]): { status: number | null; lines: string[]; errors: string } {
  const command = ['scripts/contract/lint-specs.ts', ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    cwd: root,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, lines: stdout.trimEnd().split('\n'), errors: stderr };
}

// The address of the clean contract's documentation is not Iron's.
const iron = () => change(cleanContract(), [...PETS, 'get', 'externalDocs'], { url: 'https://docs.iron.xyz/pets' });

test('problems are listed in the order of the file, each where it is written, and fail the command', () => {
  const spec = change(
    change(iron(), [...SCHEMAS, 'Cat', 'description'], undefined),
    [...PETS, 'get', 'description'],
    'Reads',
  );
  const folder = specsFolder('iron', spec);
  const file = `${relative(root, folder)}/iron/spec.yaml`;
  const { status, lines } = run('iron', '--specs', folder);
  expect(status).toBe(1);
  expect(lines.map((line) => line.replace(/\.yaml:\d+:/, '.yaml:'))).toEqual([
    `${file}: GET /pets/{id}: operation-description: breaks off without a full stop: write it to its end, and quote it if YAML cut it at a colon or a comma.`,
    `${file}: #/components/schemas/Cat: schema-description: schema has no description: describe what it is for.`,
    'lint problems: 2',
  ]);
  expect(lines.slice(0, 2).map((line) => Number(/\.yaml:(\d+):/.exec(line)?.[1]))).toEqual([12, 108]);
});

test('control characters in a name of the contract are printed as escapes', () => {
  const name = '\u001b[2J';
  const spec = change(iron(), [...SCHEMAS, 'Cat', 'properties', name], { type: 'string' });
  const { lines } = run('iron', '--specs', specsFolder('iron', spec));
  expect(lines.join('\n')).not.toContain(name);
  expect(lines.join('\n')).toContain('\\u001b[2J: property-description');
});

test('only the providers that are named are linted', () => {
  expect(run('iron', '--specs', specsFolder('iron', iron()))).toEqual({
    status: 0,
    lines: ['lint problems: 0'],
    errors: '',
  });
});

test('an unknown provider is refused, and the known ones are named', () => {
  const { status, errors } = run('irno');
  expect(status).toBe(1);
  expect(errors).toBe(`lint-specs: no provider irno; there are ${providers.map(({ name }) => name).join(', ')}\n`);
});

test('a folder without the contract is refused', () => {
  const { status, errors } = run('paxos', '--specs', specsFolder('iron', iron()));
  expect(status).toBe(1);
  expect(errors).toMatch(/^lint-specs: ENOENT: .*paxos/);
});

test('--help explains every rule that can be printed', () => {
  const { status, lines } = run('--help');
  const help = lines.join('\n');
  expect(status).toBe(0);
  for (const rule of [
    'contract',
    '…-description',
    'operation-example',
    'enum-meaning',
    'discriminator-mapping',
    'text-reference',
    'docs-page',
    'cut-text',
  ]) {
    expect(help).toContain(`\n  ${rule} `);
  }
});
