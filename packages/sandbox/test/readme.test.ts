// The samples of the README run literally, on the built package.
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const folder = fileURLToPath(new URL('..', import.meta.url));
const samples = [...readFileSync(`${folder}README.md`, 'utf8').matchAll(/```ts\n([\s\S]*?)```/g)].map(
  ([, sample = '']): [string, string] => [
    sample.split('\n').find((line) => line.startsWith('const sandbox')) ?? '',
    sample,
  ],
);

test('there are samples', () => {
  expect(samples).toHaveLength(4);
});

test.each(samples.map(([line, sample], index) => [index + 1, line, sample] as const))(
  'sample %i runs: %s',
  async (index, _line, sample) => {
    mkdirSync(`${folder}.results`, { recursive: true });
    const file = `${folder}.results/readme-${index}.mts`;
    writeFileSync(file, sample);
    const { stderr } = await run(process.execPath, [file], { cwd: folder });
    expect(stderr).toBe('');
  },
);
