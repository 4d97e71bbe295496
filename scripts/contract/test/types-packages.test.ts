// The types packages as a consumer meets them: types only, and sound in ESM and CommonJS without skipping library checks.
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { providers, typesDir } from '../providers.ts';
import { node, temporaryFolder } from './support/process.ts';

interface Manifest {
  readonly name: string;
  readonly type?: string;
  readonly main?: string;
  readonly types: string;
  readonly exports: Record<string, string | Record<string, string>>;
  readonly dependencies?: Record<string, string>;
}
const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

describe.each(providers.map((provider) => [`@org/${provider.name}-types`, typesDir(provider)]))(
  '%s',
  (name, folder) => {
    const manifest = manifestOf(folder);

    test('the types package holds no JavaScript', () => {
      const files = readdirSync(folder, { recursive: true })
        .map(String)
        .filter((file) => !file.startsWith('node_modules'));
      expect(files.filter((file) => /\.[cm]?[jt]sx?$/.test(file) && !file.endsWith('.d.ts'))).toEqual([]);
      expect(files).toEqual(expect.arrayContaining(['index.d.ts', 'openapi.d.ts', 'schemas.d.ts', 'openapi.json']));
    });

    test('the types package exports types and data only, and has no dependencies', () => {
      expect(manifest.name).toBe(name);
      const targets = Object.values(manifest.exports).flatMap((target) =>
        typeof target === 'string' ? target : Object.values(target),
      );
      expect(targets.every((target) => /\.(d\.ts|json)$/.test(target))).toBe(true);
      expect([manifest.main, manifest.dependencies]).toEqual([undefined, undefined]);
    });

    test('the types package declares no module system, because `"type": "module"` breaks CommonJS consumers', () => {
      expect(manifest.type).toBeUndefined();
    });
  },
);

const SOURCE = `import type { Customer, CustomerStatus, operations, paths, webhooks } from '@org/iron-types';
import type { Identity } from '@org/paxos-types';
import type { components } from '@org/paxos-types/openapi';

export type Paths = [keyof paths, keyof webhooks, keyof operations];
export const email = (customer: Customer): string => customer.email;
export const same = (identity: Identity): components['schemas']['Identity'] => identity;
// @ts-expect-error an optional field may be null when read
export const id = (customer: Customer): string => customer.external_id;
// @ts-expect-error a value that the contract does not list
export const status: CustomerStatus = 'Invented';
export const read = (customer: Customer): CustomerStatus => customer.status;
`;

describe.each([
  ['ESM', { type: 'module' }],
  ['CommonJS', {}],
])('a consumer in %s', (label, extra) => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'node_modules', '@org'), { recursive: true });
  for (const provider of providers) {
    symlinkSync(typesDir(provider), join(folder, 'node_modules', '@org', `${provider.name}-types`));
  }
  const compilerOptions = {
    ...{ module: 'nodenext', target: 'es2022', lib: ['es2022'], types: [], noEmit: true },
    ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, skipLibCheck: false },
    ...(label === 'ESM' ? { verbatimModuleSyntax: true } : {}),
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true, ...extra }));
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['main.ts'] }));
  writeFileSync(join(folder, 'main.ts'), SOURCE);

  test('a consumer compiles with `skipLibCheck` off', { timeout: 120_000 }, async () => {
    const tsc = join(createRequire(import.meta.url).resolve('typescript/package.json'), '..', 'bin', 'tsc');
    expect(await node([tsc, '-p', folder])).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test('a consumer can import the contract as data', async () => {
    const [how, body] =
      label === 'ESM'
        ? ['--input-type=module', `import c from '@org/iron-types/openapi.json' with { type: 'json' };`]
        : ['--input-type=commonjs', `const c = require('@org/iron-types/openapi.json');`];
    const { code, stdout, stderr } = await node(
      [how, '-e', `${body} console.log(c.openapi, Object.keys(c.paths).length > 0)`],
      {
        cwd: folder,
      },
    );
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '3.1.0 true\n', stderr: '' });
  });
});
