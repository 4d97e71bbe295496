// What a release keeps, on the real packages: it reads back as what they declare now.
import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Provider, providers, root, sdkDir, typesDir } from '../../contract/providers.ts';
import type { Surface } from '../api/checks.ts';
import { typeBreaks } from '../api/gate.ts';
import { releasedFiles } from '../api/released.ts';
import { parseReport, reportsOf } from '../api/report.ts';
import { parseContract } from '../contract-text.ts';
import { compareContracts } from '../diff/diff.ts';

const entries = (folder: string): string[] =>
  Object.keys(JSON.parse(readFileSync(`${folder}package.json`, 'utf8')).exports as object)
    .filter((key) => !key.endsWith('.json'))
    .map((key) => `${folder}api/${key === '.' ? 'index' : key.slice(2)}.api.md`);

function surfaceOfTree(provider: Provider): Surface {
  const types = ['index.d.ts', 'openapi.d.ts', 'schemas.d.ts'];
  return {
    types: new Map(types.map((file) => [file, readFileSync(typesDir(provider) + file, 'utf8')])),
    groups: readFileSync(`${sdkDir(provider)}src/generated/groups.ts`, 'utf8'),
  };
}

function surfaceReleased(provider: Provider, files: ReadonlyMap<string, string>): Surface {
  const report = (folder: string): Map<string, string> =>
    new Map(parseReport(files.get(`${folder}api/index.api.md`) ?? ''));
  return { types: report(typesDir(provider)), groups: report(sdkDir(provider)).get('src/generated/groups.ts') ?? '' };
}

describe.each(providers)('what a release of $name keeps', (provider) => {
  const files = releasedFiles(root, provider);

  it('is one report for each entry of each package, the contract, and the type tests', () => {
    const kept = [
      ...entries(typesDir(provider)),
      ...entries(sdkDir(provider)),
      `${typesDir(provider)}api/contract.json`,
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

it('is kept of the core too, without comments', () => {
  const reports = reportsOf(`${root}packages/sdk-core/`);
  expect([...reports.keys()].sort()).toEqual(entries(`${root}packages/sdk-core/`).sort());
  expect([...reports.values()].join('')).not.toMatch(/^\s*(\/\*\*|\*|\/\/) /m);
});
