// The samples of the README run literally, on the built package.
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../src/server/index.ts';

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
    const { stderr } = await run(process.execPath, [fileOf(`readme-${index}`, sample)], { cwd: folder });
    expect(stderr).toBe('');
  },
);

test("the first sample of the repository's README runs on a server, with the variables that it prints and no others", async () => {
  const readme = readFileSync(`${folder}../../README.md`, 'utf8');
  const [, sample = ''] = /## A first real call\n\n### Iron\n[\s\S]*?```ts\n([\s\S]*?)```/.exec(readme) ?? [];
  const server = await startSandbox({ port: 0 });
  onTestFinished(() => server.close());
  const file = fileOf('root-readme', sample);
  const { stdout, stderr } = await run(process.execPath, [file], { cwd: folder, env: server.env });
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^Send your customer to https:\/\/verify\.example\.com\/kyc\/[0-9a-f-]{36}\nPending\n$/);
  expect(server.sandbox.requests().map(({ operation }) => operation)).toEqual([
    'createCustomer',
    'createCustomerIdentificationV2',
    'getAllCustomerIdentifications',
  ]);
});

function fileOf(name: string, sample: string): string {
  mkdirSync(`${folder}.results`, { recursive: true });
  const file = `${folder}.results/${name}.mts`;
  writeFileSync(file, sample);
  return file;
}
