// The namespace `Iron` in the built declarations: bundling has lost types without an error, which `skipLibCheck` then hid.
import { readFileSync } from 'node:fs';
import { diagnose } from '@org/test-kit/diagnostics';
import { expect, test } from 'vitest';

const generated = readFileSync(new URL('../../src/generated/namespace.ts', import.meta.url), 'utf8');
const [, list = ''] = /declare namespace Iron \{\s*export \{([^}]*)\}/.exec(generated) ?? [];
const names = list
  .split(',')
  .map((name) => name.trim().split(' ').at(-1) ?? '')
  .filter(Boolean);

test.each(['virtual.mts', 'virtual.cts'])('every type of Iron is there and is not any, for %s', (file) => {
  const source = [
    "import type { Iron } from '@org/iron-sdk';",
    'type IsAny<T> = 0 extends 1 & T ? true : false;',
    ...names.map((name) => `export const of${name}: IsAny<Iron.${name}> = false;`),
  ].join('\n');
  expect(names).toEqual(expect.arrayContaining(['Customer', 'GetCustomerByIdArgs', 'GetCustomerByIdResult']));
  expect(diagnose(source, import.meta.url, file)).toEqual([]);
});

test.each(['virtual.mts', 'virtual.cts'])('a misspelt name is an error that names Iron, for %s', (file) => {
  const typo = 'export type Typo = Iron.Customers_;';
  const source = `import type { Iron } from '@org/iron-sdk';\n${typo}`;
  expect(diagnose(source, import.meta.url, file)).toEqual([
    { line: typo, message: "'Iron' has no exported member named 'Customers_'. Did you mean 'Customer'?" },
  ]);
});
