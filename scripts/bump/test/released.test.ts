// What a release keeps, on the real packages: it reads back as what they declare now.
import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Provider, providers, root, sdkDir, typesDir } from '../../contract/providers.ts';
import { type Surface, typeBreaks } from '../api/gate.ts';
import { releasedFiles } from '../api/release.ts';
import { compareContracts } from '../diff/diff.ts';
import { parseContract } from '../judge.ts';

const MODULES = ['index.d.ts', 'openapi.d.ts', 'schemas.d.ts'];

function surfaceOfTree(provider: Provider): Surface {
  return {
    types: new Map(MODULES.map((file) => [file, readFileSync(typesDir(provider) + file, 'utf8')])),
    groups: readFileSync(`${sdkDir(provider)}src/generated/groups.ts`, 'utf8'),
  };
}

function surfaceReleased(provider: Provider, files: ReadonlyMap<string, string>): Surface {
  return {
    types: new Map(MODULES.map((file) => [file, files.get(`${typesDir(provider)}api/${file}`) ?? ''])),
    groups: files.get(`${sdkDir(provider)}api/groups.ts`) ?? '',
  };
}

describe.each(providers)('what a release of $name keeps', (provider) => {
  const files = releasedFiles(root, provider);

  it('is what is generated of each package, the facts of the contract, and the type tests', () => {
    const kept = [
      ...MODULES.map((file) => `${typesDir(provider)}api/${file}`),
      `${typesDir(provider)}api/contract.json`,
      `${sdkDir(provider)}api/groups.ts`,
      ...globSync('*.program.ts', { cwd: `${sdkDir(provider)}test/types` }).map(
        (file) => `${sdkDir(provider)}api/type-tests/${file}`,
      ),
    ];
    expect([...files.keys()].sort()).toEqual(kept.sort());
  });

  it('declares what the packages declare, so that nothing is a break', () => {
    expect(
      typeBreaks(surfaceReleased(provider, files), surfaceOfTree(provider), `@org/${provider.name}-types`),
    ).toEqual([]);
  });

  it('shows what breaks after it: an exported type that goes, an argument that comes', () => {
    const tree = surfaceOfTree(provider);
    const schemas = tree.types.get('schemas.d.ts') ?? '';
    const [, gone = ''] = /^export type (\w+)/m.exec(schemas) ?? [];
    const types = new Map(tree.types).set('schemas.d.ts', schemas.replace(`export type ${gone} `, `type ${gone} `));
    const args = /^export interface (\w+)Args \{\n/m;
    const [, call = ''] = args.exec(tree.groups) ?? [];
    const groups = tree.groups.replace(args, '$&  signature: string;\n');
    const breaks = typeBreaks(surfaceReleased(provider, files), { types, groups }, `@org/${provider.name}-types`);
    expect(breaks).toContainEqual({ name: gone, what: 'export removed', detail: gone });
    expect(breaks).toContainEqual({
      name: call.charAt(0).toLowerCase() + call.slice(1),
      what: 'argument no longer accepted',
      detail: expect.stringContaining("Property 'signature' is missing"),
    });
  });

  it('has the facts of the contract', () => {
    const released = parseContract(files.get(`${typesDir(provider)}api/contract.json`) ?? '');
    const now = parseContract(readFileSync(`${typesDir(provider)}openapi.json`, 'utf8'));
    expect(compareContracts(released, now, provider.name)).toEqual([]);
    expect(JSON.stringify(released)).not.toContain('"summary":');
  });
});
